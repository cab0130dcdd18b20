package dev.afterimage.core.stream;

import dev.afterimage.core.error.ErrorCode;

/**
 * A stretch of a stream in which nobody watched: nothing is known of it, neither what was there nor what was not.
 *
 * @param start presentation time of the last picture before it, seconds from the stream's start; 0 when there was none
 * @param end   presentation time of the first frame after it, seconds; {@link #OPEN} while it lasts
 */
public record Gap(StreamId stream, double start, double end, Cause cause) {

    /** The {@link #end} of a gap that still lasts. */
    public static final double OPEN = Double.POSITIVE_INFINITY;

    /** Why nobody watched. The names are stored. */
    public enum Cause {
        /** The service was stopped, was killed, or had given the stream up. */
        NOT_RUNNING("the service was not running"),
        /** The camera could not be reached, or the connection to it was lost. */
        UNREACHABLE("the camera could not be reached"),
        /** The camera was connected and sent no pictures. */
        STALLED("the camera sent no pictures"),
        /** What the camera sent could not be decoded. */
        CORRUPT("the camera's pictures could not be read"),
        /** Between two recordings that were made at different times. */
        NOT_RECORDED("nothing was recorded"),
        /** Somebody paused the stream. */
        PAUSED("watching was paused"),
        /** Somebody changed the stream's source, and it was opened again. */
        CHANGED("the source was changed"),
        /** Frames were dropped for long because the machine could not keep up. */
        OVERLOADED("the machine could not keep up"),
        /** Nothing could be stored. */
        DISK_FULL("the disk was full");

        private final String reason;

        Cause(String reason) {
            this.reason = reason;
        }

        /** A clause that says why, e.g. {@code the camera could not be reached}. */
        public String reason() {
            return reason;
        }

        /** Why a stream is not watched any more: the line of a failure begins with an {@link ErrorCode}. */
        public static Cause of(StreamInfo ended) {
            if (ended.status() == StreamInfo.Status.PAUSED) {
                return PAUSED;
            }
            String code = ended.failure().split(":", 2)[0];
            return switch (code) {
                case "STORAGE_FULL" -> DISK_FULL;
                case "INPUT_UNREACHABLE" -> UNREACHABLE;
                case "INPUT_STALLED" -> STALLED;
                default -> code.startsWith("INPUT_") ? CORRUPT : NOT_RUNNING;
            };
        }
    }

    public Gap {
        if (!(start >= 0) || !(end >= start)) {
            throw new IllegalArgumentException("a gap from " + start + " to " + end);
        }
    }

    /** One that begins now. */
    public static Gap from(StreamId stream, double start, Cause cause) {
        return new Gap(stream, Math.max(0, start), OPEN, cause);
    }

    public boolean open() {
        return end == OPEN;
    }

    /** @param seconds time of the first frame after it */
    public Gap closed(double seconds) {
        return new Gap(stream, start, Math.max(start, seconds), cause);
    }
}
