package dev.afterimage.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.importer.PackBuilder;
import dev.afterimage.model.importer.Passing;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer at a time while a pack is built, against the same pack loaded whole. */
class FloatReferenceTest {

    private static final int[] IDS = {5, 77, 31, 120, 9};

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"smolvlm-f32", "qwen3-vl-odd-f16", "qwen2.5-vl-odd-bf16", "internvl3.5-odd-bf16", "gemma3-odd-bf16"})
    void aPromptGivesTheLogitsOfTheWholeModel(String checkpoint) throws IOException, URISyntaxException {
        Path source = Path.of(FloatReferenceTest.class.getResource("/checkpoints/" + checkpoint).toURI());
        Path pack = Files.createDirectory(directory.resolve("pack"));
        Watcher watcher = new Watcher(directory.resolve("scratch"));
        PackDescription description = new PackBuilder(1, EnumSet.of(Precision.FP32)).build(source, null, "family", 0, pack, watcher);
        assertThat(directory.resolve("scratch")).doesNotExist();
        try (OnnxLanguageModel model = new OnnxLanguageModel(pack, description, Precision.FP32, 2);
                LanguageSession session = model.newSession(64)) {
            session.read(new PromptPart.Sequence(prompt(description)));
            assertThat(watcher.logits).usingComparatorWithPrecision(2e-3f).containsExactly(session.logits());
        }
    }

    /** Tokens, and for a model that sees a small picture of random tokens before them. */
    private static List<PromptPart> prompt(PackDescription pack) {
        PromptPart tokens = new PromptPart.Tokens(IDS);
        if (pack.vision() == null) {
            return List.of(tokens);
        }
        Random random = new Random(5);
        float[] embeddings = new float[6 * pack.shape().visualWidth()];
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) random.nextGaussian();
        }
        return List.of(new PromptPart.Visual(embeddings, 6, pack.shape().visualWidth(),
                new PictureGrid(2, 3, IntStream.range(0, 6).toArray())), tokens);
    }

    private static final class Watcher implements Passing {

        private final Path scratch;
        private FloatReference reference;
        private float[] logits;

        Watcher(Path scratch) {
            this.scratch = scratch;
        }

        @Override
        public void begin(PackDescription described, Set<Precision> kept, Path building) throws IOException {
            reference = new FloatReference(described.shape(), building.resolve(PackFiles.EMBEDDING), prompt(described), scratch);
        }

        @Override
        public void layer(int index, LlamaWeights.Layer layer) throws IOException {
            reference.layer(index, layer);
        }

        @Override
        public void recalling(int index, LlamaWeights.Layer layer) { }

        @Override
        public void head(float[] finalNorm, float[] head) {
            logits = reference.logits(finalNorm, head);
            reference.close();
        }
    }
}
