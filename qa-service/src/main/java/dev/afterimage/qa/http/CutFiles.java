package dev.afterimage.qa.http;

import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.stream.StreamId;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Intervals that were cut out to be played, kept for a while: a player asks for a file piece by piece. Bounded in number, bytes and time.
 * Used on the event loop.
 */
final class CutFiles {

    private static final int MOST = 24;
    private static final long MOST_BYTES = 1L << 30;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** An interval that reaches into the present grows. */
    private static final Duration GROWING = Duration.ofSeconds(4);

    private final Recordings recordings;
    private final VideoCutter cutter;
    private final BoundedWorkers workers;
    /** The one that was used last at the end. */
    private final Map<String, Entry> files = new LinkedHashMap<>(16, 0.75f, true);

    /** @param shown what the file shows, which begins with second 0 of the file */
    record Cut(Path file, long bytes, Span shown) { }

    private record Entry(Future<Cut> cut, long untilNanos) { }

    CutFiles(Recordings recordings, VideoCutter cutter, BoundedWorkers workers) {
        this.recordings = recordings;
        this.cutter = cutter;
        this.workers = workers;
    }

    /** @param growing whether more of the interval may be recorded later */
    Future<Cut> of(StreamId stream, double from, double to, boolean growing) {
        String key = stream + " " + from + " " + to;
        Entry known = files.get(key);
        if (known != null && !known.cut.failed() && System.nanoTime() - known.untilNanos < 0) {
            return known.cut;
        }
        drop(files.remove(key));
        Future<Cut> cut = workers.run(() -> make(stream, from, to));
        files.put(key, new Entry(cut, System.nanoTime() + (growing ? GROWING : LONGEST).toNanos()));
        cut.onComplete(done -> trim());
        return cut;
    }

    private Cut make(StreamId stream, double from, double to) throws IOException {
        // For the user alone from its creation on; FFmpeg writes into it.
        Path file = Files.createTempFile(recordings.scratch(), "cut", ".mp4",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Span shown = cutter.cut(recordings, stream, from, to, file);
            return new Cut(file, Files.size(file), shown);
        } catch (RuntimeException | IOException failed) {
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    /** Those that were used longest ago go first. Who is being sent one keeps what is open. */
    private void trim() {
        long bytes = 0;
        for (Entry entry : files.values()) {
            bytes += entry.cut.succeeded() ? entry.cut.result().bytes() : 0;
        }
        Iterator<Entry> oldest = files.values().iterator();
        int left = files.size();
        while (oldest.hasNext() && left > 1) {
            Entry entry = oldest.next();
            boolean old = System.nanoTime() - entry.untilNanos > 0;
            if (entry.cut.isComplete() && (old || left > MOST || bytes > MOST_BYTES)) {
                bytes -= entry.cut.succeeded() ? entry.cut.result().bytes() : 0;
                left--;
                oldest.remove();
                drop(entry);
            }
        }
    }

    private static void drop(Entry entry) {
        if (entry != null) {
            entry.cut.onSuccess(cut -> {
                try {
                    Files.deleteIfExists(cut.file());
                } catch (IOException left) {
                    throw new UncheckedIOException(left);
                }
            });
        }
    }
}
