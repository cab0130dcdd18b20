package dev.afterimage.flink.parts;

import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A stream that is to be watched, from when it was added until the job has left it. */
public final class StreamRun {

    /** Stands for whichever of the streams that have had a name. */
    public static final long ANY = 0;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final SourceSettings settings;
    private final long incarnation;
    private final StreamWork work = new StreamWork();
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    private StreamRun(SourceSettings settings, long incarnation) {
        this.settings = settings;
        this.incarnation = incarnation;
    }

    /** Of a stream that is not known yet: whatever state is kept under its name belongs to one that was deleted. */
    public static StreamRun anew(SourceSettings settings) {
        long millis = System.currentTimeMillis();
        return new StreamRun(settings, (millis << 16) + (NUMBERS.incrementAndGet() & 0xffff));
    }

    /** Of a stream that is known: it goes on with the state that is kept of it. */
    public static StreamRun again(SourceSettings settings) {
        return new StreamRun(settings, ANY);
    }

    public long number() {
        return number;
    }

    public SourceSettings settings() {
        return settings;
    }

    public StreamId stream() {
        return settings.stream();
    }

    public long incarnation() {
        return incarnation;
    }

    public StreamWork work() {
        return work;
    }

    /** Done when nothing of the stream is in the job any more; fails with what ended it, where that was no fault of the source. */
    public CompletableFuture<Void> left() {
        return left;
    }
}
