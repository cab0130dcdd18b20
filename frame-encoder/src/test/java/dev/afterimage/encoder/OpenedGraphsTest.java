package dev.afterimage.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.model.Network;
import dev.afterimage.model.graph.BatchGraph;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The readers' networks as a GPU runs them: opened for the pictures of several streams. */
class OpenedGraphsTest {

    private static final int PICTURES = 3;

    @ParameterizedTest
    @CsvSource({"efficientnet-lite0-feature, image, 224, 224", "nanodet-coco80, image, 416, 416", "ch_PP-OCRv4_det_infer, x, 96, 160",
        "ch_PP-OCRv4_rec_infer, x, 48, 160"})
    void severalPicturesGiveWhatEachGivesByItself(String name, String input, int height, int width) throws IOException {
        byte[] graph = bytes("/models/" + name + ".onnx");
        int size = 3 * height * width;
        float[] pictures = new float[PICTURES * size];
        Random random = new Random(7);
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = random.nextFloat() * (1 + i / size) / PICTURES;
        }
        try (Network one = new OnnxNetworkLoader().load(graph, 1);
                Network many = new OnnxNetworkLoader().load(BatchGraph.of(graph).orElseThrow(), 1)) {
            Map<String, Network.Tensor> together = many.run(Map.of(input, new Network.Tensor(pictures, PICTURES, 3, height, width)));
            for (int i = 0; i < PICTURES; i++) {
                float[] picture = Arrays.copyOfRange(pictures, i * size, (i + 1) * size);
                for (Map.Entry<String, Network.Tensor> alone : one.run(Map.of(input, new Network.Tensor(picture, 1, 3, height, width)))
                        .entrySet()) {
                    Network.Tensor found = together.get(alone.getKey());
                    int each = alone.getValue().data().length;
                    assertThat(found.shape()[0]).isEqualTo(PICTURES);
                    assertThat(Arrays.copyOfRange(found.data(), i * each, (i + 1) * each)).as("%s of picture %d", alone.getKey(), i)
                            .usingComparatorWithPrecision(1e-3f).containsExactly(alone.getValue().data());
                }
            }
        }
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = OpenedGraphsTest.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }
}
