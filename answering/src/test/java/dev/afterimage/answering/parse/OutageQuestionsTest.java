package dev.afterimage.answering.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Query.Unwatched.Of;
import dev.afterimage.answering.query.Query.Unwatched.Why;
import dev.afterimage.answering.query.QuerySentence;
import dev.afterimage.answering.query.Window;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutageQuestionsTest {

    private final QuestionGrammar grammar = new QuestionGrammar();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Was the camera offline?                       | WHETHER | CAMERA
            Was the camera ever offline?                  | WHETHER | CAMERA
            Has the camera been down?                     | WHETHER | CAMERA
            Did the camera go offline?                    | WHETHER | CAMERA
            Did we lose the connection?                   | WHETHER | CAMERA
            Did the stream drop out at any point?         | WHETHER | CAMERA
            Was the connection lost?                      | WHETHER | CAMERA
            Were there any outages?                       | WHETHER | CAMERA
            Any disconnects?                              | WHETHER | CAMERA
            Was the feed interrupted?                     | WHETHER | CAMERA
            Was the camera turned off?                    | WHETHER | CAMERA
            Was the camera unreachable?                   | WHETHER | CAMERA
            Was the camera not working?                   | WHETHER | CAMERA
            Was the camera online?                        | WATCHED | CAMERA
            Is the camera working?                        | WATCHED | CAMERA
            Were you watching?                            | WATCHED | ANY
            Was the camera recording?                     | WATCHED | ANY
            Were there any gaps in the recording?         | WHETHER | ANY
            Were there gaps?                              | WHETHER | ANY
            Was the camera paused?                        | WHETHER | PAUSED
            Was the stream ever paused?                   | WHETHER | PAUSED
            When was the camera offline?                  | WHEN | CAMERA
            When did the camera go down?                  | WHEN | CAMERA
            When was the connection lost?                 | WHEN | CAMERA
            At what time did the stream disconnect?       | WHEN | CAMERA
            Since when is the camera offline?             | WHEN | CAMERA
            When were you not watching?                   | WHEN | ANY
            When was nobody watching?                     | WHEN | ANY
            When was it paused?                           | WHEN | PAUSED
            How long was the camera offline?              | HOW_LONG | CAMERA
            For how long was the stream down?             | HOW_LONG | CAMERA
            How much time was the camera disconnected?    | HOW_LONG | CAMERA
            How many minutes was the camera off?          | HOW_LONG | CAMERA
            How long was it paused?                       | HOW_LONG | PAUSED
            How often was the camera offline?             | TIMES | CAMERA
            How many times did the camera disconnect?     | TIMES | CAMERA
            How many outages were there?                  | TIMES | CAMERA
            How many gaps are there?                      | TIMES | ANY
            How often was the stream paused?              | TIMES | PAUSED
            Why was the camera offline?                   | REASON | CAMERA
            Why did the stream stop?                      | REASON | CAMERA
            """)
    void questionsAboutTimesThatNobodyWatchedBecomeTheirQuery(String question, Of of, Why why) {
        assertThat(grammar.parse(question, List.of())).isInstanceOfSatisfying(Query.Unwatched.class, asked -> {
            assertThat(asked.of()).isEqualTo(of);
            assertThat(asked.why()).isEqualTo(why);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was the camera offline at 05:30?", "Was the camera offline yesterday?", "When was the stream down last night?",
            "How long was the camera offline between 02:00 and 03:00?"})
    void theirTimeIsReadAsInOtherQuestions(String question) {
        assertThat(grammar.parse(question, List.of())).isInstanceOfSatisfying(Query.Unwatched.class,
                asked -> assertThat(asked.window().bounded()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Was there a camera?", "Did the man drop the camera?", "Was the power out?", "Did the car stop?",
            "When did the dog go off?", "Was the light off?", "Is the shop open?", "Was the camera stolen?", "Did anybody watch the dog?",
            "Was somebody running?", "How many people were running?", "Did the man break the link?", "Who turned off the camera?",
            "Was the door broken?", "Did the bus stop?", "When was the last time the man was gone?", "Was anyone there?", "Is it live?",
            "Did anyone come back?", "Was anybody gone?", "Did somebody fall down?", "Is anyone still there?"})
    void otherQuestionsDoNot(String question) {
        assertThat(grammar.parse(question, List.of())).isNotInstanceOf(Query.Unwatched.class);
    }

    @ParameterizedTest
    @EnumSource
    void theyAreToldInASentenceThatIsReadAsTheSame(Of of) {
        for (Why why : Why.values()) {
            Query query = new Query.Unwatched(of, why, Window.ALL);
            if (of != Of.WATCHED || why != Why.PAUSED) {
                assertThat(grammar.parse(QuerySentence.of(query), List.of())).as(QuerySentence.of(query)).isEqualTo(query);
            }
        }
    }
}
