package dev.afterimage.core.encode;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.ReadingCost;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Optional;

/**
 * What an encoder made of one frame.
 *
 * @param feature   the frame's vector for scene tiling, L2-normalised
 * @param tokens    what the language model is to read; empty when this frame adds nothing to the one before (it gets no
 *                  block)
 * @param note      the same for people, one line without the time: {@code 2 cars, left and centre; text "EXIT B2"};
 *                  {@code nothing} for an empty picture; empty where the picture itself is read
 * @param evidence  everything seen in this frame, also when {@code tokens} is empty
 * @param thumbnail JPEG, at most 320 pixels wide
 * @param tokensDropped visual tokens that compression left out; 0 for notes
 * @param redundancy    share of the picture that was there before, place by place, 0..1: the published drop ratio;
 *                      {@link #UNMEASURED} otherwise
 * @param beside        what the readers beside the model's own eyes found, where it is other than in the frame before;
 *                      empty for notes
 * @param cost          what the readers took
 */
public record EncodedFrame(StreamId stream, long index, double seconds, float[] feature, Optional<PromptPart> tokens, String note,
                           List<Evidence> evidence, byte[] thumbnail, int tokensDropped, double redundancy,
                           Optional<FrameEvidence> beside, ReadingCost cost) {

    public static final double UNMEASURED = -1;

    public EncodedFrame {
        evidence = List.copyOf(evidence);
    }

    /** A frame that was not compressed. */
    public EncodedFrame(StreamId stream, long index, double seconds, float[] feature, Optional<PromptPart> tokens, String note,
                        List<Evidence> evidence, byte[] thumbnail) {
        this(stream, index, seconds, feature, tokens, note, evidence, thumbnail, 0, UNMEASURED);
    }

    /** A frame beside which nothing was read. */
    public EncodedFrame(StreamId stream, long index, double seconds, float[] feature, Optional<PromptPart> tokens, String note,
                        List<Evidence> evidence, byte[] thumbnail, int tokensDropped, double redundancy) {
        this(stream, index, seconds, feature, tokens, note, evidence, thumbnail, tokensDropped, redundancy, Optional.empty(),
                ReadingCost.NONE);
    }

    /** The same with what the readers took. */
    public EncodedFrame with(ReadingCost cost) {
        return with(beside, cost);
    }

    /** The same with what the readers found beside the model's own eyes, and what they took. */
    public EncodedFrame with(Optional<FrameEvidence> beside, ReadingCost cost) {
        return new EncodedFrame(stream, index, seconds, feature, tokens, note, evidence, thumbnail, tokensDropped, redundancy, beside,
                cost);
    }
}
