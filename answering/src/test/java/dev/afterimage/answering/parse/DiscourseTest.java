package dev.afterimage.answering.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.query.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** What is said beside a question, and questions that lean on the one before. */
class DiscourseTest {

    private final QuestionGrammar grammar = new QuestionGrammar();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "My wife says she saw a fox last week, was there a fox? | Was there a fox?",
        "The inspector is coming on Monday. How many cones are on the ramp? | How many cones are on the ramp?",
        "When did the boat leave? My brother never writes anything down. | When did the boat leave?",
        "There's a note on the door. What does it say? | What does the note on the door say?",
        "The man with the ladder. Which way did he go? | Which way did the man with the ladder go?",
        "I was wondering whether a van came, if you don't mind my asking | Did a van come?",
        "Any idea when the kettle was taken? | When was the kettle taken?",
        "Tell me if anybody came. | Did anybody come?",
        "The gate, is it open? | Is the gate open?",
        "I don't suppose the postman came, did he? | Did the postman come?",
        "Terrible light in here. How many cones are on the ramp? | How many cones are on the ramp?",
        "what does the label say. eyes not great | What does the label say?",
        "A parcel was taken. Is that correct? | Was a parcel taken?",
        "I have a note that the gate was open at 4:20. True? | Was the gate open at 4:20?",
        "There is, I think, a notice on the gate. What does it say? | What does the notice on the gate say?",
        "The ferry or the yacht. Which left first? | Which left first, the ferry or the yacht?"})
    void whatStandsBesideAQuestionDoesNotChangeIt(String said, String plain) {
        assertThat(read(plain)).isNotInstanceOf(Query.Open.class);
        assertThat(read(said)).isEqualTo(read(plain));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"I only mean the red ones. How many cars were there?", "Ignore the dog. Was there a cat?",
        "Was there a cat? The zorblat.", "It was after ten seconds. How many cars were there?"})
    void whatNarrowsAQuestionDownIsNoRemark(String said) {
        assertThat(read(said)).isInstanceOf(Query.Open.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Is there a piano in the hall? | And a violin? | Is there a violin in the hall?",
        "When did the red canoe leave? | And the green one, when? | When did the green canoe leave?",
        "Where was the ladder at 7:20 this morning? | And at 7:40? | Where was the ladder at 7:40 this morning?",
        "Did the cyclist leave? | Left or right? | Did the cyclist leave left or right?",
        "What is on the top shelf? | And on the bottom shelf? | What is on the bottom shelf?",
        "When was the ladder put down? | Gone now? | Is the ladder gone now?",
        "How many gulls were there yesterday? | And how many terns? | How many terns were there yesterday?",
        "Did anything unusual happen on Monday? | And on Tuesday? | Did anything unusual happen on Tuesday?"})
    void aQuestionThatLeansOnTheOneBeforeIsReadWhole(String first, String next, String whole) {
        assertThat(read(whole)).isNotInstanceOf(Query.Open.class);
        assertThat(read(first, next)).isEqualTo(read(whole));
    }

    @ParameterizedTest
    @ValueSource(strings = "Hello! You ok?")
    void aGreetingWithWordsAboutTheTwoWhoSpeakIsSmallTalk(String said) {
        assertThat(read(said)).isInstanceOf(Query.SmallTalk.class);
    }

    @Test
    void aThingNamedBesideAQuestionMustBeAskedAbout() {
        assertThat(read("Was there a cat? The ladder.")).isInstanceOf(Query.Open.class);
    }

    private Query read(String... questions) {
        List<Query> before = new ArrayList<>();
        for (String question : questions) {
            before.add(grammar.parse(question, List.copyOf(before)));
        }
        return before.get(before.size() - 1);
    }
}
