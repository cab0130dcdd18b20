package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.retrieval.StreamIndex;
import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.model.MiniLmTextEmbedder;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The read path on the model and the text index that are shipped. */
class RealModelTest {

    private static final int NOTES = 60;
    private static final int ASKED = 8;
    private static final InMemorySegmentStore STORE = new InMemorySegmentStore();
    private static final NotedStream NOTED = new NotedStream(NOTES, 7);
    private static final double LAST = NOTES * NotedStream.SECONDS_APART;
    private static LanguageModel model;
    private static NotesPrompt prompt;
    private static TextEmbedder embedder;

    @BeforeAll
    static void watch() {
        ModelPacks packs = new ModelPacks(ModelPacks.defaultDirectory());
        packs.pull("notes-135m", Set.of(Precision.FP32), Progress.SILENT);
        model = packs.load("notes-135m", 2);
        prompt = new NotesPrompt(model);
        embedder = new MiniLmTextEmbedder();
        STORE.putStream(new StreamInfo(NotedStream.STREAM, "file:hall.mp4", 2, Instant.EPOCH, 640, 360, false, StreamInfo.Status.ENDED, 0,
                0, 0, 0, -1, ""));
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, embedder)) {
            NOTED.frames.forEach(frame -> prefiller.prefill(frame).ifPresent(STORE::commit));
        }
        STORE.putFrame(NotedStream.STREAM, NOTES, new Thumbnail(LAST, new byte[] {1}));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Reply ask(LanguageModel on, String text) {
        return new GroundedAsker(STORE, on, embedder, AskSettings.DEFAULT, prompt)
                .ask(new Question(NotedStream.STREAM, text, OptionalDouble.empty(), List.of()), piece -> { });
    }

    @Test
    void noStoredBlockIsComputedAgain() {
        CountingModel counting = new CountingModel(model);
        // The evidence does not decide it, so the model reads.
        String open = "Why is the dog there?";
        Reply reply = ask(counting, open);
        int asked = model.tokenize(((PromptPart.Text) prompt.question(open)).text()).length;
        assertThat(counting.computed).isBetween((long) asked, (long) asked + reply.usage().completionTokens());
        assertThat(reply.usage().retrievedTokens()).isGreaterThan(100);
        assertThat(counting.loaded).isEqualTo(reply.usage().retrievedTokens() + prompt.pinnedKeyValues().tokens());
    }

    @Test
    void whatTheEvidenceDecidesIsComputedWithoutTheModel() {
        CountingModel counting = new CountingModel(model);
        Reply reply = ask(counting, "When did the dog appear?");
        assertThat(counting.computed).isZero();
        assertThat(counting.loaded).isZero();
        assertThat(reply.answer()).isInstanceOfSatisfying(Answer.Answered.class, answered -> {
            assertThat(answered.text()).contains("00:35");
            assertThat(answered.citations().get(0).start()).isEqualTo(35);
        });
    }

    @Test
    void loadedBlocksSayTheSameAsBlocksReadInPlace() {
        List<BlockEntry> entries = STORE.entries(NotedStream.STREAM, 0, 60);
        try (LanguageSession loaded = model.newSession(1024); LanguageSession read = model.newSession(1024)) {
            loaded.append(prompt.pinnedKeyValues());
            entries.forEach(entry -> loaded.append(STORE.read(entry.stream(), entry.number()).keyValues()));
            read.read(prompt.pinned());
            NOTED.frames.subList(0, entries.size()).forEach(frame -> read.read(frame.tokens().orElseThrow()));
            assertThat(loaded.length()).isEqualTo(read.length());
            loaded.read(prompt.question("What was there?"));
            read.read(prompt.question("What was there?"));
            assertThat(loaded.logits()).containsExactly(read.logits(), within(2e-2f));
        }
    }

    @Test
    void aRestartWritesTheSameBlocks() {
        try (BlockPrefiller restarted = new BlockPrefiller(model, prompt, embedder)) {
            restarted.restore(STORE, NotedStream.STREAM, 50);
            KvBlock again = restarted.prefill(NOTED.frames.get(50)).orElseThrow();
            KvBlock stored = STORE.read(NotedStream.STREAM, 50);
            assertThat(again).usingRecursiveComparison().isEqualTo(stored);
        }
    }

    @Test
    void whatIsComputedIsToldAsItIs() {
        for (NotedStream.Needle needle : NOTED.needles.subList(0, 2)) {
            String at = Clock.text(needle.note() * NotedStream.SECONDS_APART);
            assertThat(ask(model, "When was the " + needle.seen().label() + " there?").answer())
                    .isInstanceOfSatisfying(Answer.Answered.class,
                    answered -> assertThat(answered.text()).contains(at));
        }
        assertThat(ask(model, "Was there a giraffe?").answer()).isInstanceOf(Answer.NotSeen.class);
        assertThat(ask(model, "Why is the sky blue?").answer()).isInstanceOf(Answer.CannotTell.class);
    }

    @Test
    void theBlockThatAQuestionMeansRanksFarHigherThanByMeanKeys() {
        double fused = meanReciprocalRank(Policy.DEFAULT);
        double published = meanReciprocalRank(Policy.REKV);
        assertThat(fused).isGreaterThan(0.7).isGreaterThan(5 * published);
    }

    private static double meanReciprocalRank(Policy policy) {
        BlockIndex index = new BlockIndex(model, embedder);
        RetrievalSettings settings = new RetrievalSettings(policy, 768, 4, 0.5);
        StreamIndex.Blocks blocks = index.blocks(STORE, STORE.stream(NotedStream.STREAM).orElseThrow(), LAST, policy);
        return NOTED.needles.stream().limit(ASKED).mapToDouble(needle -> {
            double[] scores = index.retrieve(needle.question(), TimeExpressions.find(needle.question(), LAST), blocks, Set.of(), settings)
                    .scores();
            long better = Arrays.stream(scores).filter(score -> score > scores[needle.note()]).count();
            return 1.0 / (1 + better);
        }).average().orElse(0);
    }
}
