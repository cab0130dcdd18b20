package dev.afterimage.core;

import java.util.List;
import java.util.Optional;

/**
 * What an encoder made of one frame.
 *
 * @param feature   the frame's vector for scene tiling, L2-normalised
 * @param tokens    what the language model is to read; empty when this frame adds nothing to the one before (it gets no block)
 * @param note      the same for people, one line without the time: {@code 2 cars, left and centre; text "EXIT B2"}; {@code nothing} for an
 *                  empty picture
 * @param evidence  everything seen in this frame, also when {@code tokens} is empty
 * @param thumbnail JPEG, at most 320 pixels wide
 */
public record EncodedFrame(StreamId stream, long index, double seconds, float[] feature, Optional<PromptPart> tokens, String note,
                           List<Evidence> evidence, byte[] thumbnail) {

    public EncodedFrame {
        evidence = List.copyOf(evidence);
    }
}
