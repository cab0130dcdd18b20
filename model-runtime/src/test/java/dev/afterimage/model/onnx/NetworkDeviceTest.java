package dev.afterimage.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.core.model.Network.Tensor;
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

    /** y = x as (1, -1): opened for many pictures where its shape is a constant of the graph. */
    private static byte[] detector() {
        OnnxGraph graph = new OnnxGraph("detector", null);
        graph.node("", "Reshape", "flat", List.of(graph.floatInput("image", 1, "height", "width"), graph.longs("shape", 1, -1)), Map.of());
        graph.node("", "Add", "y", List.of("flat", "flat"), Map.of());
        graph.floatOutput("y", 1, "all");
        return graph.toModel();
    }

    private static Tensor picture(int height, int width, float first) {
        float[] data = new float[height * width];
        data[0] = first;
        return new Tensor(data, 1, height, width);
    }

    private static float[] doubled(Tensor picture) {
        float[] doubled = picture.data().clone();
        doubled[0] *= 2;
        return doubled;
    }

    @Test
    void picturesOfSeveralStreamsGoThroughADetectorTogetherAlsoOfSeveralSizes() throws OrtException {
        useStandIn(new StandIn());
        List<Tensor> pictures = List.of(picture(2, 3, 1), picture(3, 3, 2), picture(2, 3, 3), picture(2, 3, 4));
        PlacedSession session = PlacedSession.of(detector(), "a detector", NetworkDeviceTest::options);
        try (OnnxNetwork network = new OnnxNetwork(session, 2)) {
            assertThat(session.batched()).isTrue();
            List<Map<String, Tensor>> found = network.together(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                assertThat(found.get(i).get("y").data()).containsExactly(doubled(pictures.get(i)));
                assertThat(found.get(i).get("y").shape()).containsExactly(1, pictures.get(i).data().length);
            }
            List<Tensor> many = IntStream.range(0, 40).mapToObj(i -> picture(2 + i % 2, 2, i)).toList();
            assertThat(many.parallelStream().map(picture -> network.run(Map.of("image", picture)).get("y").data()).toList())
                    .usingRecursiveComparison().isEqualTo(many.stream().map(NetworkDeviceTest::doubled).toList());
        }
    }

    @Test
    void aBatchThatTheGpuFailsAtIsRunOneByOneOnTheCpu() throws OrtException {
        useStandIn(new StandIn());
        PlacedSession.Opening ofOne = options -> OnnxUse.open(detector(), options);
        PlacedSession session = new PlacedSession("a detector", NetworkDeviceTest::options, ofOne, ofOne, true);
        try (OnnxNetwork network = new OnnxNetwork(session, 2)) {
            List<Tensor> pictures = List.of(picture(2, 3, 1), picture(2, 3, 2), picture(2, 3, 3));
            List<Map<String, Tensor>> found = network.together(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                assertThat(found.get(i).get("y").data()).containsExactly(doubled(pictures.get(i)));
            }
            assertThat(session.batched()).isFalse();
            assertThat(notices).hasSize(2).last().asString().startsWith("On the CPU from now on runs a detector, since the GPU fails: ");
        }
    }

    @Test
    void aGraphThatIsNotOfOnePictureStaysAsItIs() throws OrtException {
        useStandIn(new StandIn());
        OnnxGraph two = new OnnxGraph("two", null);
        two.node("", "Add", "y", List.of(two.floatInput("a", 1, "n"), two.floatInput("b", 1, "n")), Map.of());
        two.floatOutput("y", 1, "n");
        OnnxGraph fixed = new OnnxGraph("fixed", null);
        fixed.node("", "Reshape", "y", List.of(fixed.floatInput("x", 1, "n"), fixed.longs("shape", 2, -1)), Map.of());
        fixed.floatOutput("y", "a", "b");
        for (byte[] graph : List.of(two.toModel(), fixed.toModel(), graph(2, 2))) {
            try (PlacedSession session = PlacedSession.of(graph, "a reader", NetworkDeviceTest::options)) {
                assertThat(session.batched()).isFalse();
            }
        }
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
