package dev.afterimage.qa.http;

import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intervals that were cut out to be played, kept for a while: a player asks for a file piece by piece. Bounded in number, bytes and time.
 * One that is being used is never removed. Used on the event loop.
 */
final class CutFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CutFiles.class);
    private static final int MOST = 24;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** An interval that reaches into the present grows. */
    private static final Duration GROWING = Duration.ofSeconds(4);

    private final Recordings recordings;
    private final VideoCutter cutter;
    private final BoundedWorkers workers;
    private final long mostBytes;
    /** The one that was used last at the end. */
    private final Map<Key, Entry> files = new LinkedHashMap<>(16, 0.75f, true);

    /** @param tag tells this file from every other, also from a later one of the same interval */
    record File(Path path, long bytes, VideoCutter.Cut cut, String tag) { }

    /** @param started of the stream: another one of the same name has another beginning */
    private record Key(StreamId stream, Instant started, double from, double to) { }

    private static final class Entry {
        private final Future<File> file;
        private final long untilNanos;
        private int users;
        private boolean dropped;

        Entry(Future<File> file, Duration life) {
            this.file = file;
            this.untilNanos = System.nanoTime() + life.toNanos();
        }

        boolean old() {
            return file.failed() || System.nanoTime() - untilNanos >= 0;
        }

        long bytes() {
            return file.succeeded() ? file.result().bytes() : 0;
        }
    }

    /** @param mostBytes of all files together */
    CutFiles(Recordings recordings, VideoCutter cutter, BoundedWorkers workers, long mostBytes) {
        this.recordings = recordings;
        this.cutter = cutter;
        this.workers = workers;
        this.mostBytes = mostBytes;
    }

    /**
     * Uses a file of the interval, which stays until that has ended.
     *
     * @param growing whether more of the interval may be recorded later
     */
    <T> Future<T> with(StreamInfo stream, double from, double to, boolean growing, Function<File, Future<T>> use) {
        Entry entry = entry(new Key(stream.stream(), stream.started(), from, to), growing);
        entry.users++;
        return entry.file.compose(use).onComplete(done -> {
            entry.users--;
            if (entry.dropped) {
                removeIfUnused(entry);
            }
            trim();
        });
    }

    private Entry entry(Key key, boolean growing) {
        Entry known = files.get(key);
        if (known != null && !known.old()) {
            return known;
        }
        drop(files.remove(key));
        Entry entry = new Entry(workers.run(() -> make(key)), growing ? GROWING : LONGEST);
        files.put(key, entry);
        return entry;
    }

    private File make(Key key) throws IOException {
        // For the user alone from its creation on; FFmpeg writes into it.
        Path path = Files.createTempFile(recordings.scratch(), "cut", ".mp4",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            VideoCutter.Cut cut = cutter.cut(recordings, key.stream(), key.from(), key.to(), path);
            return new File(path, Files.size(path), cut, "\"" + UUID.randomUUID() + "\"");
        } catch (RuntimeException | IOException failed) {
            Files.deleteIfExists(path);
            throw failed;
        }
    }

    /** Removes what is too old or too much; those that were used longest ago go first. */
    void trim() {
        long bytes = files.values().stream().mapToLong(Entry::bytes).sum();
        int left = files.size();
        for (Entry entry : List.copyOf(files.values())) {
            if (entry.users == 0 && (entry.old() || left > MOST || bytes > mostBytes)) {
                bytes -= entry.bytes();
                left--;
                files.values().remove(entry);
                drop(entry);
            }
        }
    }

    /** Nothing of a stream that is deleted is kept. */
    void forget(StreamId stream) {
        Iterator<Map.Entry<Key, Entry>> all = files.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Key, Entry> each = all.next();
            if (each.getKey().stream().equals(stream)) {
                all.remove();
                drop(each.getValue());
            }
        }
    }

    private static void drop(Entry entry) {
        if (entry != null) {
            entry.dropped = true;
            removeIfUnused(entry);
        }
    }

    private static void removeIfUnused(Entry entry) {
        if (entry.users == 0 && entry.file.succeeded()) {
            try {
                Files.deleteIfExists(entry.file.result().path());
            } catch (IOException left) {
                LOG.warn("What was cut out of recorded video cannot be removed: {}", left.getMessage());
            }
        }
    }
}
