package dev.afterimage.core;

import java.util.List;
import java.util.Optional;

/**
 * What an encoder made of one frame.
 *
 * @param feature   the frame's vector for scene tiling, L2-normalised
 * @param tokens    what the language model is to read; empty when this frame adds nothing to the one before (it gets no block)
 * @param note      the same for people, one line without the time: {@code 2 cars, left and centre; text "EXIT B2"}; {@code nothing} for an
 *                  empty picture; empty where the picture itself is read
 * @param evidence  everything seen in this frame, also when {@code tokens} is empty
 * @param thumbnail JPEG, at most 320 pixels wide
 * @param tokensDropped visual tokens that compression left out; 0 for notes
 * @param redundancy    share of the picture that was there before, place by place, 0..1: the published drop ratio; {@link #UNMEASURED} otherwise
 */
public record EncodedFrame(StreamId stream, long index, double seconds, float[] feature, Optional<PromptPart> tokens, String note,
                           List<Evidence> evidence, byte[] thumbnail, int tokensDropped, double redundancy) {

    public static final double UNMEASURED = -1;

    public EncodedFrame {
        evidence = List.copyOf(evidence);
    }

    /** A frame that was not compressed. */
    public EncodedFrame(StreamId stream, long index, double seconds, float[] feature, Optional<PromptPart> tokens, String note,
                        List<Evidence> evidence, byte[] thumbnail) {
        this(stream, index, seconds, feature, tokens, note, evidence, thumbnail, 0, UNMEASURED);
    }
}
