package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeStreams;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.fake.TrimmedStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The KV of the first four of seven blocks has been removed for space; what was noted of them is known. */
class TrimmedStreamTest {

    private static final StreamId STREET = new StreamId("street");
    private static final String MOMENTS = "0 nothing; 4.8 1 car left; 8.6 nothing; 14.7 2 car left right; 19.3 nothing; 25.4 1 car "
            + "centre; 28 nothing";

    private final FakeLanguageModel model = new FakeLanguageModel(context -> context.endsWith("assistant\n") ? " car"
            : context.endsWith(" car") ? " centre" : "");
    private final TrimmedStore store = new TrimmedStore(new InMemorySegmentStore());

    private GroundedAsker asker(Policy policy) {
        NotesPrompt prompt = new NotesPrompt(model);
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, new FakeTextEmbedder())) {
            FakeStreams.watch(store, prefiller, STREET, MOMENTS, 30);
        }
        store.keepFrom(4);
        AskSettings settings = new AskSettings(new RetrievalSettings(policy, 256, 4, 0.5), 24, 0.1, 1);
        return new GroundedAsker(store, model, new FakeTextEmbedder(), settings, prompt);
    }

    private static Reply ask(GroundedAsker asker, String text) {
        return asker.ask(new Question(STREET, text, OptionalDouble.empty(), List.of()), piece -> { });
    }

    @Test
    void whatTheEvidenceDecidesIsAnsweredOfAllTime() {
        GroundedAsker asker = asker(Policy.DEFAULT);
        assertThat(((Answer.Answered) ask(asker, "When did the first car appear?").answer()).text()).contains("00:05");
        assertThat(((Answer.Answered) ask(asker, "How many cars are there at 00:17?").answer()).text()).startsWith("2 cars");
    }

    static List<Policy> policies() {
        return List.of(Policy.REKV, Policy.DEFAULT, Policy.UNIFORM, Policy.RECENT, Policy.ALL);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whatIsReadIsReadFromWhatIsKept(Policy policy) {
        Reply reply = ask(asker(policy), "Why is the car there?");
        assertThat(reply.answer()).isInstanceOf(Answer.Answered.class);
        assertThat(reply.usage().retrievedBlocks()).isBetween(1, 3);
    }

    @Test
    void aTimeWhosePicturesAreGoneCannotBeToldByReading() {
        GroundedAsker asker = asker(Policy.DEFAULT);
        assertThat(ask(asker, "Why is the car there at 00:06?").answer()).isInstanceOfSatisfying(Answer.CannotTell.class,
                cannot -> assertThat(cannot.why()).contains("the pictures before 00:19 have been removed"));
        store.keepFrom(7);
        assertThat(ask(asker, "Why is the car there?").answer()).isInstanceOfSatisfying(Answer.CannotTell.class,
                cannot -> assertThat(cannot.why()).contains("the pictures of this stream have been removed"));
    }
}
