package dev.afterimage.answering.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ways to ask the same, each beside a plain one. */
class WordingsTest {

    private final QuestionGrammar grammar = new QuestionGrammar();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "When arrived the taxi? | When did the taxi arrive?",
        "Near the generator there is a fire extinguisher? | Is there a fire extinguisher near the generator?",
        "The milk van came at what time today? | When did the milk van come today?",
        "The lift lobby there got anybody? | Is there anybody in the lift lobby?",
        "That thing on the step, a cat or a fox? | Is that thing on the step a cat or a fox?",
        "What is the rate written on the board? | What is the rate on the board?",
        "Has come already the doctor? | Did the doctor come?",
        "Where stands the forklift? | Where is the forklift?",
        "What says the sign on the door? | What does the sign on the door say?",
        "It was open the window? | Was the window open?",
        "The waiter, he came back how many times? | How many times did the waiter come back?",
        "At 1 min 20, we see how many cups? | How many cups do we see at 1:20?",
        "The yellow scooter is departed when? | When did the yellow scooter leave?"})
    void theWordOrderOfOtherLanguagesIsRead(String said, String plain) {
        assertSame(said, plain);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "When was the bin taken, the blue one? | When was the blue bin taken?",
        "Where is the other one, the blue tractor? | Where is the blue tractor?",
        "What about the second driver, what was he wearing? | What was the second driver wearing?",
        "How many of the cars were silver? | How many silver cars were there?",
        "Who was last out, Dave or Steve? | Who left last, Dave or Steve?",
        "Between 10 and 20 s, the gate, was it open? | Was the gate open between 10 and 20 seconds?",
        "When was the number of cups at its highest? | When were there the most cups?",
        "Any sign of the fox? | Was there a fox?",
        "Was it picked up by anybody, the cap? | Was the cap picked up?",
        "Is the cookie jar, like, gone? | Is the cookie jar gone?",
        "Did the van just leave? | Has the van just left?",
        "What changed between the start and the end? | What changed?",
        "I saw a dog. Did it leave? | Did the dog leave?",
        "Was there any trace of a fox after eleven? | Was there a fox after eleven o'clock?",
        "Two-line summary, please. | What happened?",
        "In a sentence, what happened? | What happened?",
        "Give me a log of the last ten minutes. | What happened in the last ten minutes?",
        "Did anything go wrong? | Did anything unusual happen?",
        "What is it that the sign says? | What does the sign say?",
        "What number is on the locker? | Read the number on the locker.",
        "How long ago did the bus come? | When did the bus come?",
        "The boss wants to know when the bus came. | When did the bus come?",
        "Was there a fox, or did I dream that? | Was there a fox?",
        "How many cars came? Need it for the report. | How many cars came?",
        "The heron, bless him, where did he come from? | Where did the heron come from?",
        "Did the son leave first or the daughter? | Which left first, the son or the daughter?",
        "Was it after the bell that the cat left? | Did the cat leave after the bell?",
        "What was the man lugging? | What was the man carrying?",
        "Where does the man with the briefcase sit? | Where is the man with the briefcase?",
        "How much later than the dog did the cat come? | How long between the dog coming and the cat coming?",
        "Has the bus been past yet? | Has the bus passed?",
        "Was the box carted off? | Was the box taken?"})
    void theSameQuestionInOtherWordsIsTheSameQuery(String said, String plain) {
        assertSame(said, plain);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Was the van there just now? | 5", "Has a car just come? | 5", "Did the cat just go in? | 5"})
    void justNowIsAMomentAgo(String question, double seconds) {
        assertThat(grammar.parse(question, List.of()).window()).isEqualTo(new Window.Ago(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Is the gate open or shut?", "Is the garage door open?", "Was the man hurt?", "Was the light red?",
        "Is the café closed?"})
    void whatAThingIsOrDoesIsNoPartOfItsName(String question) {
        Query query = grammar.parse(question, List.of());
        assertThat(query instanceof Query.Is || query instanceof Query.Open).as(query.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"How many pints were there?", "Did the women leave?", "Was there a bus from Leeds?", "Who came, Nana or Bob?",
        "Did they say bye?", "Was there a naan on the table?", "Did the Zorb come?"})
    void aWordThatIsSpeltRightAndANameAreNotCorrected(String question) {
        String plain = question.toLowerCase(Locale.ROOT);
        String read = String.join(" ", Tokens.of(question).get(0).words());
        assertThat(plain.replaceAll("[^a-z ]", "")).isEqualTo(read.replaceAll("[^a-z ]", "").replaceAll(" +", " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Will the dog come back?", "Could a fox get into the shed?", "When will the bus come?",
        "Is it going to rain?", "Are the customers happy?", "Which cars were not white?"})
    void whatNoEvidenceTellsOfStaysOpen(String question) {
        assertThat(grammar.parse(question, List.of())).isInstanceOf(Query.Open.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Wasn't there a dog? | Was there a dog?",
        "Didn't the van leave? | Did the van leave?",
        "Isn't the van red? | Is the van red?",
        "'Was there a dog?' | Was there a dog?",
        "“When did the car come?” | When did the car come?"})
    void aNegativeQuestionAndOneInQuotationMarksAskTheSame(String said, String plain) {
        assertSame(said, plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was there a dog at 25:99?", "How many cars were there at 1:75?", "Was there a dog at 99999999999999999999?",
        "Were there 99999999999 cars?"})
    void timesAndNumbersThatCannotBeStayOpen(String question) {
        assertThat(grammar.parse(question, List.of())).isInstanceOf(Query.Open.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Who came in first? | And last? | Who came in last?",
        "What was said about the keys? | And about the car? | What was said about the car?",
        "Which came first, the dog or the cat? | And last? | Which came last, the dog or the cat?",
        "When did the porter come? | Was he by the door? | Was the porter by the door?",
        "What does the sign say? | And the banner? | What does the banner say?",
        "How many cars passed this morning? | And this afternoon? | How many cars passed this afternoon?",
        "Was the butcher there at 11:05 am? | And was he there at 11:20? | Was the butcher there at 11:20 am?",
        "Was there a lorry on Monday afternoon? | And on Thursday afternoon, was there one? | Was there a lorry on Thursday afternoon?",
        "Were there more men than women? | And at the end? | Were there more men than women at the end?"})
    void aQuestionThatLeansOnTheOneBeforeIsReadWhole(String first, String next, String whole) {
        List<Query> before = new ArrayList<>(List.of(grammar.parse(first, List.of())));
        assertThat(grammar.parse(next, before)).isEqualTo(grammar.parse(whole, List.of()));
    }

    private void assertSame(String said, String plain) {
        Query expected = grammar.parse(plain, List.of());
        assertThat(expected).isNotInstanceOf(Query.Open.class);
        assertThat(grammar.parse(said, List.of())).isEqualTo(expected);
    }
}
