package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.model.LanguageModel.Message;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.Thumbnail;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A yard: a red car from the left (10 to 30), a dog (14 to 20), a white car from the top (24 to 50), a bus (60, still there at 80), a sign
 * "OPEN" (40 to 48); the scene changes at 55; a giraffe nobody would believe (70, faint, for half a second).
 */
class VisitAnswersTest {

    private static final StreamId YARD = new StreamId("yard");
    private static final double LAST = 80;
    private static final InMemorySegmentStore STORE = new InMemorySegmentStore();
    private static GroundedAsker asker;

    @BeforeAll
    static void watch() {
        FakeLanguageModel model = new FakeLanguageModel();
        NotesPrompt prompt = new NotesPrompt(model);
        STORE.putStream(new StreamInfo(YARD, "file:yard.mp4", 2, Instant.EPOCH, 640, 360, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1,
                ""));
        Sighting red = new Sighting(1, 10, Sighting.THERE, "red", "left", "");
        Sighting dog = new Sighting(2, 14, Sighting.THERE, "", "", "");
        Sighting white = new Sighting(3, 24, Sighting.THERE, "white", "top", "");
        Sighting bus = new Sighting(4, 60, Sighting.THERE, "", "", "");
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, new FakeTextEmbedder())) {
            put(prefiller, 0);
            put(prefiller, 10, car("left", red));
            put(prefiller, 14, car("centre", red), new Evidence("dog", List.of("right"), 0.6, List.of(dog)));
            put(prefiller, 20, car("centre", red), new Evidence("dog", List.of(), 0.6, List.of(new Sighting(2, 14, 20, "", "", "right"))));
            put(prefiller, 24, new Evidence("car", List.of("centre", "left"), 0.7, List.of(red, white)));
            put(prefiller, 30, car("left", white),
                    new Evidence("car", List.of(), 0.7, List.of(new Sighting(1, 10, 30, "red", "left", "right"))));
            put(prefiller, 40, car("left", white), new Evidence(Evidence.Kind.TEXT, "OPEN", 1, List.of("centre"), 0.9));
            put(prefiller, 48, car("left", white));
            put(prefiller, 50, new Evidence("car", List.of(), 0.7, List.of(new Sighting(3, 24, 50, "white", "top", "bottom"))));
            put(prefiller, 60, new Evidence("bus", List.of("centre"), 0.8, List.of(bus)));
            put(prefiller, 70, new Evidence("bus", List.of("centre"), 0.8, List.of(bus)),
                    new Evidence("giraffe", List.of("left"), 0.3, List.of(new Sighting(5, 70, Sighting.THERE, "", "", ""))));
            put(prefiller, 70.5, new Evidence("bus", List.of("centre"), 0.8, List.of(bus)),
                    new Evidence("giraffe", List.of(), 0.3, List.of(new Sighting(5, 70, 70.5, "", "", ""))));
        }
        STORE.putScene(new Scene(YARD, 0, 0, 54.5, "", true));
        STORE.putScene(new Scene(YARD, 1, 55, LAST, "", false));
        STORE.putFrame(YARD, 160, new Thumbnail(LAST, new byte[] {1}));
        asker = new GroundedAsker(STORE, model, new FakeTextEmbedder());
    }

    private static Evidence car(String place, Sighting thing) {
        return new Evidence("car", List.of(place), 0.7, List.of(thing));
    }

    private static void put(BlockPrefiller prefiller, double seconds, Evidence... evidence) {
        EncodedFrame frame = new EncodedFrame(YARD, Math.round(seconds * 2), seconds, new float[] {1},
                Optional.of(new PromptPart.Text("[" + seconds + "]\n")), "note", List.of(evidence),
                new byte[] {1});
        prefiller.prefill(frame).ifPresent(STORE::commit);
    }

    private static Answer ask(String text, String... earlier) {
        return asker.ask(new Question(YARD, text, OptionalDouble.empty(), List.of(earlier).stream().map(turn -> new Message("user", turn))
                .toList()), piece -> { }).answer();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            How many cars came in all?                            | 2 cars             | 10-30
            How long was the red car there?                       | About 20 seconds   | 10-30
            When did the white car come?                          | 00:24              | 24-50
            When did the red car leave?                           | 00:30              | 10-30
            When did the second car come?                         | 00:24              | 24-50
            Was there a red car?                                  | Yes                | 10-30
            What colour was the first car?                        | Red                | 10-30
            From which side did the red car come?                 | From the left      | 10-30
            Which way did the dog leave?                          | To the right       | 14-20
            What came after the dog?                              | A white car at 00:24 | 24-50
            What came before the dog?                             | A red car at 00:10  | 10-14
            Was there a dog while the red car was there?          | Yes                | 14-20
            Was there a bus while the red car was there?          | No                 | 10-30
            How many cars came after the dog left?                | 1 car              | 24-50
            How many cars came between the dog and the bus?       | 1 car              | 24-50
            After the dog left, did a car come?                   | Yes                | 24-50
            How long was the sign visible?                        | About 8 seconds    | 40-48
            Was the bus there when the sign was shown?            | No                 | 40-48
            When did the scene change?                            | At 00:55           | 55-80
            How many scenes were there?                           | 2 scenes           | 55-80
            Is the bus still there?                               | Yes                | 60-80
            Is there a car at 39.5?                               | Yes, 1 car         | 30-50
            When was a car there after 00:35?                     | 00:35              | 35-50
            What is the most cars there were at once?             | 2 cars             | 24-30
            """)
    void visitsAreComputedWithTheirCitations(String question, String answer, String cited) {
        assertThat(ask(question)).isInstanceOfSatisfying(Answer.Answered.class, answered -> {
            assertThat(answered.method()).isEqualTo("computed");
            assertThat(answered.text()).contains(answer);
            Citation first = answered.citations().get(0);
            String[] span = cited.split("-");
            assertThat(List.of(first.start(), first.end())).as(answered.text())
                    .isEqualTo(List.of(Double.parseDouble(span[0]), Double.parseDouble(span[1])));
        });
    }

    @ParameterizedTest
    @CsvSource({"Was there a purple car?", "When did the third car come?", "What colour was the dog?", "By which side did the bus come "
            + "in?", "When was the cat there while the bus was there?",
        "How many cars came after the zebra left?", "What colour was the man's shirt?"})
    void whatWasNotMadeOutIsNotGuessed(String question) {
        assertThat(ask(question)).isInstanceOfAny(Answer.NotSeen.class, Answer.CannotTell.class);
    }

    @Test
    void aFaintSightIsNoAnswerButTheClosestThereWas() {
        assertThat(ask("Was there a giraffe?")).isInstanceOfSatisfying(Answer.NotSeen.class, unseen -> {
            assertThat(unseen.why()).startsWith("no giraffe was seen");
            assertThat(unseen.closest()).first().satisfies(closest -> {
                assertThat(closest.start()).isEqualTo(70);
                assertThat(closest.score()).isLessThan(AskSettings.DEFAULT.seenFloor()).isPositive();
            });
        });
    }

    @Test
    void aPronounMeansTheOneSpokenOf() {
        assertThat(ask("How long did it stay?", "When did the first car come?").toString()).contains("About 20 seconds");
        assertThat(ask("And by which side did it leave?", "When did the last car come?").toString()).contains("To the bottom");
        assertThat(ask("What colour was it?", "When did the first car come?").toString()).contains("Red");
        assertThat(ask("What about 39.5?", "How many cars are there at 00:25?").toString()).contains("1 car");
    }
}
