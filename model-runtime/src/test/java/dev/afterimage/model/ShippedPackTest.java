package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.vision.PictureFiles;
import dev.afterimage.model.vision.Rgb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code afterimage-tiny}, pulled out of the program itself, answers as {@code transformers} does with the same
 * weights; model-training/tiny wrote the fixture.
 */
class ShippedPackTest {

    private static final String NAME = "afterimage-tiny";
    private static final double LARGEST_LOGIT_ERROR = 2e-3;
    /** Memory is rounded to half precision at every frame. */
    private static final double LARGEST_MEMORY_ERROR = 5e-3;
    private static final double LARGEST_RECALLED_ERROR = 2e-3;

    @TempDir
    static Path directory;
    private static JsonNode fixture;
    private static List<Rgb> pictures;
    private static OnnxLanguageModel model;

    @BeforeAll
    static void pull() throws IOException {
        fixture = new ObjectMapper().readTree(ShippedPackTest.class.getResourceAsStream("/tiny/fixture.json"));
        pictures = new ArrayList<>();
        for (JsonNode png : fixture.get("pictures")) {
            pictures.add(PictureFiles.read(Files.write(directory.resolve("frame.png"), Base64.getDecoder().decode(png.asText()))));
        }
        ModelPacks packs = new ModelPacks(directory.resolve("packs"));
        packs.pull(NAME, Progress.SILENT);
        model = packs.load(NAME, Precision.FP32, 2);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void itAnswersAboutOnePictureAsTheReferenceDoes() {
        JsonNode picture = fixture.get("picture");
        Generation generation = Generation.chat(model, picture.get("question_text").asText(), pictures.subList(0, 1), 8);
        assertThat(generation.promptTokenIds()).isEqualTo(ids(picture.get("prompt")));
        assertThat(generation.tokenIds()).isEqualTo(ids(picture.get("greedy")));
        assertThat(generation.text().strip()).isEqualTo(picture.get("text").asText());
    }

    @Test
    void blocksThatWerePrefilledAloneAndLoadedLaterGiveTheReferencesLogits() {
        JsonNode stream = fixture.get("stream");
        VisualLayout layout = model.vision().orElseThrow().layout();
        assertThat(model.tokenize(layout.pinned())).containsExactly(array(stream.get("pinned")));
        assertThat(model.tokenize(layout.asked(stream.get("question_text").asText()))).containsExactly(array(stream.get("question")));
        KeyValues pinned = prefilled(List.of(), new PromptPart.Tokens(array(stream.get("pinned"))));
        try (LanguageSession session = model.newSession(512)) {
            session.append(pinned);
            for (int i = 0; i < pictures.size(); i++) {
                session.append(prefilled(List.of(pinned), block(stream.get("blocks").get(i), pictures.get(i))));
            }
            session.read(new PromptPart.Tokens(array(stream.get("question"))));
            float[] logits = session.logits();
            stream.get("isolated").get("first_logits").forEach(expected ->
                    assertThat((double) logits[expected.get(0).asInt()])
                            .isCloseTo(expected.get(1).asDouble(), within(LARGEST_LOGIT_ERROR)));
        }
    }

    @Test
    void itAnswersFromMemoryAndBlocksAsTheReferenceDoesWithItsAdapterActive() {
        JsonNode stream = fixture.get("stream");
        JsonNode memory = fixture.get("memory");
        List<RecurrentMemory> memories = remembered();
        KeyValues pinned = prefilled(List.of(), new PromptPart.Tokens(array(stream.get("pinned"))));
        try (LanguageSession session = model.newRecallingSession(512)) {
            session.append(pinned);
            session.read(model.bridge().orElseThrow().part(memories.get(pictures.size())));
            for (int i = 0; i < pictures.size(); i++) {
                session.append(prefilled(List.of(pinned), block(stream.get("blocks").get(i), pictures.get(i))));
            }
            session.read(new PromptPart.Text(model.vision().orElseThrow().layout().asked(memory.get("question_text").asText())));
            float[] logits = session.logits();
            memory.get("first_logits").forEach(expected ->
                    assertThat((double) logits[expected.get(0).asInt()])
                            .isCloseTo(expected.get(1).asDouble(), within(LARGEST_RECALLED_ERROR)));
        }
    }

    /** Before the stream and after each picture. */
    private static List<RecurrentMemory> remembered() {
        MemoryBridge bridge = model.bridge().orElseThrow();
        VisionTower tower = model.vision().orElseThrow();
        List<RecurrentMemory> memories = new ArrayList<>(List.of(bridge.begin()));
        for (Rgb picture : pictures) {
            float[] seen = tower.see(picture.width(), picture.height(), picture.data()).embeddings();
            int tokens = tower.rows() * tower.columns();
            List<RecurrentMemory> past = bridge.spread(memories.size()).stream().map(number -> memories.get(number.intValue())).toList();
            memories.add(bridge.next(memories.get(memories.size() - 1), new PromptPart.Visual(seen, tokens, seen.length / tokens), past));
        }
        return memories;
    }

    @Test
    void itRemembersOfAStreamWhatTheReferenceRemembers() {
        List<RecurrentMemory> memories = remembered();
        for (int i = 0; i < pictures.size(); i++) {
            assertThat(memories.get(i + 1).noted()).isEqualTo(fixture.get("memory").get("noted").get(i).asInt());
        }
        JsonNode places = fixture.get("memory").get("places");
        int width = places.get(0).size();
        for (int i = 0; i < 2 * width; i++) {
            assertThat((double) memories.get(pictures.size()).tokens()[i])
                    .isCloseTo(places.get(i / width).get(i % width).asDouble(), within(LARGEST_MEMORY_ERROR));
        }
    }

    @Test
    void aPackOfAnEarlierCheckpointIsBuiltAnew() throws IOException {
        ModelPacks packs = new ModelPacks(directory.resolve("again"));
        Path description = packs.pull(NAME, Progress.SILENT).resolve("pack.json");
        assertThat(packs.wantsPull(NAME)).isFalse();
        String sum = new ObjectMapper().readTree(description.toFile()).path("source").path("sha256").asText();
        Files.writeString(description, Files.readString(description).replace(sum, "0".repeat(sum.length())));
        assertThat(packs.wantsPull(NAME)).isTrue();
        packs.pull(NAME, Progress.SILENT);
        assertThat(packs.wantsPull(NAME)).isFalse();
    }

    @Test
    void itSaysHowItIsToBeUsed() {
        assertThat(model.windowTokens()).isZero();
        assertThat(model.probe()).isEqualTo(new RetrievalProbe(RetrievalProbe.Kind.LATE, List.of(0), 6, 0.05));
        assertThat(model.notSeen()).contains("not seen");
    }

    private static KeyValues prefilled(List<KeyValues> before, PromptPart part) {
        try (LanguageSession session = model.newSession(64)) {
            before.forEach(session::append);
            return session.prefill(part);
        }
    }

    /** The fixture's token ids, with what the eye sees where the picture's stand. */
    private static PromptPart block(JsonNode ids, Rgb picture) {
        VisionTower tower = model.vision().orElseThrow();
        int places = tower.rows() * tower.columns();
        int[] all = array(ids);
        int text = all.length - places - 1; // the mark behind the picture is one token
        int[] before = Arrays.copyOf(all, text);
        assertThat(model.tokenize(tower.layout().imageEnd())).hasSize(1);
        return new PromptPart.Sequence(List.of(new PromptPart.Tokens(before),
                new PromptPart.Visual(tower.see(picture.width(), picture.height(), picture.data()).embeddings(), places, tower.width()),
                new PromptPart.Tokens(new int[] {all[all.length - 1]})));
    }

    private static List<Integer> ids(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
    }

    private static int[] array(JsonNode array) {
        return ids(array).stream().mapToInt(Integer::intValue).toArray();
    }
}
