package dev.afterimage.benchmark.codecs;

import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.store.codec.KeyValuesCodec;
import java.util.Random;

/**
 * Blocks in the shapes of vision-language models. Their numbers are random, but their keys have what quantising has to
 * live with: every channel its own mean and spread over the tokens, and one channel in sixteen far larger than the rest
 * (KIVI).
 */
final class RandomBlocks {

    private static final int LARGE_EVERY = 16;

    private RandomBlocks() { }

    static KeyValues of(KvLayout layout, int tokens, long seed) {
        Random random = new Random(seed);
        float[] keys = new float[layout.size(tokens)];
        float[] values = new float[keys.length];
        for (int row = 0; row < layout.layers() * layout.kvHeads(); row++) {
            for (int channel = 0; channel < layout.headDim(); channel++) {
                double size = channel % LARGE_EVERY == 3 ? 8 : 1;
                double mean = size * random.nextGaussian();
                for (int token = 0; token < tokens; token++) {
                    int at = (row * tokens + token) * layout.headDim() + channel;
                    keys[at] = (float) (mean + size / 2 * random.nextGaussian());
                    values[at] = (float) random.nextGaussian();
                }
            }
        }
        return new KeyValues(layout, tokens, keys, values);
    }

    /** Root mean square of the error over that of the numbers. */
    static double relativeError(float[] exact, float[] kept) {
        double error = 0;
        double whole = 0;
        for (int i = 0; i < exact.length; i++) {
            error += Math.pow(exact[i] - kept[i], 2);
            whole += Math.pow(exact[i], 2);
        }
        return Math.sqrt(error / whole);
    }

    /** Milliseconds to decode a block, once warm. */
    static Samples decoding(byte[] value, int rounds, Clock clock) {
        for (int warm = 0; warm < 30; warm++) {
            KeyValuesCodec.decode(value);
        }
        double[] times = new double[rounds * 4];
        for (int round = 0; round < times.length; round++) {
            long start = clock.nanos();
            KeyValuesCodec.decode(value);
            times[round] = (clock.nanos() - start) / 1e6;
        }
        return Samples.of(times);
    }
}
