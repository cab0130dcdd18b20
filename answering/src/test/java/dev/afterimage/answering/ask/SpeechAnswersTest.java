package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeStreams;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about what was said, asked of a stream that was heard and seen. */
class SpeechAnswersTest {

    private static final StreamId HALL = new StreamId("hall");
    private static final String MOMENTS = "0 nothing; 4 1 person left; 6 said 2-4.5 The train to London leaves at nine.; 12 nothing; "
            + "14 said 11-13.5 Please use the emergency exit.; 20 said 17-19 The train is late again.";

    private final InMemorySegmentStore store = new InMemorySegmentStore();

    private Answer ask(String moments, String question, OptionalDouble at) {
        return ask(new FakeLanguageModel(), moments, question, at, List.of());
    }

    /** A model that was taught to read, and answers this. */
    private Answer read(String question, String answer, String... earlier) {
        FakeLanguageModel model = new FakeLanguageModel(context -> {
            String said = context.substring(context.lastIndexOf("assistant\n") + 10);
            String rest = answer.startsWith(said) ? answer.substring(said.length()) : "";
            return rest.isEmpty() ? "" : rest.replaceFirst("^( ?[A-Za-z]+| ?\\d| ?[^A-Za-z\\d]).*$", "$1");
        }, Optional.of("Not seen."));
        return ask(model, MOMENTS, question, OptionalDouble.empty(), Stream.of(earlier).map(text -> new LanguageModel.Message("user", text))
                .toList());
    }

    private Answer ask(FakeLanguageModel model, String moments, String question, OptionalDouble at, List<LanguageModel.Message> earlier) {
        NotesPrompt prompt = new NotesPrompt(model);
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, new FakeTextEmbedder())) {
            FakeStreams.watch(store, prefiller, HALL, moments, 24);
        }
        return new GroundedAsker(store, model, new FakeTextEmbedder(), AskSettings.DEFAULT, prompt)
                .ask(new Question(HALL, question, at, earlier), text -> { })
                .answer();
    }

    private Answer ask(String question) {
        return ask(MOMENTS, question, OptionalDouble.empty());
    }

    private Answer.Answered answered(String question) {
        assertThat(ask(question)).as(question).isInstanceOf(Answer.Answered.class);
        return (Answer.Answered) ask(question);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "What did she say about the exit?         | \"Please use the emergency exit\".                                  | 11 | 13.5",
        "What was said about London?              | \"The train to London leaves at nine\".                             | 2  | 4.5",
        "When was the word 'exit' said?           | From 00:11 to 00:14.                                                | 11 | 13.5",
        "When did they last mention a train?      | From 00:17 to 00:19.                                                | 17 | 19",
        "Did anyone mention the exit?             | Yes, from 00:11 to 00:14: \"Please use the emergency exit\".        | 11 | 13.5",
        "How often was the train mentioned?       | 2 times, at 00:02 and 00:17.                                        | 2  | 4.5",
        "What was said at 00:18?                  | \"The train is late again\".                                        | 17 | 19",
        "When does the train to London leave?     | It was said from 00:02 to 00:05: \"The train to London leaves at nine\". | 2 | 4.5"})
    void answersQuoteWhatWasHeardAndCiteItsTime(String question, String expected, double start, double end) {
        Answer.Answered answer = answered(question);
        assertThat(answer.text()).isEqualTo(expected);
        Citation first = answer.citations().get(0);
        assertThat(first.kind()).isEqualTo("speech");
        assertThat(first.start()).isEqualTo(start);
        assertThat(first.end()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Was anything said about a dog? | nothing of \"dog\" was heard", "What did he say about money? |"
            + " nothing of \"money\" was heard",
        "What was said at 00:22? | nothing was heard"})
    void whatWasNotSaidIsNotSeen(String question, String why) {
        assertThat(ask(question)).as(question).isInstanceOfSatisfying(Answer.NotSeen.class, unseen -> assertThat(unseen.why())
                .contains(why));
    }

    @Test
    void whereNobodySpokeNothingWasHeard() {
        assertThat(ask("0 nothing; 4 1 person left", "What was said?", OptionalDouble.empty()))
                .isInstanceOfSatisfying(Answer.NotSeen.class, unseen -> assertThat(unseen.why()).contains("nothing was heard"));
    }

    @Test
    void wordsSpokenLaterThanTheQuestionAreNotRead() {
        assertThat(ask(MOMENTS, "When was the word 'exit' said?", OptionalDouble.of(12))).isInstanceOf(Answer.NotSeen.class);
    }

    @Test
    void aModelThatWasTaughtToReadsTheAnswerInWhatWasSaid() {
        assertThat(read("When does the London train go?", "At nine.")).isInstanceOfSatisfying(Answer.Answered.class, answer -> {
            assertThat(answer.text()).isEqualTo("At nine, it was said from 00:02 to 00:05.");
            assertThat(answer.method()).isEqualTo("read");
            assertThat(answer.citations()).singleElement().satisfies(citation -> assertThat(citation.kind()).isEqualTo("speech"));
        });
        assertThat(read("And the train to London?", "At nine.", "When does the bus go?")).isInstanceOfSatisfying(Answer.Answered.class,
                answer -> assertThat(answer.text()).startsWith("At nine"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"When does the train arrive? | Not seen.", "When does the train arrive? | At ten.",
            "When does the train to Paris leave? | At nine."})
    void whatIsReadWithoutSupportIsNotTold(String question, String answer) {
        assertThat(read(question, answer)).as(question).isInstanceOf(Answer.NotSeen.class);
    }

    @Test
    void aPlaceIsToldWithTheWordBeforeItThatWasSaid() {
        assertThat(read("When does the London train go?", "From nine."))
                .isInstanceOfSatisfying(Answer.Answered.class, answer -> assertThat(answer.text()).startsWith("At nine,"));
    }

    @Test
    void whatIsComputedStaysComputedWhateverTheModelWouldRead() {
        assertThat(read("When was the word 'exit' said?", "At nine."))
                .isInstanceOfSatisfying(Answer.Answered.class, answer -> assertThat(answer.method()).isEqualTo("computed"));
        assertThat(read("When was there a person?", "At nine."))
                .isInstanceOfSatisfying(Answer.Answered.class, answer -> assertThat(answer.method()).isEqualTo("computed"));
        assertThat(read("When does the train to London leave?", "Not seen.")).isInstanceOfSatisfying(Answer.Answered.class,
                answer -> assertThat(answer.text()).startsWith("It was said from 00:02"));
    }

    @Test
    void speechChangesNothingInThePicture() {
        assertThat(answered("When was there a person?").text()).contains("00:04").contains("00:12");
        assertThat(answered("How many people were there at 00:08?").text()).startsWith("1 person");
    }

    @Test
    void aThingOnlySpokenOfIsNotSeenButItsWordsAreTheClosest() {
        assertThat(ask("Was there a train?")).isInstanceOfSatisfying(Answer.NotSeen.class,
                unseen -> assertThat(unseen.closest().get(0).kind()).isEqualTo("speech"));
    }
}
