package dev.afterimage.core.block;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.StreamId;
import java.util.List;

/**
 * What retrieval knows of a block without reading its KV.
 *
 * @param number      from 0, without gaps, in time order
 * @param seconds     presentation time of the block's frame
 * @param tokens      length of its KV
 * @param windowStart number of the first block that its tokens could attend to when they were prefilled
 * @param note        the line the block says, without the time; empty for a block of visual tokens
 * @param evidence    everything seen then; empty for a block of visual tokens, beside which it is kept
 *                    ({@link EvidenceEntry})
 * @param textVector  the note's vector in the text index, L2-normalised; empty without a note
 * @param meanKeys    (layers, kvHeads x headDim): mean of the keys before RoPE, ReKV's representative
 * @param tokenKeys   (tokens, kvHeads x headDim): keys before RoPE of the layer used for late interaction; empty where
 *                    the probe goes by mean keys
 */
public record BlockEntry(StreamId stream, long number, double seconds, int tokens, long windowStart, String note, List<Evidence> evidence,
                         float[] textVector, float[] meanKeys, float[] tokenKeys) implements Observation {

    private static final float[] NONE = {};

    public BlockEntry {
        evidence = List.copyOf(evidence);
    }

    /** The same with other keys. */
    public BlockEntry withKeys(float[] means, float[] ofTokens) {
        return new BlockEntry(stream, number, seconds, tokens, windowStart, note, evidence, textVector, means, ofTokens);
    }

    /** What stays of it when its KV is gone. */
    public BlockEntry withoutKeys() {
        return withKeys(NONE, NONE);
    }

    /** What goes with its KV. */
    public BlockEntry keysAlone() {
        return new BlockEntry(stream, number, seconds, tokens, windowStart, "", List.of(), NONE, meanKeys, tokenKeys);
    }
}
