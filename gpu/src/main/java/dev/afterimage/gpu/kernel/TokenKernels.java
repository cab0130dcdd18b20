package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.device.Launch;

/**
 * Launches the kernels of sampling.cu and retrieval.cu.
 *
 * @param threads of a block
 */
public record TokenKernels(int threads) {

    /** Question tokens of one grid row; the source says the same. */
    private static final int QUESTIONS = 16;

    /** The first of the largest logits. @param logits (count) floats, @param out one int, filled */
    public void argmax(DeviceStream stream, long logits, int count, long out) {
        stream.launch("argmax", Launch.of(1, 1, threads).sharing(Launch.WARP), logits, count, out);
    }

    /**
     * Nucleus sampling (Holtzman et al. 2020).
     *
     * @param temperature above 0
     * @param topP        above 0, at most 1
     * @param uniform     a random number from 0 to before 1
     * @param out         one int, filled
     */
    public void sample(DeviceStream stream, long logits, int count, float temperature, float topP, float uniform, long out) {
        if (!(temperature > 0) || !(topP > 0) || topP > 1 || !(uniform >= 0) || uniform >= 1) {
            throw new IllegalArgumentException("cannot sample at temperature " + temperature + ", top-p " + topP + " and number "
                    + uniform);
        }
        stream.launch("sample_top_p", Launch.of(1, 1, threads).sharing(Launch.WARP + threads), logits, count, temperature, topP, uniform,
                out);
    }

    /**
     * Each question token's best product with a token of each block; 0 for a block without tokens.
     *
     * @param queries (questions, width) floats
     * @param keys    (tokens, width) cells
     * @param starts  (blocks + 1) ints: first token of each block, and one past the last
     * @param out     (questions, blocks) floats, filled
     * @param unit    whether keys are scaled to unit length first
     */
    public void lateInteraction(DeviceStream stream, Cell cell, long queries, long keys, long starts, long out, int questions, int blocks,
            int width, boolean unit) {
        if (questions > 0 && blocks > 0) {
            Launch launch = Launch.of(blocks, (questions + QUESTIONS - 1) / QUESTIONS, threads).sharing(QUESTIONS * width
                    + threads / Launch.WARP * QUESTIONS);
            stream.launch("late_interaction" + cell.suffix(), launch, queries, keys, starts, out, questions, width, unit ? 1 : 0);
        }
    }
}
