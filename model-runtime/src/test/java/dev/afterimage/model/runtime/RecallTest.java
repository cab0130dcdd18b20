package dev.afterimage.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LayerMemory;
import dev.afterimage.core.model.LogProbabilities;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.importer.TinyLlama;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallTest {

    private static final float TOLERANCE = 2e-4f;
    private static final int PINNED = 11;

    @TempDir
    static Path directory;
    private static OnnxLanguageModel model;
    private static final int[] IDS = IntStream.range(0, 90).map(i -> (i * 31 + i * i) % 261).toArray();
    private static KeyValues pinned;
    private static List<KeyValues> blocks;

    @BeforeAll
    static void load() throws IOException {
        model = TinyModel.load(directory, Precision.FP32, 1);
        try (LanguageSession writer = model.newSession(100)) {
            pinned = writer.prefill(tokens(0, PINNED));
            blocks = List.of(writer.prefill(tokens(PINNED, 30)), writer.prefill(tokens(30, 37)), writer.prefill(tokens(37, 70)));
        }
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void everyLayerRecallingEverythingEqualsOneForwardPass() {
        try (LanguageSession session = model.newSession(100); LanguageSession plain = model.newSession(100)) {
            session.append(pinned);
            session.recall(tokens(70, 80), (layer, queries) -> layer(blocks, layer));
            assertThat(session.length()).isEqualTo(70);
            session.read(tokens(70, 90));
            plain.read(tokens(0, 90));
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
            assertThat(session.computedTokens()).isEqualTo(30);
        }
    }

    @Test
    void aLayersQueriesHaveAttendedToWhatTheLayersBeforeItRecalled() {
        List<float[]> with = asked((layer, queries) -> layer(blocks, layer));
        List<float[]> without = asked((layer, queries) -> List.of());
        assertThat(with).hasSize(TinyLlama.LAYERS);
        assertThat(with.get(0)).containsExactly(without.get(0)).containsExactly(model.queries(tokens(70, 80), 0));
        assertThat(distance(with.get(1), without.get(1))).isGreaterThan(0.01);
        // What a layer that recalled everything asks with is what a forward pass over all of it gives there.
        float[] queries = model.queries(tokens(0, 80), 1);
        assertThat(with.get(1)).usingComparatorWithPrecision(TOLERANCE)
                .containsExactly(Arrays.copyOfRange(queries, queries.length / 8 * 7, queries.length));
    }

    private static List<float[]> asked(LayerMemory memory) {
        List<float[]> asked = new ArrayList<>();
        try (LanguageSession session = model.newSession(100)) {
            session.append(pinned);
            session.recall(tokens(70, 80), (layer, queries) -> {
                assertThat(layer).isEqualTo(asked.size());
                asked.add(queries);
                return memory.recall(layer, queries);
            });
        }
        return asked;
    }

    @Test
    void layersHoldWhatEachRecalledAtPositionsOfItsOwn() {
        // The last layer recalls nothing, the first one block, the middle all three: the answer is that of a model whose layers attend so.
        List<List<KeyValues>> recalled = List.of(blocks.subList(1, 2), blocks, List.of());
        float[] apart = logits(recalled, 70, 90);
        for (int layer = 0; layer < TinyLlama.LAYERS; layer++) {
            List<List<KeyValues>> other = new ArrayList<>(recalled);
            other.set(layer, blocks.subList(0, 2));
            assertThat(distance(logits(other, 70, 90), apart)).as("layer " + layer).isGreaterThan(1e-3);
        }
        assertThat(logits(recalled, 70, 90)).containsExactly(apart);
    }

    @Test
    void tokensReadAfterARecallCanBeTakenBackAndReadAgain() {
        List<List<KeyValues>> recalled = List.of(blocks.subList(1, 2), blocks, List.of());
        try (LanguageSession session = model.newSession(100)) {
            session.append(pinned);
            session.recall(tokens(70, 80), (layer, queries) -> layer(recalled.get(layer), layer));
            int length = session.length();
            session.read(tokens(5, 25));
            session.truncate(length);
            session.read(tokens(70, 90));
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(logits(recalled, 70, 90));
            // Back to the pinned prompt, the layers hold the same again.
            session.truncate(PINNED);
            blocks.forEach(session::append);
            session.read(tokens(70, 90));
            try (LanguageSession plain = model.newSession(100)) {
                plain.read(tokens(0, 90));
                assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
            }
        }
    }

    @Test
    void aRecallThatFailsLeavesTheSessionAsItWas() {
        try (LanguageSession session = model.newSession(40); LanguageSession plain = model.newSession(100)) {
            session.append(pinned);
            assertThatThrownBy(() -> session.recall(tokens(70, 80), (layer, queries) -> layer(blocks, layer)))
                    .isInstanceOfSatisfying(AfterimageException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_CONTEXT_FULL));
            assertThat(session.length()).isEqualTo(PINNED);
            session.read(tokens(PINNED, 30));
            plain.read(tokens(0, 30));
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
        }
    }

    @Test
    void layersThatShareAGraphSayThatTheyCannotRecallApart() throws IOException {
        try (OnnxLanguageModel together = TinyModel.load(directory, Precision.FP32, 2); LanguageSession session =
                together.newSession(100)) {
            assertThat(together.recallsByLayer()).isFalse();
            assertThat(model.recallsByLayer()).isTrue();
            assertThatThrownBy(() -> session.recall(tokens(0, 5), (layer, queries) -> List.of())).isInstanceOf(AfterimageException.class)
                    .hasMessageContaining("several layers in one graph");
        }
    }

    @Test
    void wordsAreWeighedAsOneByOne() {
        int[] words = Arrays.copyOfRange(IDS, 40, 48);
        try (LanguageSession session = model.newSession(100); LanguageSession slow = model.newSession(100)) {
            session.read(tokens(0, 40));
            slow.read(tokens(0, 40));
            double[] weights = session.weigh(words);
            for (int i = 0; i < words.length; i++) {
                assertThat(weights[i]).isCloseTo(LogProbabilities.of(slow.logits(), words[i]), within(1e-3));
                slow.read(tokens(40 + i, 41 + i));
            }
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(slow.logits());
            assertThat(session.weigh(new int[0])).isEmpty();
        }
    }

    private static float[] logits(List<List<KeyValues>> recalled, int from, int to) {
        try (LanguageSession session = model.newSession(100)) {
            session.append(pinned);
            session.recall(tokens(70, 80), (layer, queries) -> layer(recalled.get(layer), layer));
            session.read(tokens(from, to));
            return session.logits();
        }
    }

    private static List<KeyValues> layer(List<KeyValues> whole, int layer) {
        return whole.stream().map(block -> block.layer(layer)).toList();
    }

    private static double distance(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
    }

    private static PromptPart tokens(int from, int to) {
        return new PromptPart.Tokens(Arrays.copyOfRange(IDS, from, to));
    }
}
