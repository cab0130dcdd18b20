package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.LayerChoices;
import dev.afterimage.answering.retrieval.ReadAhead;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.retrieval.StreamIndex;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.fake.SlowStore;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The read path with a real, if untaught, model: a SmolVLM of random weights that was imported and looked at real pictures. */
class VisualModelTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final int FRAMES = 12;
    private static final float TOLERANCE = 2e-3f;
    private static final String ASKED = "what is on the table?";

    @TempDir
    static Path directory;
    private static LanguageModel model;
    private static StreamPrompt prompt;
    private static InMemorySegmentStore store;
    private static final List<PromptPart> PARTS = new ArrayList<>();

    @BeforeAll
    static void watch() {
        ModelPacks packs = new ModelPacks(directory);
        packs.importCheckpoint(Path.of("..", "model-runtime", "src", "test", "resources", "checkpoints", "smolvlm-f32"), "smol",
                Progress.SILENT);
        model = packs.load("smol", Precision.FP32, 2);
        prompt = StreamPrompt.of(model);
        store = new InMemorySegmentStore();
        store.putStream(new StreamInfo(DOOR, "file:x", 1, Instant.EPOCH, 40, 30, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1, ""));
        VisionTower tower = model.vision().orElseThrow();
        Random random = new Random(1);
        // A window that holds them all: every block has attended to all before it, as in one forward pass.
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, new FakeTextEmbedder(), 1500, KvCodec.EXACT)) {
            for (int second = 0; second < FRAMES; second++) {
                byte[] rgb = new byte[40 * 30 * 3];
                random.nextBytes(rgb);
                VisionTower.Seen seen = tower.see(40, 30, rgb);
                PromptPart part = new PromptPart.Sequence(List.of(new PromptPart.Tokens(model.tokenize(tower.layout().beforeFrame(second))),
                        new PromptPart.Visual(seen.embeddings(), tower.rows() * tower.columns(), tower.width()),
                        new PromptPart.Tokens(model.tokenize(tower.layout().imageEnd()))));
                PARTS.add(part);
                store.commit(prefiller.prefill(new EncodedFrame(DOOR, second, second, seen.feature(), Optional.of(part), "", List.of(),
                        new byte[0], 0, 1)).orElseThrow());
                store.putFrame(DOOR, second, new Thumbnail(second, new byte[] {1}));
            }
        }
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static float[] plain() {
        try (LanguageSession session = model.newSession(model.contextLength())) {
            session.read(prompt.pinned());
            PARTS.forEach(session::read);
            session.read(prompt.question(ASKED));
            return session.logits();
        }
    }

    private static StreamIndex.Blocks blocks(Policy policy) {
        return new BlockIndex(model, new FakeTextEmbedder()).blocks(store, store.stream(DOOR).orElseThrow(), FRAMES, policy);
    }

    @Test
    void everythingLoadedEqualsOneForwardPass() {
        Context context = new Context(new SlowStore(store, 2), model, prompt);
        try (LanguageSession session = context.pinned(1500, Deadline.none())) {
            context.load(session, DOOR, blocks(Policy.ALL).entries());
            assertThat(session.computedTokens()).isZero();
            session.read(prompt.question(ASKED));
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain());
        }
    }

    @Test
    void everythingRecalledInEveryLayerEqualsOneForwardPass() {
        Context context = new Context(new SlowStore(store, 2), model, prompt);
        try (LanguageSession session = context.pinned(1500, Deadline.none())) {
            PromptPart bare = new PromptPart.Text(ASKED);
            BlockIndex.Retrieved retrieved = context.recall(session, DOOR, bare, blocks(Policy.REKV),
                    new RetrievalSettings(Policy.REKV, 1400, 0, 1, FRAMES));
            assertThat(retrieved.blocks()).hasSize(FRAMES);
            assertThat(session.computedTokens()).isEqualTo(context.tokens(bare));
            session.read(prompt.question(ASKED));
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain());
        }
    }

    @Test
    void layersChooseOtherBlocksAndWhatTheyChooseIsWhatTheyAttendTo() {
        List<List<Long>> chosen = chosen(store, true);
        assertThat(chosen).hasSize(model.layout().layers()).allSatisfy(numbers -> assertThat(numbers).hasSize(3).isSorted());
        assertThat(chosen.stream().distinct().count()).isGreaterThan(1);
        // Recalled again by hand, in the same places, the same blocks give the same logits; the first layer's for all give others.
        float[] own = logits(chosen);
        assertThat(own).usingComparatorWithPrecision(TOLERANCE).containsExactly(recalled(store));
        assertThat(logits(IntStream.range(0, chosen.size()).mapToObj(layer -> chosen.get(0)).toList())).isNotEqualTo(own);
    }

    @Test
    void readingAheadChangesNeitherChoiceNorLogits() {
        List<List<Long>> chosen = chosen(store, false);
        for (int i = 0; i < 3; i++) {
            assertThat(chosen(new SlowStore(store, 3), true)).isEqualTo(chosen);
            assertThat(recalled(new SlowStore(store, 3))).containsExactly(recalled(store));
        }
    }

    private static List<List<Long>> chosen(SegmentStore from, boolean speculate) {
        try (ReadAhead reads = new ReadAhead(from, DOOR, StoredKeyValues::decoded);
                LanguageSession session = new Context(from, model, prompt).pinned(1500, Deadline.none())) {
            LayerChoices choices = new LayerChoices(model, blocks(Policy.REKV), new RetrievalSettings(Policy.REKV, 1400, 0, 1, 3), reads,
                    speculate);
            session.recall(new PromptPart.Text(ASKED), choices);
            return choices.chosen();
        }
    }

    private static float[] recalled(SegmentStore from) {
        Context context = new Context(from, model, prompt);
        try (LanguageSession session = context.pinned(1500, Deadline.none())) {
            context.recall(session, DOOR, new PromptPart.Text(ASKED), blocks(Policy.REKV),
                    new RetrievalSettings(Policy.REKV, 1400, 0, 1, 3));
            session.read(prompt.question(ASKED));
            return session.logits();
        }
    }

    private static float[] logits(List<List<Long>> chosen) {
        try (LanguageSession session = new Context(store, model, prompt).pinned(1500, Deadline.none())) {
            session.recall(new PromptPart.Text(""), (layer, queries) -> chosen.get(layer).stream()
                    .map(number -> store.readLayer(DOOR, number, layer)).toList());
            session.read(prompt.question(ASKED));
            return session.logits();
        }
    }

    @Test
    void everyPolicyAnswersAndCitesWithinTheStream() {
        VisualAsker asker = new VisualAsker(store, model, new FakeTextEmbedder(), VisualSettings.DEFAULT, prompt);
        List<Reply> replies = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            Reply reply = ask(asker, policy, OptionalDouble.empty());
            replies.add(reply);
            Answer.Answered answer = (Answer.Answered) reply.answer();
            assertThat(answer.citations()).as(policy.label()).isNotEmpty()
                    .allSatisfy(cited -> assertThat(cited.start()).isBetween(0.0, FRAMES - 1.0));
            assertThat(reply.usage().completionTokens()).isPositive();
        }
        // ALL and REKV read everything here, and so say the same.
        assertThat(((Answer.Answered) replies.get(Policy.values().indexOf(Policy.REKV)).answer()).text())
                .isEqualTo(((Answer.Answered) replies.get(Policy.values().indexOf(Policy.ALL)).answer()).text());
    }

    @Test
    void questionsAskedAtOnceAreAnsweredAsOneByOne() {
        VisualAsker asker = new VisualAsker(store, model, new FakeTextEmbedder(), VisualSettings.DEFAULT, prompt);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 10).mapToObj(i -> CompletableFuture.supplyAsync(
                    () -> ask(asker, Policy.values().get(i % 5), OptionalDouble.of(i)), threads)).toList();
            for (int i = 0; i < replies.size(); i++) {
                assertThat(replies.get(i).join().answer()).isEqualTo(ask(asker, Policy.values().get(i % 5), OptionalDouble.of(i)).answer());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Reply ask(VisualAsker asker, Policy policy, OptionalDouble at) {
        Retrieval retrieval = new Retrieval(Optional.of(policy), OptionalInt.of(64), OptionalInt.empty(), List.of());
        return asker.ask(new Question(DOOR, ASKED, at, List.of(), retrieval), text -> { });
    }
}
