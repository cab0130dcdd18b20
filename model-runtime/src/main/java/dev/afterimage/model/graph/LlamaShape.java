package dev.afterimage.model.graph;

/**
 * The sizes of a decoder of the Llama family: Llama, Qwen2 and Qwen3, SmolLM3, Gemma 3.
 *
 * @param width       hidden size
 * @param heads       query heads
 * @param kvHeads     key and value heads; each serves {@code heads / kvHeads} query heads
 * @param headDim     of a head as it is computed and kept: {@link #HEAD_STEP}s
 * @param rotaryDim   of a head as it was trained, even; the rest of {@code headDim} is zeros ({@link HeadPadding})
 * @param feedForward width of the gated layer
 * @param activation  of the gated layer
 * @param ropeTheta   base of the rotary frequencies; of the layers that attend to everything where layers differ
 * @param rmsEpsilon  added under the root of RMSNorm
 * @param style       in what it differs from Llama; null for Llama itself and Qwen2
 */
public record LlamaShape(int layers, int width, int heads, int kvHeads, int headDim, int rotaryDim, int feedForward,
                         Activation activation, int vocabulary, int contextLength, float ropeTheta, float rmsEpsilon, DecoderStyle style) {

    /** GroupQueryAttention with RoPE takes heads of multiples of this. */
    public static final int HEAD_STEP = 16;

    /** Of Llama itself. */
    public LlamaShape(int layers, int width, int heads, int kvHeads, int headDim, int rotaryDim, int feedForward, Activation activation,
            int vocabulary,
                      int contextLength, float ropeTheta, float rmsEpsilon) {
        this(layers, width, heads, kvHeads, headDim, rotaryDim, feedForward, activation, vocabulary, contextLength, ropeTheta, rmsEpsilon,
                null);
    }

    /** The smallest {@code headDim} that holds heads of {@code rotaryDim}. */
    public static int headDim(int rotaryDim) {
        return (rotaryDim + HEAD_STEP - 1) / HEAD_STEP * HEAD_STEP;
    }

    public boolean padded() {
        return rotaryDim != headDim;
    }

    /** How a layer attends. */
    public LayerAttention attention(int layer) {
        return style == null || style.layers().isEmpty() ? new LayerAttention(ropeTheta, 1, 0) : style.layers().get(layer);
    }

    /** What products of queries and keys are multiplied by. */
    public float attentionScale() {
        return style == null || style.scale() == 0 ? (float) (1 / Math.sqrt(rotaryDim)) : style.scale();
    }

    /** Whether each head's queries and keys are normalised before they are rotated. */
    public boolean headNorms() {
        return style != null && style.headNorms();
    }

    /** Whether what attention and the gated layer give is normalised before it is added. */
    public boolean outNorms() {
        return style != null && style.outNorms();
    }

    /** Null where tokens have one position. */
    public RotaryAxes axes() {
        return style == null ? null : style.axes();
    }

    /** Layers that have more of a picture added behind them. */
    public int deepStack() {
        return style == null ? 0 : style.deepStack();
    }

    /** Whether a picture's tokens attend to each other both ways. */
    public boolean bothWays() {
        return style != null && style.bothWays();
    }

    /** Floats of a visual token: its embedding, and what the first layers have added. */
    public int visualWidth() {
        return width * (1 + deepStack());
    }

    public int queryWidth() {
        return heads * headDim;
    }

    public int keyWidth() {
        return kvHeads * headDim;
    }

    /** Weights of the layers' matrices, and of the embedding. */
    public long parameters() {
        return (long) layers * width * (qkvWidth() + queryWidth() + 3L * feedForward) + (long) vocabulary * width;
    }

    /** Width of queries, keys and values side by side. */
    public int qkvWidth() {
        return queryWidth() + 2 * keyWidth();
    }
}
