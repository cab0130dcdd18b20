package dev.afterimage.gpu.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored blocks with pictures, in models whose tokens have three positions, beside a session on the CPU. */
class PicturePositionsTest {

    private static final int[] IDS = IntStream.range(0, 90).map(i -> (i * 31 + i * i) % 261).toArray();

    @TempDir
    private Path directory;

    private static PromptPart tokens(int from, int to) {
        return new PromptPart.Tokens(IntStream.range(from, to).map(i -> IDS[i]).toArray());
    }

    private static PromptPart between(PromptPart before, PromptPart picture, PromptPart after) {
        return new PromptPart.Sequence(List.of(before, picture, after));
    }

    /** Random tokens of a picture of which only the last {@code kept} are left. */
    private static PromptPart.Visual picture(int width, int rows, int columns, int kept) {
        Random random = new Random(rows);
        float[] embeddings = new float[kept * width];
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) random.nextGaussian();
        }
        int[] places = IntStream.range(rows * columns - kept, rows * columns).toArray();
        return new PromptPart.Visual(embeddings, kept, width, new PictureGrid(rows, columns, places));
    }

    private static void assertNearly(float[] actual, float[] expected) {
        assertThat(actual).usingComparatorWithPrecision(5e-4f).containsExactly(expected);
    }

    /** A picture that is longer than what is computed at once, one of which compression left three tokens, and words. */
    private static List<KeyValues> blocks(LanguageModel model, int width) {
        try (LanguageSession writer = model.newSession(200)) {
            return List.of(writer.prefill(tokens(0, 11)),
                    writer.prefill(between(tokens(11, 14), picture(width, 6, 7, 42), tokens(14, 15))),
                    writer.prefill(between(tokens(15, 17), picture(width, 5, 3, 3), tokens(17, 18))),
                    writer.prefill(picture(width, 2, 7, 14)), writer.prefill(tokens(18, 30)));
        }
    }

    private static float[] recalled(LanguageModel model, int width, List<KeyValues> blocks) {
        try (LanguageSession session = model.newSession(200)) {
            session.append(blocks.get(0));
            // Each layer recalls pictures of its own, so that the layers' positions part.
            session.recall(between(tokens(70, 72), picture(width, 3, 2, 6), tokens(72, 74)), (layer, queries) -> IntStream.range(1, 5)
                    .filter(block -> (block + layer) % 3 != 0).mapToObj(block -> blocks.get(block).layer(layer)).toList());
            session.append(blocks.get(2));
            session.read(tokens(74, 90));
            session.truncate(session.length() - 9);
            session.read(tokens(30, 33));
            return session.logits();
        }
    }

    private static float[] appended(LanguageModel model, List<KeyValues> blocks) {
        try (LanguageSession session = model.newSession(200)) {
            blocks.forEach(session::append);
            session.read(tokens(70, 90));
            return session.logits();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2-vl-f32", "qwen2.5-vl-odd-bf16", "qwen3-vl-odd-f16"})
    void picturesStandWhereTheyStandOnTheCpu(String checkpoint) {
        Packs packs = new Packs(directory);
        try (Device device = Emulations.open(64, true); OnnxLanguageModel cpu = packs.onTheCpu(checkpoint, Precision.FP32);
                LanguageModel gpu = packs.onDevice(device, packs.onTheCpu(checkpoint, Precision.FP32), Cell.F32)) {
            int width = cpu.pack().shape().visualWidth();
            List<KeyValues> expected = blocks(cpu, width);
            List<KeyValues> made = blocks(gpu, width);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(made.get(i).positions()).isEqualTo(expected.get(i).positions());
                assertNearly(made.get(i).keys(), expected.get(i).keys());
                assertNearly(made.get(i).values(), expected.get(i).values());
            }
            assertNearly(appended(gpu, made), appended(cpu, expected));
            assertNearly(recalled(gpu, width, made), recalled(cpu, width, expected));
            PromptPart asked = between(tokens(40, 43), picture(width, 4, 4, 9), tokens(43, 50));
            for (int layer = 0; layer < cpu.layout().layers(); layer++) {
                assertNearly(gpu.queries(asked, layer), cpu.queries(asked, layer));
            }
        }
    }
}
