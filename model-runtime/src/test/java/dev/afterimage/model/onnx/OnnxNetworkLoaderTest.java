package dev.afterimage.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.Network;
import dev.afterimage.model.graph.OnnxGraph;
import dev.afterimage.model.tensor.DirectUse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnnxNetworkLoaderTest {

    private final OnnxNetworkLoader loader = new OnnxNetworkLoader();

    @Test
    void floatsGoInAndOutFromSeveralThreads() {
        try (Network doubling = loader.load(graph(false), 1)) {
            IntStream.range(0, 64).parallel().forEach(i -> {
                Network.Tensor out = doubling.run(Map.of("x", new Network.Tensor(new float[] {i, -i, 0.5f}, 1, 3))).get("y");
                assertThat(out.data()).containsExactly(2 * i, -2 * i, 1);
                assertThat(out.shape()).containsExactly(1, 3);
            });
        }
    }

    @Test
    void wholeNumberInputsAreConverted() {
        try (Network doubling = loader.load(graph(true), 1)) {
            assertThat(doubling.run(Map.of("x", new Network.Tensor(new float[] {3, -4, 5}, 1, 3))).get("y").data())
                    .containsExactly(6, -8, 10);
        }
    }

    @Test
    void runsLeaveNoNativeMemoryToTheGarbageCollector() {
        try (Network doubling = loader.load(graph(false), 1)) {
            doubling.run(Map.of("x", new Network.Tensor(new float[3], 1, 3)));
            long before = DirectUse.bytes();
            for (int i = 0; i < 100; i++) {
                doubling.run(Map.of("x", new Network.Tensor(new float[3], 1, 3)));
            }
            assertThat(DirectUse.bytes()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void brokenGraphsAndWrongInputsAreClearErrors() {
        assertThatThrownBy(() -> loader.load(new byte[] {1, 2, 3}, 1)).isInstanceOfSatisfying(AfterimageException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MALFORMED));
        try (Network doubling = loader.load(graph(false), 1)) {
            assertThatThrownBy(() -> doubling.run(Map.of("z", new Network.Tensor(new float[1], 1, 1))))
                    .hasMessageContaining("no input 'z'");
            assertThatThrownBy(() -> doubling.run(Map.of("x", new Network.Tensor(new float[2], 1, 2))))
                    .isInstanceOf(AfterimageException.class);
        }
    }

    /** y = x + x, for rows of three. */
    private static byte[] graph(boolean whole) {
        OnnxGraph graph = new OnnxGraph("doubling", null);
        String x = whole ? graph.intInput("x", 1, 3) : graph.floatInput("x", 1, 3);
        String floats = whole ? graph.node("", "Cast", "floats", List.of(x), Map.of("to", 1)) : x;
        graph.node("", "Add", "y", List.of(floats, floats), Map.of());
        graph.floatOutput("y", 1, 3);
        return graph.toModel();
    }
}
