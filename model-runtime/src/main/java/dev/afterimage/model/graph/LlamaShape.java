package dev.afterimage.model.graph;

/**
 * The sizes of a model of the Llama family, Qwen2 among it.
 *
 * @param width       hidden size
 * @param heads       query heads
 * @param kvHeads     key and value heads; each serves {@code heads / kvHeads} query heads
 * @param headDim     of a head as it is computed and kept: {@link #HEAD_STEP}s
 * @param rotaryDim   of a head as it was trained, even; the rest of {@code headDim} is zeros ({@link HeadPadding})
 * @param feedForward width of the gated layer
 * @param activation  of the gated layer
 * @param ropeTheta   base of the rotary frequencies
 * @param rmsEpsilon  added under the root of RMSNorm
 */
public record LlamaShape(int layers, int width, int heads, int kvHeads, int headDim, int rotaryDim, int feedForward,
                         Activation activation, int vocabulary, int contextLength, float ropeTheta, float rmsEpsilon) {

    /** GroupQueryAttention with RoPE takes heads of multiples of this. */
    public static final int HEAD_STEP = 16;

    /** The smallest {@code headDim} that holds heads of {@code rotaryDim}. */
    public static int headDim(int rotaryDim) {
        return (rotaryDim + HEAD_STEP - 1) / HEAD_STEP * HEAD_STEP;
    }

    public boolean padded() {
        return rotaryDim != headDim;
    }

    public int queryWidth() {
        return heads * headDim;
    }

    public int keyWidth() {
        return kvHeads * headDim;
    }

    /** Width of queries, keys and values side by side. */
    public int qkvWidth() {
        return queryWidth() + 2 * keyWidth();
    }
}
