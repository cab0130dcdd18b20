package dev.afterimage.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One layer in each scheme, held against what the scheme's own library makes of it; model-training/conformance wrote them. */
class PackedLayersTest {

    private static final int IN = 192;

    private static SafetensorsCheckpoint open(String name) throws URISyntaxException {
        Path directory = Path.of(PackedLayersTest.class.getResource("/quantised").toURI());
        return SafetensorsCheckpoint.open(directory, name + ".safetensors");
    }

    @ParameterizedTest
    @CsvSource({"nf4, 32", "nf4-nested, 96", "fp4, 32", "llm-int8, 32", "packed4, 32", "packed8, 32", "fp8-blocks, 144", "fp8-rows, 32",
        "gptq4, 32", "gptq4-shuffled, 32", "gptq8, 32", "awq4, 32"})
    void aLayerIsWhatItsLibraryMakesOfIt(String name, int out) throws IOException, URISyntaxException {
        try (SafetensorsCheckpoint checkpoint = open(name)) {
            checkpoint.require("layer.weight", out, IN);
            float[] expected = checkpoint.floats("expected", out, IN);
            assertThat(checkpoint.floats("layer.weight", out, IN)).usingComparatorWithPrecision(1e-7f).containsExactly(expected);
            assertThat(checkpoint.packs()).isTrue();
            assertThat(checkpoint.names()).as("what belongs to the layer is no tensor of its own")
                    .containsExactly("expected", "layer.weight");
        }
    }

    @Test
    void aLayerOfAnotherShapeIsRefused() throws URISyntaxException {
        for (String name : new String[] {"nf4", "packed4", "llm-int8", "fp8-rows", "gptq4", "awq4"}) {
            try (SafetensorsCheckpoint checkpoint = open(name)) {
                assertThatThrownBy(() -> checkpoint.require("layer.weight", 64, IN)).as(name).hasMessageContaining("layer.weight");
            }
        }
    }

    /** LLM.int8's weights may be tiled for one kind of GPU; read as rows they would be other numbers, and nothing would tell. */
    @Test
    void weightsTiledForAGpuAreRefused(@TempDir Path directory) throws IOException, URISyntaxException {
        byte[] file = Files.readAllBytes(Path.of(PackedLayersTest.class.getResource("/quantised/llm-int8.safetensors").toURI()));
        // The last tensor of the file is layer.weight_format, one byte.
        file[file.length - 1] = 2;
        Files.write(directory.resolve("tiled.safetensors"), file);
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(directory, "tiled.safetensors")) {
            assertThatThrownBy(() -> checkpoint.require("layer.weight", 32, IN)).hasMessageContaining("tiled");
        }
    }
}
