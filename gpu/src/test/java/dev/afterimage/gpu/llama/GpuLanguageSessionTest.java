package dev.afterimage.gpu.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stored blocks, recall and the rest of what a session does, beside a session on the CPU. SmolLM3 has layers that turn and layers that
 * don't.
 */
class GpuLanguageSessionTest {

    private static final int[] IDS = IntStream.range(0, 120).map(i -> (i * 7919 + 1) % 290).toArray();

    @TempDir
    private static Path directory;
    private static Device device;
    private static OnnxLanguageModel cpu;
    private static GpuLanguageModel gpu;

    @BeforeAll
    static void load() {
        device = Emulations.open(64, true);
        Packs packs = new Packs(directory);
        cpu = packs.onTheCpu("smollm3-odd-f16", Precision.FP32);
        gpu = packs.onDevice(device, packs.onTheCpu("smollm3-odd-f16", Precision.FP32), Cell.F32);
    }

    /** The emulation throws when device memory is still held, or was written beside. */
    @AfterAll
    static void close() {
        if (gpu != null) {
            gpu.close();
            cpu.close();
            device.close();
        }
    }

    private static PromptPart tokens(int from, int to) {
        return new PromptPart.Tokens(IntStream.range(from, to).map(i -> IDS[i]).toArray());
    }

    private static void assertNearly(float[] actual, float[] expected) {
        assertThat(actual).usingComparatorWithPrecision(2e-4f).containsExactly(expected);
    }

    private interface Use {
        float[] with(LanguageSession session);
    }

    private static void assertSame(Use use) {
        assertSame(cpu, gpu, use);
    }

    private static void assertSame(LanguageModel cpu, LanguageModel gpu, Use use) {
        try (LanguageSession onCpu = cpu.newSession(150); LanguageSession onGpu = gpu.newSession(150)) {
            assertNearly(use.with(onGpu), use.with(onCpu));
            assertThat(onGpu.length()).isEqualTo(onCpu.length());
            assertThat(onGpu.computedTokens()).isEqualTo(onCpu.computedTokens());
        }
    }

    private static List<KeyValues> blocks(LanguageModel model) {
        List<KeyValues> blocks = new ArrayList<>();
        try (LanguageSession writer = model.newSession(120)) {
            for (int from = 0; from < 60; from += 15) {
                blocks.add(writer.prefill(tokens(from, from + 15)));
            }
        }
        return blocks;
    }

    @Test
    void blocksArePrefilledAsOnTheCpu() {
        List<KeyValues> expected = blocks(cpu);
        List<KeyValues> made = blocks(gpu);
        for (int i = 0; i < expected.size(); i++) {
            assertNearly(made.get(i).keys(), expected.get(i).keys());
            assertNearly(made.get(i).values(), expected.get(i).values());
        }
    }

    @Test
    void blocksOfEitherAreReadByTheOther() {
        List<KeyValues> ofCpu = blocks(cpu);
        List<KeyValues> ofGpu = blocks(gpu);
        try (LanguageSession onCpu = cpu.newSession(150); LanguageSession onGpu = gpu.newSession(150)) {
            for (int block : new int[] {0, 2, 3}) {
                onCpu.append(ofGpu.get(block));
                onGpu.append(ofCpu.get(block));
            }
            onCpu.read(tokens(60, 90));
            onGpu.read(tokens(60, 90));
            assertNearly(onGpu.logits(), onCpu.logits());
        }
    }

    @Test
    void oneTokenAfterAnotherIsAsAllAtOnce() {
        assertSame(session -> {
            session.read(tokens(0, 50));
            for (int i = 50; i < 60; i++) {
                session.read(tokens(i, i + 1));
            }
            return session.logits();
        });
    }

    @Test
    void whatIsTruncatedIsForgotten() {
        assertSame(session -> {
            session.read(tokens(0, 40));
            session.truncate(23);
            session.read(tokens(70, 80));
            return session.logits();
        });
        try (LanguageSession session = gpu.newSession(50)) {
            session.read(tokens(0, 10));
            session.truncate(9);
            assertThatThrownBy(session::logits).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> session.truncate(10)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyLayerRecallsBlocksOfItsOwn() {
        // On the CPU only layers with graphs of their own recall, as those of packs that see have.
        Packs packs = new Packs(directory);
        List<float[]> asked = new ArrayList<>();
        try (OnnxLanguageModel seeing = packs.onTheCpu("smolvlm-f32", Precision.FP32);
                GpuLanguageModel onDevice = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.FP32), Cell.F32)) {
            List<KeyValues> blocks = blocks(seeing);
            assertSame(seeing, onDevice, session -> {
                session.append(blocks.get(0));
                session.recall(tokens(90, 97), (layer, queries) -> {
                    asked.add(queries);
                    return IntStream.range(1, 4).filter(block -> layer == 1 || (block + layer) % 3 != 0)
                            .mapToObj(block -> blocks.get(block).layer(layer)).toList();
                });
                session.read(tokens(100, 110));
                session.truncate(session.length() - 4);
                session.read(tokens(70, 72));
                return session.logits();
            });
        }
        assertThat(asked).hasSize(6);
        for (int layer = 0; layer < 3; layer++) {
            assertNearly(asked.get(layer), asked.get(3 + layer));
        }
    }

    @Test
    void aRecallThatFailsLeavesTheSessionAsItWas() {
        List<KeyValues> blocks = blocks(cpu);
        try (LanguageSession session = gpu.newSession(40); LanguageSession plain = gpu.newSession(60)) {
            session.append(blocks.get(0));
            assertThatThrownBy(() -> session.recall(tokens(70, 80), (layer, queries) -> blocks.stream().map(block -> block.layer(layer))
                    .toList())).isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.MODEL_CONTEXT_FULL));
            assertThat(session.length()).isEqualTo(15);
            session.read(tokens(15, 30));
            plain.read(tokens(0, 30));
            assertNearly(session.logits(), plain.logits());
        }
    }

    @Test
    void queriesAreThoseOfTheCpu() {
        List<Integer> layers = List.of(2, 0);
        List<float[]> expected = cpu.queries(tokens(3, 20), layers);
        List<float[]> found = gpu.queries(tokens(3, 20), layers);
        assertNearly(found.get(0), expected.get(0));
        assertNearly(found.get(1), expected.get(1));
        assertThat(gpu.queries(tokens(0, 0), List.of(1)).get(0)).isEmpty();
    }

    @Test
    void wordsAreWeighedAsOnTheCpu() {
        int[] words = {5, 9, 200, 17};
        try (LanguageSession onCpu = cpu.newSession(50); LanguageSession onGpu = gpu.newSession(50)) {
            onCpu.read(tokens(0, 20));
            onGpu.read(tokens(0, 20));
            assertThat(onGpu.weigh(words)).containsExactly(onCpu.weigh(words), Offset.offset(2e-4));
            assertThat(onGpu.weigh(new int[0])).isEmpty();
            assertNearly(onGpu.logits(), onCpu.logits());
        }
    }

    @Test
    void manyTokensAreComputedInPieces() {
        int[] ids = new Random(3).ints(100, 3, 290).toArray();
        try (LanguageSession onCpu = cpu.newSession(110); LanguageSession onGpu = gpu.newSession(110)) {
            KeyValues expected = onCpu.prefill(new PromptPart.Tokens(ids));
            KeyValues made = onGpu.prefill(new PromptPart.Tokens(ids));
            assertNearly(made.keys(), expected.keys());
            assertNearly(onGpu.logits(), onCpu.logits());
        }
    }

    @Test
    void pagesComeBackAndWhatIsTooMuchGoesToTheCpu() {
        int free = gpu.freePages();
        try (LanguageSession session = gpu.newSession(700); LanguageSession other = gpu.newSession(700)) {
            session.append(new KeyValues(gpu.layout(), 600, new float[gpu.layout().size(600)], new float[gpu.layout().size(600)]));
            assertThat(gpu.freePages()).isLessThan(free);
            KeyValues more = new KeyValues(gpu.layout(), 200, new float[gpu.layout().size(200)], new float[gpu.layout().size(200)]);
            int left = gpu.freePages();
            other.append(more);
            assertThat(other.length()).isEqualTo(200);
            assertThat(gpu.freePages()).isEqualTo(left);
            assertThatThrownBy(() -> session.append(more)).isInstanceOfSatisfying(AfterimageException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_CONTEXT_FULL));
        }
        assertThat(gpu.freePages()).isEqualTo(free);
        assertThatThrownBy(() -> gpu.newSession(gpu.contextLength() + 1)).isInstanceOf(AfterimageException.class);
    }

    @Test
    void tokensAndPicturesThatTheModelDoesNotHaveAreRefused() {
        try (LanguageSession session = gpu.newSession(50)) {
            assertThatThrownBy(() -> session.read(new PromptPart.Tokens(new int[] {100_000}))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> session.read(new PromptPart.Visual(new float[6], 2, 3))).isInstanceOf(IllegalArgumentException.class);
            assertThat(session.length()).isZero();
        }
    }
}
