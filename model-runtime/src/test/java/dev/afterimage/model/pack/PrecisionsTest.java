package dev.afterimage.model.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs that hold some precisions and not others. */
class PrecisionsTest {

    @TempDir
    Path models;
    private ModelPacks packs;

    @BeforeEach
    void makePlace() {
        packs = new ModelPacks(models, new Catalogue(List.of()), Map.of());
    }

    private Path imported(String checkpoint, String name, Precision... precisions) {
        try {
            Path source = Path.of(PrecisionsTest.class.getResource("/checkpoints/" + checkpoint).toURI());
            return packs.importCheckpoint(source, null, name, Set.of(precisions), Progress.SILENT);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPackHoldsOnlyThePrecisionsThatWereAskedFor() throws IOException {
        Path pack = imported("smolvlm-f32", "four", Precision.INT4);
        try (Stream<Path> files = Files.list(pack)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("int4", PackFiles.DESCRIPTION, PackFiles.EMBEDDING, PackFiles.TOKENIZER);
        }
        assertThat(packs.verify("four")).containsOnlyKeys(Precision.INT4);
        assertThat(packs.preferred("four")).isEqualTo(Precision.INT4);
        assertThatThrownBy(() -> packs.load("four", Precision.FP32, 1)).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNSUPPORTED);
            assertThat(e.remedy()).contains("ask for int4").contains("--precision fp32");
        });
    }

    /** With 4 bits alone the largest part on disk is the vocabulary, which is kept in half the bytes then. */
    @Test
    void aPackWithoutFloatsIsAFractionOfOneWithThem() throws IOException {
        Path whole = imported("llama-f32-tied", "whole", Precision.FP32);
        Path small = imported("llama-f32-tied", "small", Precision.INT4);
        assertThat(Files.size(small.resolve(PackFiles.EMBEDDING))).isEqualTo(Files.size(whole.resolve(PackFiles.EMBEDDING)) / 2);
        assertThat(Files.size(small.resolve("int4/weights.bin"))).isLessThan(Files.size(whole.resolve("fp32/weights.bin")) / 2);
    }

    /** A layer at a time while the weights pass, against the same graphs loaded whole. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-f32-tied", "gemma3-old", "smollm3-odd-f16", "qwen3-odd-bf16"})
    void aPackWithoutFloatsIsHeldAgainstFloatsAllTheSame(String checkpoint) {
        imported(checkpoint, "with", Precision.FP32, Precision.INT8);
        imported(checkpoint, "without", Precision.INT8);
        float measured = packs.fromFloats("with").get(Precision.INT8);
        float streamed = packs.fromFloats("without").get(Precision.INT8);
        assertThat(measured).isPositive();
        // The vocabulary of the pack without floats is in halves.
        assertThat(streamed).isCloseTo(measured, within(0.1f));
    }

    @Test
    void fewerBitsCostMore() {
        imported("llama-f32-tied", "all", EnumSet.allOf(Precision.class).toArray(Precision[]::new));
        Map<Precision, Float> errors = packs.fromFloats("all");
        assertThat(errors).containsOnlyKeys(Precision.INT8, Precision.INT4);
        assertThat(errors.get(Precision.INT4)).isGreaterThan(errors.get(Precision.INT8));
    }
}
