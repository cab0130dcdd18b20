package dev.afterimage.core.watch;

import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A stretch, going on, in which a stream ought to be watched and is not.
 *
 * @param code  of the newest failure
 * @param since when the last picture came or the first try failed
 * @param tries how often it was tried since
 * @param line  the newest failure: what failed and what to do
 */
public record Outage(StreamId stream, ErrorCode code, Instant since, int tries, String line) {

    public StreamInfo.Status status() {
        return code == ErrorCode.STORAGE_FULL ? StreamInfo.Status.DISK_FULL : StreamInfo.Status.RECONNECTING;
    }

    /** One line for people: {@code unreachable for 40 s: INPUT_UNREACHABLE: ...}. */
    public String told(Instant now) {
        return state() + " for " + length(Duration.between(since, now).toSeconds()) + ": " + line;
    }

    private String state() {
        return switch (code) {
            case STORAGE_FULL -> "nothing could be stored";
            case INPUT_UNREACHABLE -> "unreachable";
            case INPUT_STALLED -> "without a picture";
            default -> "not watched";
        };
    }

    private static String length(long seconds) {
        if (seconds < 120) {
            return Math.max(0, seconds) + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3600.0);
    }
}
