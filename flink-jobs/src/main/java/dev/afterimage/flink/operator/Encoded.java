package dev.afterimage.flink.operator;

import dev.afterimage.core.EncodedFrame;
import dev.afterimage.flink.source.Captured;

/**
 * What the encoder yields: an encoded frame, or the fault that ended the stream.
 *
 * @param frame null for a fault
 * @param width of the picture it was made from, pixels
 * @param fault null for a frame
 */
public record Encoded(String stream, EncodedFrame frame, int width, int height, Captured.Fault fault) {

    static Encoded failed(String stream, Captured.Fault fault) {
        return new Encoded(stream, null, 0, 0, fault);
    }
}
