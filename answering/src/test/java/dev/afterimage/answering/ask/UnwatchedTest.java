package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gate: a red car (30 to 60), a dog that is still there when the camera is lost at 303, nobody watched until 395;
 * then a bus, which stays until 420, and a white car (500 to 520). Watched up to 600.
 */
class UnwatchedTest {

    private static final StreamId GATE = new StreamId("gate");
    private static final Instant STARTED = Instant.parse("2026-11-30T12:00:00Z");
    private static final double LAST = 600;

    private final InMemorySegmentStore store = new InMemorySegmentStore();
    private Instant now = STARTED.plusSeconds(600);
    private GroundedAsker asker;

    @BeforeEach
    void watch() {
        FakeLanguageModel model = new FakeLanguageModel();
        NotesPrompt prompt = new NotesPrompt(model);
        store.putStream(new StreamInfo(GATE, "rtsp://camera/gate", 2, STARTED, 640, 360, true, StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1,
                ""));
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, new FakeTextEmbedder())) {
            put(prefiller, 0);
            put(prefiller, 30, thing("car", new Sighting(1, 30, Sighting.THERE, "red", "left", "")));
            put(prefiller, 60, gone("car", new Sighting(1, 30, 60, "red", "left", "right")));
            put(prefiller, 290, thing("dog", new Sighting(2, 290, Sighting.THERE, "", "left", "")));
            put(prefiller, 395, thing("bus", new Sighting(3, 395, Sighting.THERE, "", "", "")));
            put(prefiller, 420, gone("bus", new Sighting(3, 395, 420, "", "", "right")));
            put(prefiller, 500, thing("car", new Sighting(4, 500, Sighting.THERE, "white", "left", "")));
            put(prefiller, 520, gone("car", new Sighting(4, 500, 520, "white", "left", "right")));
        }
        store.putFrame(GATE, 1200, new Thumbnail(LAST, new byte[] {1}));
        store.putGap(new Gap(GATE, 303, 395, Gap.Cause.UNREACHABLE));
        asker = new GroundedAsker(store, model, new FakeTextEmbedder(), AskSettings.DEFAULT, prompt, () -> now);
    }

    private static Evidence thing(String label, Sighting thing) {
        return new Evidence(label, List.of("centre"), 0.9, List.of(thing));
    }

    private static Evidence gone(String label, Sighting thing) {
        return new Evidence(label, List.of(), 0.9, List.of(thing));
    }

    private void put(BlockPrefiller prefiller, double seconds, Evidence... evidence) {
        put(prefiller, GATE, seconds, evidence);
    }

    private void put(BlockPrefiller prefiller, StreamId stream, double seconds, Evidence... evidence) {
        EncodedFrame frame = new EncodedFrame(stream, Math.round(seconds * 2), seconds, new float[] {1},
                Optional.of(new PromptPart.Text("[" + seconds + "]\n")), "note", List.of(evidence),
                new byte[] {1});
        prefiller.prefill(frame).ifPresent(store::commit);
    }

    private Answer ask(String text) {
        return ask(GATE, text);
    }

    private Answer ask(StreamId stream, String text) {
        return asker.ask(new Question(stream, text, OptionalDouble.empty(), List.of()), piece -> { }).answer();
    }

    private String told(String text) {
        return told(GATE, text);
    }

    private String told(StreamId stream, String text) {
        Answer answer = ask(stream, text);
        return answer instanceof Answer.Answered answered ? answered.text() : answer instanceof Answer.NotSeen unseen ? unseen.why()
                : answer.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was there a car at 05:50?", "Is there a car at 05:50?", "How many cars were there at 05:50?",
            "What was there at 05:50?", "Where was the dog at 05:50?",
        "Was there a car between 05:10 and 06:30?", "How many cars came between 05:10 and 06:30?", "Was there a giraffe at 05:50?",
                "What happened between 05:10 and 06:30?",
        "Was anything said at 05:50?", "What did the sign say at 05:50?"})
    void aTimeThatNobodyWatchedIsNotAnswered(String question) {
        assertThat(ask(question)).isInstanceOfSatisfying(Answer.NotWatched.class, unwatched -> {
            assertThat(unwatched.why()).isEqualTo("nobody watched from 05:03 to 06:35: the camera could not be reached");
            assertThat(unwatched.gaps()).containsExactly(new Gap(GATE, 303, 395, Gap.Cause.UNREACHABLE));
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Was there a giraffe?                           | no giraffe was seen up to 10:00; from 05:03 to 06:35 nobody watched
            Was there a car between 01:30 and 08:00? | No, there was no car between 01:30 and 08:00; from 05:03 to 06:35 nobody watched.
            How many cars came in all?                     | At least 2 cars; from 05:03 to 06:35 nobody watched.
            How many cars came between 01:30 and 10:00?    | At least 1 car; from 05:03 to 06:35 nobody watched.
            How often was there a car?                     | At least 2 times, at 00:30 and 08:20; from 05:03 to 06:35 nobody watched.
            How long is the recording?                     | About 8 minutes 28 seconds; from 05:03 to 06:35 nobody watched.
            """)
    void whatWasNotFoundAndWhatIsCountedTellsWhatWasNotWatched(String question, String answer) {
        assertThat(told(question)).isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Was there a dog?                          | Yes, from 04:50 to 05:03.
            Was there a bus?                          | Yes, from 06:35 to 07:00.
            Was there a car at 00:40?                 | Yes, 1 car at 00:40.
            Was there a car at 07:30?                 | No, there was no car at 07:30.
            When did the first car come?              | At 00:30, until 01:00.
            When did the last car come?               | At 08:20, until 08:40.
            When did the bus leave?                   | At 07:00.
            Was there a giraffe between 00:00 and 05:00? | no giraffe was seen up to 10:00
            """)
    void whatWasFoundStandsAsItWasWatched(String question, String answer) {
        assertThat(told(question)).isEqualTo(answer);
    }

    @Test
    void aGapsEndIsNoArrivalAndItsBeginningNoLeaving() {
        assertThat(told("When did the bus come?"))
                .isEqualTo("There at 06:35; when it came is not known: from 05:03 to 06:35 nobody watched.");
        assertThat(told("When did the first bus come?"))
                .isEqualTo("There at 06:35; when it came is not known: from 05:03 to 06:35 nobody watched.");
        assertThat(told("When did the dog leave?")).isEqualTo("Last seen at 05:03; from 05:03 to 06:35 nobody watched.");
        assertThat(told("Did the dog leave?")).isEqualTo("Last seen at 05:03; from 05:03 to 06:35 nobody watched.");
        assertThat(told("How many buses came?")).startsWith("0 buses").contains("nobody watched");
        assertThat(told("How long was the dog there?"))
                .isEqualTo("At least 13 seconds, from 04:50 to 05:03; from 05:03 to 06:35 nobody watched.");
        assertThat(told("How long was the bus there?")).startsWith("At least 25 seconds, from 06:35 to 07:00");
        assertThat(told("How long was the red car there?")).startsWith("About 30 seconds");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Was the camera offline?                  | Yes, from 05:03 to 06:35: the camera could not be reached.
            When was the camera down?                | From 05:03 to 06:35: the camera could not be reached.
            How long was the stream disconnected?    | 92 seconds, from 05:03 to 06:35: the camera could not be reached.
            How often did the connection drop?       | Once: from 05:03 to 06:35: the camera could not be reached.
            Why was the camera offline?              | The camera could not be reached from 05:03 to 06:35.
            Was the camera offline at 05:30?         | Yes, from 05:03 to 06:35: the camera could not be reached.
            Was the camera offline at 01:00?         | No, the camera was not lost then.
            Was the camera offline between 00:10 and 04:00? | No, the camera was not lost between 00:10 and 04:00.
            Is the camera online?                    | Yes, as far as was watched, the camera was not lost then.
            Were you recording?                      | Not all the time: from 05:03 to 06:35: the camera could not be reached.
            """)
    void whenNobodyWatchedIsAnsweredItself(String question, String answer) {
        assertThat(told(question)).isEqualTo(answer);
    }

    @Test
    void whatTheCameraDidWhileNobodyWatchedForAnotherReasonIsNotKnown() {
        store.putGap(new Gap(GATE, 450, 480, Gap.Cause.PAUSED));
        store.putGap(new Gap(GATE, 550, 560, Gap.Cause.NOT_RUNNING));
        assertThat(told("Was the camera offline?")).isEqualTo("Yes, from 05:03 to 06:35: the camera could not be reached; "
                + "for another reason nobody watched from 07:30 to 08:00 (watching was paused) and from 09:10 to 09:20 (the service was "
                + "not running).");
        assertThat(told("When was it paused?")).startsWith("From 07:30 to 08:00: watching was paused");
        assertThat(told("How many gaps were there?")).startsWith("3 times: from 05:03 to 06:35 (the camera could not be reached)");
        assertThat(told("Was the camera offline at 07:40?"))
                .isEqualTo("That is not known: nobody watched from 07:30 to 08:00: watching was paused.");
        assertThat(told("How long was it paused?")).startsWith("30 seconds, from 07:30 to 08:00");
    }

    @Test
    void aLostCameraIsToldAsLostNow() {
        store.putGap(Gap.from(GATE, LAST, Gap.Cause.STALLED));
        now = STARTED.plusSeconds(700);
        assertThat(told("Is the camera offline now?")).isEqualTo("Yes, since 10:00: the camera sent no pictures.");
        assertThat(told("Is the camera online?")).isEqualTo("No, since 10:00: the camera sent no pictures.");
        assertThat(told("How long was the camera offline?")).startsWith("3 minutes 12 seconds in all: from 05:03 to 06:35 (")
                .contains("since 10:00 (the camera sent no pictures)");
        assertThat(ask("Was the camera offline?")).isInstanceOfSatisfying(Answer.Answered.class,
                answered -> assertThat(answered.citations()).isEmpty());
    }

    @Test
    void theSceneBehindAGapWasNotSeenToChange() {
        store.putScene(new Scene(GATE, 0, 0, 303, "", true));
        store.putScene(new Scene(GATE, 1, 395, 449, "", true));
        store.putScene(new Scene(GATE, 2, 450, LAST, "", false));
        assertThat(told("When did the scene change?")).isEqualTo("At 07:30; from 05:03 to 06:35 nobody watched.");
    }

    @Test
    void whatHappenedTellsWhatWasNotWatched() {
        assertThat(told("What happened between 04:00 and 08:00?")).contains("a dog at 04:50")
                .endsWith("from 05:03 to 06:35 nobody watched.");
    }

    @Test
    void anEventThatNobodySawNamesNoTime() {
        assertThat(ask("Was there a car after the dog left?")).isInstanceOf(Answer.NotWatched.class);
        assertThat(ask("How many cars were there before the bus came?")).isInstanceOf(Answer.NotWatched.class);
        assertThat(told("Was there a car after the bus left?")).startsWith("Yes");
    }

    @Test
    void citationsDoNotReachIntoAGap() {
        for (String question : List.of("Was there a car between 01:30 and 08:00?", "Was there a dog?",
                "How many people were there between 04:00 and 08:00?", "How long is the recording?")) {
            Answer answer = ask(question);
            var citations = answer instanceof Answer.Answered answered ? answered.citations() : ((Answer.NotSeen) answer).closest();
            assertThat(citations).as(question).allSatisfy(citation -> assertThat(citation.end() <= 303 || citation.start() >= 395)
                    .isTrue());
        }
    }

    @Test
    void whyNobodyWatchesNowIsToldWithAllCauses() {
        store.putGap(new Gap(GATE, LAST, 640, Gap.Cause.NOT_RUNNING));
        store.putGap(Gap.from(GATE, 640, Gap.Cause.PAUSED));
        now = STARTED.plusSeconds(700);
        assertThat(ask("Is there a car now?")).isInstanceOfSatisfying(Answer.NotWatched.class, unwatched -> {
            assertThat(unwatched.why()).isEqualTo("nobody watched from 10:00 to 10:40: the service was not running; "
                    + "nobody has watched since 10:40: watching was paused");
            assertThat(unwatched.gaps()).extracting(Gap::open).containsExactly(false, true);
        });
    }

    @Test
    void whatWasSeenSeveralTimesTellsWhatWasNotWatched() {
        assertThat(told("Was there a car between 00:00 and 10:00?")).startsWith("Yes, at least 2 times").endsWith("nobody watched.");
    }

    @Test
    void whatWasThereBeforeAndBehindAGapMayBeOneThing() {
        StreamId yard = new StreamId("yard");
        store.putStream(new StreamInfo(yard, "rtsp://camera/yard", 2, STARTED, 1, 1, true, StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, ""));
        FakeLanguageModel model = new FakeLanguageModel();
        try (BlockPrefiller prefiller = new BlockPrefiller(model, new NotesPrompt(model), new FakeTextEmbedder())) {
            put(prefiller, yard, 0);
            put(prefiller, yard, 10, thing("car", new Sighting(1, 10, Sighting.THERE, "", "left", "")));
            put(prefiller, yard, 40, thing("car", new Sighting(2, 40, Sighting.THERE, "", "", "")));
            put(prefiller, yard, 60, gone("car", new Sighting(2, 40, 60, "", "", "right")));
        }
        store.putFrame(yard, 200, new Thumbnail(100, new byte[] {1}));
        store.putGap(new Gap(yard, 20, 40, Gap.Cause.PAUSED));
        assertThat(told(yard, "How many cars came in all?")).isEqualTo("At least 1 car; from 00:20 to 00:40 nobody watched.");
        assertThat(told(yard, "How often was there a car?")).isEqualTo("At least 1 time, at 00:10 and 00:40; from 00:20 to 00:40 nobody "
                + "watched.");
        assertThat(told(yard, "When did the first dog come?")).startsWith("no dog was there");
    }

    @Test
    void whileTheCameraIsLostNothingIsKnownOfNow() {
        store.putGap(Gap.from(GATE, LAST, Gap.Cause.STALLED));
        now = STARTED.plusSeconds(700);
        for (String question : List.of("Is there a car?", "Is there a car now?", "How many cars are there now?", "What is there now?",
                "Was there a car at 11:00?",
                "Where is the dog?", "What happened in the last minute?")) {
            assertThat(ask(question)).as(question).isInstanceOfSatisfying(Answer.NotWatched.class,
                    unwatched -> assertThat(unwatched.why()).isEqualTo("nobody has watched since 10:00: the camera sent no pictures"));
        }
        assertThat(told("When did the last car come?")).isEqualTo("At 08:20, until 08:40; since 10:00 nobody watched.");
        assertThat(told("Was there a car at 08:30?")).isEqualTo("Yes, 1 car at 08:30.");
        assertThat(ask("Was there a car at 13:00?")).as("not yet").isInstanceOf(Answer.NotSeen.class);
    }

    @Test
    void aCameraThatNeverAnsweredIsNotWatched() {
        StreamId shed = new StreamId("shed");
        store.putStream(new StreamInfo(shed, "rtsp://camera/shed", 2, STARTED, 0, 0, true, StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, ""));
        store.putGap(Gap.from(shed, 0, Gap.Cause.UNREACHABLE));
        Answer answer = asker.ask(new Question(shed, "Is there a car?", OptionalDouble.empty(), List.of()), piece -> { }).answer();
        assertThat(answer).isInstanceOfSatisfying(Answer.NotWatched.class,
                unwatched -> assertThat(unwatched.why()).isEqualTo("nobody has watched since 00:00: the camera could not be reached"));
    }

    @Test
    void askedOfAMomentBeforeTheGapNothingIsSaidOfIt() {
        Answer before = asker.ask(new Question(GATE, "Was there a giraffe?", OptionalDouble.of(200), List.of()), piece -> { }).answer();
        assertThat(before).isInstanceOfSatisfying(Answer.NotSeen.class, unseen -> assertThat(unseen.why())
                .isEqualTo("no giraffe was seen up to 03:20"));
        assertThat(asker.ask(new Question(GATE, "Is there a car now?", OptionalDouble.of(350), List.of()), piece -> { }).answer())
                .isInstanceOf(Answer.NotWatched.class);
    }
}
