package dev.afterimage.gpu.scalar;

/**
 * What pages.cu and attention.cu compute, in plain Java, over a cache without pages: keys, rotated, and values, each (tokens, kvHeads,
 * headDim).
 */
public final class ScalarAttention {

    private final int heads;
    private final int kvHeads;
    private final int headDim;

    public ScalarAttention(int heads, int kvHeads, int headDim) {
        this.heads = heads;
        this.kvHeads = kvHeads;
        this.headDim = headDim;
    }

    /** Half-split RoPE of one head. @param angles (headDim / 2) of its position */
    public static float[] rotated(float[] head, double[] angles) {
        int half = head.length / 2;
        float[] out = new float[head.length];
        for (int i = 0; i < half; i++) {
            float cosine = (float) Math.cos(angles[i]);
            float sine = (float) Math.sin(angles[i]);
            out[i] = head[i] * cosine - head[half + i] * sine;
            out[half + i] = head[half + i] * cosine + head[i] * sine;
        }
        return out;
    }

    /**
     * @param queries (tokens, heads, headDim), rotated: of the last tokens in the cache
     * @param window  how many tokens each token sees, itself among them; 0 for all
     * @return (tokens, heads, headDim)
     */
    public float[] attend(float[] queries, float[] keys, float[] values, double scale, int window) {
        int tokens = queries.length / (heads * headDim);
        int past = keys.length / (kvHeads * headDim) - tokens;
        float[] out = new float[queries.length];
        for (int token = 0; token < tokens; token++) {
            for (int head = 0; head < heads; head++) {
                attendOne(queries, (token * heads + head) * headDim, keys, values, past + token + 1, head / (heads / kvHeads), scale,
                        window, out);
            }
        }
        return out;
    }

    private void attendOne(float[] queries, int at, float[] keys, float[] values, int seen, int kvHead, double scale, int window,
            float[] out) {
        int first = window == 0 ? 0 : Math.max(0, seen - window);
        double[] weights = new double[seen];
        double most = Double.NEGATIVE_INFINITY;
        for (int key = first; key < seen; key++) {
            double score = 0;
            for (int i = 0; i < headDim; i++) {
                score += (double) queries[at + i] * keys[(key * kvHeads + kvHead) * headDim + i];
            }
            weights[key] = score * scale;
            most = Math.max(most, weights[key]);
        }
        double sum = 0;
        double[] mean = new double[headDim];
        for (int key = first; key < seen; key++) {
            double weight = Math.exp(weights[key] - most);
            sum += weight;
            for (int i = 0; i < headDim; i++) {
                mean[i] += weight * values[(key * kvHeads + kvHead) * headDim + i];
            }
        }
        for (int i = 0; i < headDim; i++) {
            out[at + i] = (float) (mean[i] / sum);
        }
    }
}
