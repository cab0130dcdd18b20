package dev.afterimage.model.speed;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.OnnxGraph;
import dev.afterimage.model.graph.WeightFile;
import dev.afterimage.model.onnx.OnnxUse;
import dev.afterimage.model.tensor.DirectTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** How fast this machine multiplies matrices of weights as packs keep them. Linear layers are nearly all that a model computes. */
final class LinearSpeed {

    private static final int LAYERS = 4;
    private static final int LEAST_RUNS = 3;

    private LinearSpeed() { }

    /**
     * Layers that widen and narrow by turns, over random weights.
     *
     * @param rows   read at once
     * @param width  of the narrow side; the wide one has four times as many
     * @param most   how long to measure, beside the first run
     * @return thousands of millions of multiplications and additions a second, the median of some runs
     */
    static double measure(Linear linear, int rows, int width, int threads, Duration most) {
        try {
            Path directory = Files.createTempDirectory("afterimage-speed");
            Path graph = directory.resolve("speed.onnx");
            Path weights = directory.resolve("speed.bin");
            try {
                write(linear, rows, width, graph, weights);
                return measure(graph, rows, width, threads, most);
            } finally {
                Files.deleteIfExists(graph);
                Files.deleteIfExists(weights);
                Files.deleteIfExists(directory);
            }
        } catch (IOException | OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "this machine's speed cannot be measured: " + e.getMessage(),
                    "check free memory, and room for temporary files", e);
        }
    }

    private static void write(Linear linear, int rows, int width, Path graph, Path weights) throws IOException {
        try (WeightFile file = new WeightFile(weights)) {
            OnnxGraph built = new OnnxGraph("speed", file);
            String value = built.floatInput("rows", rows, width);
            for (int layer = 0; layer < LAYERS; layer++) {
                int in = layer % 2 == 0 ? width : 4 * width;
                int out = layer % 2 == 0 ? 4 * width : width;
                value = linear.apply(built, "layer." + layer, value, random(out * in, in, layer), out, in);
            }
            built.floatOutput(value, rows, width);
            Files.write(graph, built.toModel());
        }
    }

    private static float[] random(int count, int in, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextDouble(-1, 1) / Math.sqrt(in));
        }
        return numbers;
    }

    private static double measure(Path graph, int rows, int width, int threads, Duration most) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            OrtSession session = OnnxUse.open(graph.toString(), options);
            try (DirectTensor input = DirectTensor.of(random(rows * width, 1, 99), rows, width)) {
                OnnxUse.run(session, Map.of("rows", input.tensor())).close();
                List<Long> nanos = new ArrayList<>();
                long end = System.nanoTime() + most.toNanos();
                while (nanos.size() < LEAST_RUNS || System.nanoTime() < end) {
                    long start = System.nanoTime();
                    OnnxUse.run(session, Map.of("rows", input.tensor())).close();
                    nanos.add(System.nanoTime() - start);
                }
                long median = nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
                return (double) LAYERS * rows * 4 * width * width / median;
            } finally {
                OnnxUse.close(session);
            }
        }
    }
}
