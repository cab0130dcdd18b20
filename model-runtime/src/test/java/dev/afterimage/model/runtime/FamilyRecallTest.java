package dev.afterimage.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.importer.PackBuilder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of each family's text model, whatever its layers do with positions and windows. */
class FamilyRecallTest {

    private static final float TOLERANCE = 5e-4f;
    private static final int[] IDS = IntStream.range(0, 90).map(i -> (i * 31 + i * i) % 261).toArray();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-odd-bf16", "smollm3-odd-f16", "gemma3-odd-bf16", "gemma3-old", "gemma3-vision-old"})
    void recallingEverythingEqualsOneForwardPass(String checkpoint) throws IOException, URISyntaxException {
        try (OnnxLanguageModel model = load(checkpoint)) {
            List<KeyValues> blocks;
            try (LanguageSession writer = model.newSession(100)) {
                blocks = List.of(writer.prefill(tokens(0, 11)), writer.prefill(tokens(11, 30)), writer.prefill(tokens(30, 37)),
                        writer.prefill(tokens(37, 70)));
            }
            try (LanguageSession plain = model.newSession(100); LanguageSession appended = model.newSession(100); LanguageSession recalled =
                    model.newSession(100)) {
                plain.read(tokens(0, 90));
                blocks.forEach(appended::append);
                appended.read(tokens(70, 90));
                assertThat(appended.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
                recalled.append(blocks.get(0));
                recalled.recall(tokens(70, 80), (layer, queries) -> blocks.stream().skip(1).map(block -> block.layer(layer)).toList());
                recalled.read(tokens(70, 90));
                assertThat(recalled.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3-odd-bf16", "smollm3-odd-f16", "gemma3-old", "gemma3-vision-odd-bf16"})
    void keysAreStoredBeforeTheyAreRotated(String checkpoint) throws IOException, URISyntaxException {
        try (OnnxLanguageModel model = load(checkpoint); LanguageSession near = model.newSession(100); LanguageSession far =
                model.newSession(100)) {
            far.read(tokens(30, 60));
            KeyValues first = near.prefill(tokens(0, 11)).layer(0);
            KeyValues later = far.prefill(tokens(0, 11)).layer(0);
            assertThat(later.keys()).usingComparatorWithPrecision(TOLERANCE).containsExactly(first.keys());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2-vl-f32", "qwen2.5-vl-odd-bf16", "qwen3-vl-odd-f16"})
    void picturesThatAreRecalledStandWhereTheyStoodInOneForwardPass(String checkpoint) throws IOException, URISyntaxException {
        try (OnnxLanguageModel model = load(checkpoint); LanguageSession writer = model.newSession(300)) {
            // A picture between words, one of which compression left three tokens, one without a word behind it, and words.
            List<PromptPart> parts = List.of(tokens(0, 11), between(tokens(11, 14), picture(model, 4, 6, 24), tokens(14, 15)),
                    between(tokens(15, 17), picture(model, 5, 3, 3), tokens(17, 18)), picture(model, 2, 7, 14), tokens(18, 30));
            List<KeyValues> blocks = parts.stream().map(writer::prefill).toList();
            assertThat(blocks.get(0).positions()).isNull();
            assertThat(blocks.get(1).positions().span()).isEqualTo(3 + 6 + 1);
            assertThat(blocks.get(2).positions().span()).isEqualTo(2 + 5 + 1);
            try (LanguageSession plain = model.newSession(300); LanguageSession appended = model.newSession(300); LanguageSession recalled =
                    model.newSession(300)) {
                plain.read(new PromptPart.Sequence(parts));
                plain.read(tokens(70, 90));
                blocks.forEach(appended::append);
                appended.read(tokens(70, 90));
                assertThat(appended.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
                recalled.append(blocks.get(0));
                recalled.recall(tokens(70, 80), (layer, queries) -> blocks.stream().skip(1).map(block -> block.layer(layer)).toList());
                recalled.read(tokens(70, 90));
                assertThat(recalled.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
                appended.truncate(appended.length() - 20);
                appended.read(tokens(70, 90));
                assertThat(appended.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma3-vision-odd-bf16", "gemma3-vision-old"})
    void picturesWhoseTokensSeeEachOtherAreRecalledAsInOneForwardPass(String checkpoint) throws IOException, URISyntaxException {
        try (OnnxLanguageModel model = load(checkpoint); LanguageSession writer = model.newSession(300)) {
            List<PromptPart> parts = List.of(tokens(0, 11), between(tokens(11, 14), picture(model, 4, 4, 16), tokens(14, 15)),
                    between(tokens(15, 17), picture(model, 4, 4, 7), tokens(17, 18)), picture(model, 2, 7, 14), tokens(18, 30));
            List<KeyValues> blocks = parts.stream().map(writer::prefill).toList();
            try (LanguageSession plain = model.newSession(300); LanguageSession appended = model.newSession(300); LanguageSession recalled =
                    model.newSession(300)) {
                plain.read(new PromptPart.Sequence(parts));
                plain.read(tokens(70, 90));
                blocks.forEach(appended::append);
                appended.read(tokens(70, 90));
                assertThat(appended.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
                recalled.append(blocks.get(0));
                recalled.recall(tokens(70, 80), (layer, queries) -> blocks.stream().skip(1).map(block -> block.layer(layer)).toList());
                recalled.read(tokens(70, 90));
                assertThat(recalled.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
            }
        }
    }

    @Test
    void picturesLongerThanWhatIsComputedAtOnceAreNotCut() throws IOException, URISyntaxException {
        try (OnnxLanguageModel model = load("gemma3-vision-old"); LanguageSession once = model.newSession(1600); LanguageSession apart =
                model.newSession(1600)) {
            List<PromptPart> parts = List.of(tokens(0, 5), picture(model, 25, 30, 750), tokens(5, 8), picture(model, 20, 20, 400),
                    picture(model, 20, 20, 300), tokens(8, 12));
            once.read(new PromptPart.Sequence(parts));
            parts.forEach(apart::read);
            assertThat(apart.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(once.logits());
        }
    }

    @Test
    void aPicturesFirstTokenDependsOnItsLast() throws IOException, URISyntaxException {
        try (OnnxLanguageModel model = load("gemma3-vision-old"); LanguageSession session = model.newSession(100)) {
            PromptPart.Visual picture = picture(model, 4, 4, 16);
            float[] other = picture.embeddings().clone();
            other[other.length - 1] += 1;
            KeyValues first = session.prefill(picture).layer(1);
            session.truncate(0);
            KeyValues changed = session.prefill(new PromptPart.Visual(other, picture.tokens(), picture.width(), picture.grid())).layer(1);
            assertThat(changed.keys()[0]).isNotEqualTo(first.keys()[0]);
        }
    }

    @Test
    void whatFollowsAPictureThatIsCutOffStandsWhereThePictureStood() throws IOException, URISyntaxException {
        try (OnnxLanguageModel model = load("qwen2-vl-f32"); LanguageSession cut = model.newSession(100); LanguageSession plain =
                model.newSession(100)) {
            cut.read(tokens(0, 5));
            cut.read(picture(model, 4, 6, 24));
            cut.truncate(5);
            cut.read(tokens(5, 12));
            plain.read(tokens(0, 12));
            assertThat(cut.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
        }
    }

    @Test
    void aPictureLongerThanWhatIsComputedAtOnceStandsAsOneThatIsNot() throws IOException, URISyntaxException {
        try (OnnxLanguageModel model = load("qwen3-vl-odd-f16"); LanguageSession once = model.newSession(900); LanguageSession twice =
                model.newSession(900)) {
            PromptPart.Visual large = picture(model, 25, 30, 750);
            once.read(between(tokens(0, 5), large, tokens(5, 8)));
            twice.append(twice.prefill(tokens(0, 5)));
            twice.truncate(5);
            twice.read(large);
            twice.read(tokens(5, 8));
            assertThat(twice.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(once.logits());
        }
    }

    private static PromptPart between(PromptPart before, PromptPart picture, PromptPart after) {
        return new PromptPart.Sequence(List.of(before, picture, after));
    }

    /** Random tokens of a picture of which only the last {@code kept} are left. */
    private static PromptPart.Visual picture(OnnxLanguageModel model, int rows, int columns, int kept) {
        int width = model.pack().shape().visualWidth();
        float[] embeddings = new float[kept * width];
        Random random = new Random(rows);
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) random.nextGaussian();
        }
        int[] places = IntStream.range(rows * columns - kept, rows * columns).toArray();
        return new PromptPart.Visual(embeddings, kept, width, new PictureGrid(rows, columns, places));
    }

    private OnnxLanguageModel load(String checkpoint) throws IOException, URISyntaxException {
        Path source = Path.of(FamilyRecallTest.class.getResource("/checkpoints/" + checkpoint).toURI());
        Path pack = Files.createDirectory(directory.resolve("pack"));
        PackDescription description = new PackBuilder(1, EnumSet.of(Precision.FP32)).build(source, null, "family", 0, pack);
        return new OnnxLanguageModel(pack, description, Precision.FP32, 2);
    }

    private static PromptPart tokens(int from, int to) {
        return new PromptPart.Tokens(Arrays.copyOfRange(IDS, from, to));
    }
}
