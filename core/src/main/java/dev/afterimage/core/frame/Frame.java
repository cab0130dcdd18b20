package dev.afterimage.core.frame;

import dev.afterimage.core.stream.StreamId;
import java.time.Instant;

/**
 * One sampled picture of a stream.
 *
 * @param index   number of the sampled frame, from 0, without gaps
 * @param seconds presentation time from the stream's start
 * @param wallClock when it was captured (live), or the stream's start plus {@code seconds} (file)
 * @param rgb     width x height x 3 bytes, rows from the top, R G B
 */
public record Frame(StreamId stream, long index, double seconds, Instant wallClock, int width, int height, byte[] rgb) {

    public Frame {
        if (rgb.length != width * height * 3) {
            throw new IllegalArgumentException("rgb holds " + rgb.length + " bytes, not " + width + "x" + height + "x3");
        }
    }
}
