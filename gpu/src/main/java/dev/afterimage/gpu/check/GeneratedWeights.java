package dev.afterimage.gpu.check;

import dev.afterimage.gpu.llama.ModelWeights;
import dev.afterimage.model.format.PackMatrix;
import dev.afterimage.model.format.PackWeights;
import dev.afterimage.model.graph.HeadPadding;
import dev.afterimage.model.graph.LlamaShape;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.Random;

/** Weights that every machine makes alike from a seed. */
final class GeneratedWeights {

    private static final float[] NONE = {};

    private final LlamaShape shape;
    private final long seed;
    /** Empty where every matrix has numbers of its own; else all matrices begin with these. */
    private final float[] shared;

    private GeneratedWeights(LlamaShape shape, long seed, float[] shared) {
        this.shape = shape;
        this.seed = seed;
        this.shared = shared;
    }

    /** Every matrix has numbers of its own. */
    static ModelWeights distinct(LlamaShape shape, long seed) {
        return new GeneratedWeights(shape, seed, NONE).weights();
    }

    /** All matrices share their numbers: for timing models too large to be made in a moment. */
    static ModelWeights shared(LlamaShape shape, long seed) {
        float[] shared = new float[Math.max(shape.vocabulary(), Math.max(shape.qkvWidth(), shape.feedForward())) * shape.width()];
        int period = Math.min(shared.length, 1 << 16);
        Random random = new Random(seed);
        for (int i = 0; i < shared.length; i++) {
            shared[i] = i < period ? (float) random.nextGaussian() / 64 : shared[i - period];
        }
        return new GeneratedWeights(shape, seed, shared).weights();
    }

    private ModelWeights weights() {
        int width = shape.width();
        return new ModelWeights(shape, this::layer, Optional.empty(), matrix(-1, shape.vocabulary(), width, false), norm(-2, width),
                matrix(-3, shape.vocabulary(), width, false));
    }

    private PackWeights.Layer layer(int index) {
        int width = shape.width();
        int feed = shape.feedForward();
        int first = 20 * index;
        PackWeights.FurtherNorms further = new PackWeights.FurtherNorms(shape.headNorms() ? norm(first + 7, shape.headDim()) : NONE,
                shape.headNorms() ? norm(first + 8, shape.headDim()) : NONE, HeadPadding.normEpsilon(shape),
                shape.outNorms() ? norm(first + 9, width) : NONE, shape.outNorms() ? norm(first + 10, width) : NONE);
        return new PackWeights.Layer(norm(first, width), matrix(first + 1, shape.qkvWidth(), width, shared.length == 0), matrix(first + 2,
                width, shape.queryWidth(), false), norm(first + 3, width), matrix(first + 4, feed, width, false), matrix(first + 5, feed,
                width, false), matrix(first + 6, width, feed, false), further);
    }

    private float[] norm(int which, int count) {
        float[] norm = new float[count];
        Random random = new Random(seed * 1000 + which);
        for (int i = 0; i < count; i++) {
            norm[i] = 1 + 0.2f * (float) random.nextGaussian();
        }
        return norm;
    }

    private PackMatrix matrix(int which, int out, int in, boolean biased) {
        return new PackMatrix(out, in, FloatBuffer.wrap(shared.length == 0 ? gaussian(which, out * in, 1.5 / Math.sqrt(in)) : shared, 0,
                out * in), null, null, 0, biased ? gaussian(which + 500, out, 0.3) : NONE);
    }

    private float[] gaussian(int which, int count, double deviation) {
        float[] values = new float[count];
        Random random = new Random(seed * 1000 + which);
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }
}
