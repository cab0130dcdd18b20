package dev.afterimage.answering.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.parse.QuestionGrammar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** People see how their question was understood in one plain English sentence. */
class QuerySentenceTest {

    private final QuestionGrammar grammar = new QuestionGrammar();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "which left first, the van or the bus | Which left first, the van or the bus?",
        "was the ladder taken? | Was the ladder taken?",
        "is the kettle gone now | Is the kettle gone now?",
        "what was on the table | What was there on the table?",
        "who came into the hall after 0:30 | Who entered the hall after 00:30?",
        "how many tall people in a red coat were at the gate | How many different tall people with a red coat at the gate were there?",
        "how long from the van arriving to the box being put down | How long between the van coming and the box being put down?",
        "did anybody mention the train | Did anybody say \"train\"?",
        "did the cat come at half past nine last night? | Did a cat come at 9:30 pm yesterday?",
        "how often did the dog come in the first minute | How many times did the dog come in the first minute?",
        "when did the tram pass the second time? | When did the tram pass for the second time?",
        "Which left the table last, the cake or the pie? | Which left the table last, the cake or the pie?",
        "did a fox come through the yard | Did a fox pass through the yard?",
        "did the car go left? | Did the car go to the left?",
        "was anybody on the street | Was there anybody on the street?"})
    void aQueryIsPutInPlainWords(String question, String sentence) {
        Query query = grammar.parse(question, List.of());
        assertThat(QuerySentence.of(query)).isEqualTo(sentence);
        assertThat(grammar.parse(sentence, List.of())).isEqualTo(query);
    }
}
