package dev.afterimage.benchmark.ask;

import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.engine.Parts;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.LlamaGraphs;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.Matrix;
import dev.afterimage.model.graph.WeightFile;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A language model of random weights with a graph a layer, as a pack that sees has it; chat template and tokenizer are another pack's. */
final class RandomModel implements AutoCloseable {

    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final OnnxLanguageModel model;

    RandomModel(LlamaShape shape, Path like, Precision precision, RetrievalProbe probe, int threads) {
        try {
            Path pack = directory.path();
            PackDescription given = PackDescription.read(like);
            Files.copy(like.resolve(PackFiles.TOKENIZER), pack.resolve(PackFiles.TOKENIZER));
            Weights weights = new Weights(shape);
            ByteBuffer embedding = ByteBuffer.allocate(shape.vocabulary() * shape.width() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            embedding.asFloatBuffer().put(weights.embedding());
            Files.write(pack.resolve(PackFiles.EMBEDDING), embedding.array());
            write(shape, weights, precision, Files.createDirectory(pack.resolve(precision.label())));
            model = Parts.languageModel(pack, new PackDescription(PackDescription.FORMAT, "random", "llama", "random", "none",
                    given.source(), null, shape, 1,
                    probe.layers().get(0), probe, 0, null, null, null, given.chatTemplate(), given.bosToken(), given.eosToken(),
                    given.endTokens(), List.of(), Map.of()),
                    precision, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a pack into " + directory.path(), e);
        }
    }

    private static void write(LlamaShape shape, LlamaWeights weights, Precision precision, Path target) throws IOException {
        try (WeightFile file = new WeightFile(target.resolve(PackFiles.WEIGHTS))) {
            Linear linear = precision == Precision.FP32 ? Linear.FP32 : Linear.BLOCK_INT8;
            LlamaGraphs graphs = new LlamaGraphs(shape, linear, file);
            for (int layer = 0; layer < shape.layers(); layer++) {
                Files.write(target.resolve(PackFiles.layers(layer, 1)), graphs.layers(layer, 1).add(weights.layer(layer)));
                Files.write(target.resolve(PackFiles.projection(layer)), graphs.projection(layer, weights.layer(layer)));
            }
            Files.write(target.resolve(PackFiles.HEAD), graphs.head(weights.finalNorm(), weights.head(), linear));
        }
    }

    OnnxLanguageModel model() {
        return model;
    }

    @Override
    public void close() {
        model.close();
        directory.close();
    }

    /** Uniform numbers of about the size that trained ones have; the head is the embedding. */
    private record Weights(LlamaShape shape) implements LlamaWeights {

        private static float[] random(int count, int fanIn, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            float scale = (float) Math.sqrt(3.0 / fanIn);
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = scale * (2 * (random.nextInt() >>> 8) / (float) (1 << 24) - 1);
            }
            return numbers;
        }

        private static Matrix matrix(int out, int in, long seed) {
            return new Matrix(random(out * in, in, seed), out, in);
        }

        private static float[] ones(int count) {
            float[] ones = new float[count];
            Arrays.fill(ones, 1);
            return ones;
        }

        @Override
        public float[] embedding() {
            return random(shape.vocabulary() * shape.width(), shape.width(), 1);
        }

        @Override
        public float[] head() {
            return embedding();
        }

        @Override
        public float[] finalNorm() {
            return ones(shape.width());
        }

        @Override
        public Layer layer(int index) {
            int width = shape.width();
            long seed = 10L * (index + 1);
            return new Layer(ones(width), matrix(shape.qkvWidth(), width, seed), matrix(width, shape.queryWidth(), seed + 1), ones(width),
                    matrix(shape.feedForward(), width, seed + 2), matrix(shape.feedForward(), width, seed + 3),
                    matrix(width, shape.feedForward(), seed + 4));
        }
    }
}
