package dev.afterimage.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.model.VisionTower.Seen;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.OnnxGraph;
import dev.afterimage.model.importer.PackBuilder;
import dev.afterimage.model.tensor.DirectTensor;
import dev.afterimage.model.vision.OnnxVisionTower;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where networks run. The CPU stands in for the GPU: it computes the same graphs in halves, and batches, more slowly. */
class NetworkDeviceTest {

    @TempDir
    private Path directory;
    private final List<String> notices = new ArrayList<>();

    /** A provider that is there and adds nothing, so that sessions stay on the CPU. */
    private static class StandIn implements NetworkDevice.Cuda {

        @Override
        public boolean built() {
            return true;
        }

        @Override
        public void add(OrtSession.SessionOptions options) throws OrtException { }
    }

    @AfterEach
    void everythingOnTheCpuAgain() {
        NetworkDevice.choose("cpu", directory, line -> { });
    }

    private void useStandIn(NetworkDevice.Cuda cuda) {
        NetworkDevice.use(NetworkDevice.choose("auto", directory.resolve("halves"), notices::add, cuda));
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        return options;
    }

    @Test
    void nothingIsToldUnlessAGpuIsWanted() {
        NetworkDevice.choose("cpu", directory, notices::add);
        assertThat(notices).isEmpty();
        assertThat(NetworkDevice.chosen().gpu()).isFalse();
    }

    @Test
    void aBuildWithoutTheProviderSaysSo() {
        NetworkDevice.choose("auto", directory, notices::add);
        assertThat(notices).containsExactly("Vision towers, detectors, text and speech run on the CPU: this build's ONNX Runtime has no "
                + "CUDA provider; one built with '-Pgpu-networks' has.");
        assertThat(NetworkDevice.chosen().gpu()).isFalse();
    }

    @Test
    void aProviderThatCannotBeUsedIsToldWithItsReason() {
        useStandIn(new StandIn() {
            @Override
            public void add(OrtSession.SessionOptions options) throws OrtException {
                throw new OrtException("libcudnn.so.9 is missing.\nsecond line");
            }
        });
        assertThat(notices).containsExactly("Vision towers, detectors, text and speech run on the CPU: ONNX Runtime's CUDA provider cannot "
                + "be used: libcudnn.so.9 is missing.");
        assertThat(NetworkDevice.chosen().gpu()).isFalse();
    }

    private PackDescription pack(String checkpoint, Path pack) throws Exception {
        Path source = Path.of(NetworkDeviceTest.class.getResource("/checkpoints/" + checkpoint).toURI());
        return new PackBuilder(1, EnumSet.of(Precision.FP32)).build(source, null, "tower", 0, Files.createDirectories(pack));
    }

    private static byte[] picture(int seed) {
        byte[] rgb = new byte[40 * 30 * 3];
        new Random(seed).nextBytes(rgb);
        return rgb;
    }

    @ParameterizedTest
    @ValueSource(strings = {"smolvlm-f32", "llava-onevision-f16", "qwen3-vl-odd-f16", "internvl3-f32"})
    void aTowerInHalvesSeesNearlyWhatOneInFloatsSees(String checkpoint) throws Exception {
        PackDescription pack = pack(checkpoint, directory.resolve("pack"));
        Path graph = directory.resolve("pack/fp32/vision.onnx");
        try (OnnxVisionTower floats = new OnnxVisionTower(pack.vision(), graph, NetworkDeviceTest::options)) {
            useStandIn(new StandIn());
            try (OnnxVisionTower halves = new OnnxVisionTower(pack.vision(), graph, NetworkDeviceTest::options)) {
                List<Seen> together = IntStream.range(0, 6).parallel().mapToObj(i -> halves.see(40, 30, picture(i))).toList();
                for (int i = 0; i < 6; i++) {
                    Seen expected = floats.see(40, 30, picture(i));
                    assertThat(relative(together.get(i).embeddings(), expected.embeddings())).isBetween(1e-7, 0.01);
                    assertThat(relative(together.get(i).feature(), expected.feature())).isLessThan(0.01);
                }
            }
        }
        assertThat(notices).containsExactly("Vision towers, detectors, text and speech run on the GPU, by ONNX Runtime's CUDA provider.");
        try (var files = Files.list(directory.resolve("halves"))) {
            assertThat(files.map(file -> file.getFileName().toString()).toList()).allMatch(name -> name.matches("halves-.*\\.(onnx|bin)"))
                    .hasSize(2);
        }
    }

    private static double relative(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double apart = 0;
        double size = 0;
        for (int i = 0; i < found.length; i++) {
            apart += Math.pow(found[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(apart / size);
    }

    private static byte[] graph(long... shape) {
        OnnxGraph graph = new OnnxGraph("shapes", null);
        graph.node("", "Reshape", "y", List.of(graph.floatInput("x", "n"), graph.longs("shape", shape)), Map.of());
        graph.floatOutput("y", "a", "b");
        return graph.toModel();
    }

    private static float[] run(PlacedSession session) throws OrtException {
        try (DirectTensor x = DirectTensor.of(new float[] {1, 2, 3, 4}, 4);
                OrtSession.Result result = session.run(Map.of("x", x.tensor()))) {
            float[] y = new float[4];
            ((OnnxTensor) result.get("y").orElseThrow()).getFloatBuffer().get(y);
            return y;
        }
    }

    @Test
    void fromTheFirstFailureOnTheCpuTakesOver() throws OrtException {
        useStandIn(new StandIn());
        PlacedSession.Opening works = options -> OnnxUse.open(graph(2, 2), options);
        try (PlacedSession session = new PlacedSession("a reader", NetworkDeviceTest::options, works,
                options -> OnnxUse.open(graph(3, 3), options), true)) {
            assertThat(session.batched()).isTrue();
            assertThat(run(session)).containsExactly(1, 2, 3, 4);
            assertThat(run(session)).containsExactly(1, 2, 3, 4);
            assertThat(session.batched()).isFalse();
        }
        assertThat(notices).hasSize(2).last().asString().startsWith("On the CPU from now on runs a reader, since the GPU fails: ");
        try (PlacedSession session = new PlacedSession("a reader", NetworkDeviceTest::options, works, options -> {
            throw new OrtException("out of memory");
        }, true)) {
            assertThat(run(session)).containsExactly(1, 2, 3, 4);
        }
        assertThat(notices).last().isEqualTo("On the CPU from now on runs a reader, since the GPU fails: out of memory.");
    }

    @Test
    void whatTheCpuRefusesTooFails() throws OrtException {
        useStandIn(new StandIn());
        PlacedSession.Opening fails = options -> OnnxUse.open(graph(3, 3), options);
        try (PlacedSession session = new PlacedSession("a reader", NetworkDeviceTest::options, fails, fails, false)) {
            assertThatThrownBy(() -> run(session)).isInstanceOf(OrtException.class);
            assertThatThrownBy(() -> run(session)).isInstanceOf(OrtException.class);
        }
    }
}
