package dev.afterimage.core.recording;

import dev.afterimage.core.stream.StreamId;

/**
 * A stretch of a stream's original video in a file of its own: MP4 in fragments, beginning with a key frame, whose own times count from
 * {@code start}.
 *
 * @param start time of its first picture, seconds from the stream's start
 * @param end   where its last picture ends; of a piece that is being written, where the last stored fragment ends
 * @param bytes of the file
 */
public record Piece(StreamId stream, double start, double end, long bytes) { }
