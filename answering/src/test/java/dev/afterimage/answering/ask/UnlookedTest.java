package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence.Kind;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was never looked for is not denied. A hall of 60 seconds; where people were looked for, one was there from 10 to 20. */
class UnlookedTest {

    private static final StreamId HALL = new StreamId("hall");

    private final InMemorySegmentStore store = new InMemorySegmentStore();
    private final FakeLanguageModel model = new FakeLanguageModel();

    private void watch(String note, Evidence... later) {
        store.putStream(new StreamInfo(HALL, "file:hall", 1, Instant.EPOCH, 1, 1, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1, ""));
        try (BlockPrefiller prefiller = new BlockPrefiller(model, new NotesPrompt(model), new FakeTextEmbedder())) {
            put(prefiller, 0, note);
            for (int i = 0; i < later.length; i++) {
                put(prefiller, 10 * (i + 1), "person", later[i]);
            }
        }
        store.putFrame(HALL, 60, new Thumbnail(60, new byte[] {1}));
    }

    private void put(BlockPrefiller prefiller, double seconds, String note, Evidence... evidence) {
        prefiller.prefill(new EncodedFrame(HALL, (long) seconds, seconds, new float[] {1},
                Optional.of(new PromptPart.Text("[" + seconds + "] " + note + "\n")), note, List.of(evidence), new byte[] {1}))
                .ifPresent(store::commit);
    }

    private void watchPeopleAlone() {
        watch("nothing", new Evidence("person", List.of("left"), 0.9, List.of(new Sighting(1, 10, Sighting.THERE, "", "left", ""))),
                new Evidence(Kind.OBJECT, "person", 0, List.of(), 0.9, Evidence.UNTIMED, Evidence.UNTIMED,
                        List.of(new Sighting(1, 10, 20, "", "left", "right"))));
        store.putEvidence(new EvidenceEntry(HALL, 0, 0, "nothing", List.of(), EnumSet.allOf(Kind.class), Set.of("person")));
    }

    private Answer ask(String question) {
        return new GroundedAsker(store, model, new FakeTextEmbedder()).ask(new Question(HALL, question, OptionalDouble.empty(), List.of()),
                piece -> { }).answer();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was there a bottle?", "How many bottles are there at 00:20?", "What did the man say?", "What happened?",
        "What did the sign say?", "When did the car come?", "Is the hall empty?"})
    void whereNothingWasLookedForNothingIsDenied(String question) {
        watch("not looked at");
        assertThat(ask(question)).as("of an older version, which did not say what it looked for").isInstanceOf(Answer.CannotTell.class);
        store.putEvidence(new EvidenceEntry(HALL, 0, 0, "", List.of(), Set.of()));
        assertThat(ask(question)).isInstanceOf(Answer.CannotTell.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was there a bottle?", "How many bottles are there at 00:20?", "When did the first car come?",
        "Was there a person before the car came?", "How many vehicles were there?", "Which came first, the car or the person?",
        "Is the hall empty at 00:40?", "Was there an animal?"})
    void aClassThatWasNotLookedForIsNotDenied(String question) {
        watchPeopleAlone();
        assertThat(ask(question)).isInstanceOfSatisfying(Answer.CannotTell.class,
                cannot -> assertThat(cannot.why()).contains("only some classes of objects were looked for").endsWith("person"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"What was said?", "What did she say about the train?", "Did anyone mention a dog?",
        "What was said at 00:20?"})
    void whereThereWasNoSoundNothingIsDenied(String question) {
        watch("nothing");
        store.putEvidence(new EvidenceEntry(HALL, 0, 0, "", List.of(), Set.of(Kind.OBJECT, Kind.TEXT)));
        assertThat(ask(question)).isInstanceOfSatisfying(Answer.CannotTell.class, cannot -> assertThat(cannot.why())
                .contains("it has no sound"));
        assertThat(ask("Was there a dog?")).as("what was looked for").isInstanceOf(Answer.NotSeen.class);
    }

    @Test
    void whatWasHeardInAPartThatHadSoundStandsAndNoMore() {
        watch("nothing", Evidence.of(new Utterance(8, 10, "The train is late", 0.9)));
        store.putEvidence(new EvidenceEntry(HALL, 0, 0, "", List.of(), EnumSet.allOf(Kind.class)));
        store.putEvidence(new EvidenceEntry(HALL, 1, 30, "", List.of(), Set.of(Kind.OBJECT, Kind.TEXT)));
        assertThat(ask("What was said about the train?")).isInstanceOfSatisfying(Answer.Answered.class, answer ->
                assertThat(answer.text()).contains("The train is late"));
        assertThat(ask("Did anyone mention a dog?")).isInstanceOf(Answer.CannotTell.class);
        assertThat(ask("How often was the train mentioned?")).isInstanceOf(Answer.CannotTell.class);
    }

    @Test
    void aClassThatWasLookedForIsAnsweredAsEver() {
        watchPeopleAlone();
        assertThat(ask("Was there a person?")).isInstanceOf(Answer.Answered.class);
        assertThat(ask("How many people were there at 00:40?")).isInstanceOfSatisfying(Answer.Answered.class,
                answer -> assertThat(answer.text()).startsWith("0"));
        assertThat(ask("What happened?")).isInstanceOf(Answer.Answered.class);
        assertThat(ask("What was said?")).isInstanceOf(Answer.NotSeen.class);
    }
}
