package dev.afterimage.flink.supervision;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamLoad;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Another source, of which it is known since when each stream waits for its next picture. */
public final class AwaitedFrames implements FrameSource {

    private final FrameSource source;
    private final Map<StreamId, Long> waitingSince = new ConcurrentHashMap<>();
    /** Captures that keep up with their sources whatever the consumer does. */
    private final Map<StreamId, Awaited> live = new ConcurrentHashMap<>();
    private volatile Consumer<StreamId> onPicture = stream -> { };

    public AwaitedFrames(FrameSource source) {
        this.source = source;
    }

    /** Is called with every picture, on the thread that reads it, and must return at once. */
    void onPicture(Consumer<StreamId> listener) {
        onPicture = listener;
    }

    /**
     * How long a stream has been waiting for its next picture; nothing while what follows is busy with the last one. Of a live stream it
     * counts when its source last gave one: under overload pictures that wait are looked at long after a camera has fallen silent.
     */
    Duration waiting(StreamId stream) {
        Long since = waitingSince.get(stream);
        Duration waiting = since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
        Duration silence = Optional.ofNullable(live.get(stream)).map(capture -> capture.load.silence()).orElse(Duration.ZERO);
        return waiting.compareTo(silence) > 0 ? waiting : silence;
    }

    @Override
    public void recordInto(Recordings recordings) {
        source.recordInto(recordings);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        return new Awaited(source.open(settings, afterSeconds, nextIndex), settings.stream());
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        return new Awaited(source.open(settings, afterSeconds, nextIndex, heardSeconds), settings.stream());
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps) {
        return new Awaited(source.open(settings, afterSeconds, nextIndex, heardSeconds, gaps), settings.stream());
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps,
            Instant began) {
        return new Awaited(source.open(settings, afterSeconds, nextIndex, heardSeconds, gaps, began), settings.stream());
    }

    private final class Awaited implements Capture {

        private final Capture capture;
        private final StreamId stream;
        private volatile StreamLoad load = new StreamLoad();

        Awaited(Capture capture, StreamId stream) {
            this.capture = capture;
            this.stream = stream;
        }

        @Override
        public Frame next() {
            waitingSince.put(stream, System.nanoTime());
            Frame frame;
            try {
                frame = capture.next();
            } finally {
                waitingSince.remove(stream);
            }
            if (frame != null) {
                onPicture.accept(stream);
            }
            return frame;
        }

        @Override
        public List<Sound> takeSound() {
            return capture.takeSound();
        }

        @Override
        public void countInto(StreamLoad counted) {
            capture.countInto(counted);
            load = counted;
            if (capture.facts().live()) {
                live.put(stream, this);
            }
        }

        @Override
        public SourceFacts facts() {
            return capture.facts();
        }

        @Override
        public void close() {
            live.remove(stream, this);
            capture.close();
        }
    }
}
