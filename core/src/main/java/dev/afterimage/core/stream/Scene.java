package dev.afterimage.core.stream;

/**
 * A stretch of a stream in which the picture hangs together; metadata over blocks.
 *
 * @param number from 0, without gaps
 * @param start  presentation time of its first frame, seconds
 * @param end    presentation time of its last frame, seconds
 * @param note   the first block's line in it, or empty
 * @param closed false for the one still growing
 */
public record Scene(StreamId stream, long number, double start, double end, String note, boolean closed) {

    /** The same, no longer growing. */
    public Scene ended() {
        return new Scene(stream, number, start, end, note, true);
    }
}
