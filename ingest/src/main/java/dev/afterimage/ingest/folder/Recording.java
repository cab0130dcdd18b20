package dev.afterimage.ingest.folder;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A video file of a folder, and when it was recorded.
 *
 * @param seconds how long it says it is; NaN where it does not
 */
record Recording(Path file, RecordingDate date, double seconds) {

    Instant start() {
        return date.start();
    }

    /** Where it begins on the clock of a stream that began then, seconds. */
    double startsAt(Instant streamBegan) {
        return Duration.between(streamBegan, start()).toMillis() / 1e3;
    }

    /** Where it ends there; where that is not known, where it begins. */
    double endsAt(Instant streamBegan) {
        return startsAt(streamBegan) + (Double.isNaN(seconds) ? 0 : seconds);
    }

    String name() {
        return file.getFileName().toString();
    }
}
