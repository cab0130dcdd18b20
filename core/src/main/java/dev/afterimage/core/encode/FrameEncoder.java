package dev.afterimage.core.encode;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.SourceSettings;

/**
 * Turns the frames of one stream, in order, into what a language model reads. Keeps state from frame to frame (what was there before);
 * that state is small and can be saved and brought back, so that a restored job encodes the rest alike. Used by one thread.
 */
public interface FrameEncoder extends AutoCloseable {

    EncodedFrame encode(Frame frame);

    /**
     * Nobody watched between the frame before and the next one: nothing of before is known to hold, so the next frame
     * tells all there is to see, and what is in it is not taken for what was there before. An encoder that compares no
     * frames has nothing to do.
     */
    default void interrupted() { }

    /** All state, versioned. */
    byte[] snapshot();

    void restore(byte[] snapshot);

    @Override
    void close();

    /** Makes an encoder for one stream; shared networks stay with the factory. */
    interface Factory {
        FrameEncoder create(SourceSettings settings);

        /** Changes when the same frame would be encoded otherwise; part of a block's identity. */
        String version();
    }
}
