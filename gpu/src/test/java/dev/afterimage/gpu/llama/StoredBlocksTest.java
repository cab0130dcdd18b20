package dev.afterimage.gpu.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.store.codec.EncodedKeyValues;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.KvForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks go to the device as the store keeps them. Its streams work as late as they may, so that a copy nobody waits for is seen. */
class StoredBlocksTest {

    private static final int[] IDS = IntStream.range(0, 120).map(i -> (i * 31 + i * i) % 261).toArray();

    @TempDir
    private Path directory;

    private static PromptPart tokens(int from, int to) {
        return new PromptPart.Tokens(IntStream.range(from, to).map(i -> IDS[i]).toArray());
    }

    /** Of odd lengths, the largest not the first; with pictures where the model has positions for them. */
    private static List<KeyValues> blocks(OnnxLanguageModel model) {
        try (LanguageSession writer = model.newSession(200)) {
            List<PromptPart> parts = List.of(tokens(0, 7), tokens(7, 20), picture(model), tokens(20, 53), tokens(53, 54), tokens(54, 70));
            return parts.stream().map(writer::prefill).toList();
        }
    }

    private static PromptPart picture(OnnxLanguageModel model) {
        if (model.pack().shape().axes() == null) {
            return tokens(70, 75);
        }
        int width = model.pack().shape().visualWidth();
        float[] embeddings = new float[6 * width];
        Random random = new Random(5);
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) random.nextGaussian();
        }
        return new PromptPart.Visual(embeddings, 6, width, new PictureGrid(3, 4, new int[] {1, 2, 5, 6, 10, 11}));
    }

    private static StoredKeyValues stored(KeyValues block, KvForm form, boolean byLayer) {
        return byLayer ? EncodedKeyValues.joined(IntStream.range(0, block.layout().layers())
                .mapToObj(layer -> EncodedKeyValues.of(KeyValuesCodec.encode(block.layer(layer), form))).toList())
                : EncodedKeyValues.of(KeyValuesCodec.encode(block, form));
    }

    private static float[] answer(LanguageModel model, List<? extends StoredKeyValues> whole,
            List<? extends List<? extends StoredKeyValues>> layers) {
        try (LanguageSession session = model.newSession(240)) {
            whole.subList(0, 4).forEach(session::append);
            session.recall(tokens(80, 85), (layer, queries) -> layers.get(layer));
            session.read(tokens(90, 110));
            return session.logits();
        }
    }

    @ParameterizedTest
    @CsvSource({"smollm3-odd-f16, FP16, false", "smolvlm-odd-bf16-tied, INT4, true", "qwen2.5-vl-odd-bf16, INT4, false",
        "qwen3-vl-odd-f16, INT8, true"})
    void theyGiveWhatTheCpuGivesFromTheSameBytes(String checkpoint, KvForm form, boolean byLayer) {
        Packs packs = new Packs(directory);
        try (Device device = Emulations.open(32, true); OnnxLanguageModel cpu = packs.onTheCpu(checkpoint, Precision.FP32);
                LanguageModel gpu = packs.onDevice(device, packs.onTheCpu(checkpoint, Precision.FP32), Cell.F32)) {
            List<KeyValues> blocks = blocks(cpu);
            List<StoredKeyValues> whole = blocks.stream().map(block -> gpu.readied(stored(block, form, byLayer))).toList();
            assertThat(whole).allSatisfy(block -> assertThat(block.pieces()).isNotEmpty());
            List<List<StoredKeyValues>> layers = IntStream.range(0, cpu.layout().layers()).mapToObj(layer -> blocks.subList(4, 6).stream()
                    .map(block -> stored(block.layer(layer), form, false)).toList()).toList();
            if (cpu.recallsByLayer()) {
                assertThat(answer(gpu, whole, layers)).usingComparatorWithPrecision(5e-4f).containsExactly(answer(cpu, whole, layers));
            }
            try (LanguageSession onGpu = gpu.newSession(200); LanguageSession onCpu = cpu.newSession(200)) {
                whole.forEach(onGpu::append);
                whole.forEach(block -> onCpu.append(cpu.readied(block)));
                onGpu.read(tokens(90, 110));
                onCpu.read(tokens(90, 110));
                assertThat(onGpu.logits()).usingComparatorWithPrecision(5e-4f).containsExactly(onCpu.logits());
            }
        }
    }
}
