package dev.afterimage.answering.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryDocument;
import dev.afterimage.answering.query.QuerySentence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked becomes some query, soon. */
class HostileQuestionsTest {

    private static final List<String> ODD = List.of("0", "-1", "99999999999999999999", "1:99", "\"", "'", ",", "the", "of", "after",
            "before", "1e400", "\u0663", "\uD83D\uDE42", "\u0000", ":",
            "\uD800", "\"12:30\"", "'10:00?", "1:2:3:4");
    private static final long SEED = 20261130;

    private final QuestionGrammar grammar = new QuestionGrammar();

    @Test
    void questionsWithWordsLeftOutPutInAndExchangedBecomeQueries() {
        List<String> questions = QuestionCorpus.training().stream().map(QuestionCorpus.LabelledQuestion::question).toList();
        Random random = new Random(SEED);
        List<Query> before = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            String question = changed(List.of(questions.get(random.nextInt(questions.size())).split(" ")), questions, random);
            assertThatCode(() -> {
                Query query = grammar.parse(question, List.copyOf(before));
                assertThat(QuerySentence.of(query)).isNotEmpty();
                assertThat(QueryDocument.of(query)).containsKey("ask");
                before.add(query);
            }).as(question).doesNotThrowAnyException();
            if (before.size() > 5) {
                before.clear();
            }
        }
    }

    @Test
    void aQuestionThatIsBrokenOffAnywhereBecomesAQuery() {
        List<String> questions = QuestionCorpus.training().stream().map(QuestionCorpus.LabelledQuestion::question).toList();
        for (int i = 0; i < questions.size(); i += 12) {
            List<String> words = List.of(questions.get(i).split(" "));
            for (int end = 1; end <= words.size(); end++) {
                String question = String.join(" ", words.subList(0, end));
                assertThatCode(() -> grammar.parse(question, List.of())).as(question).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"the van was there for how", "it came at what", "is it in which", "the dog went to how", "on how"})
    void aQuestionThatEndsInTheMiddleOfWhatIsAskedBecomesAQuery(String question) {
        assertThatCode(() -> grammar.parse(question, List.of())).doesNotThrowAnyException();
    }

    private static String changed(List<String> words, List<String> questions, Random random) {
        List<String> changed = new ArrayList<>(words);
        for (int times = random.nextInt(4); times > 0; times--) {
            int at = random.nextInt(changed.size() + 1);
            String[] other = questions.get(random.nextInt(questions.size())).split(" ");
            switch (random.nextInt(4)) {
                case 0 -> changed.add(at, other[random.nextInt(other.length)]);
                case 1 -> changed.add(at, ODD.get(random.nextInt(ODD.size())));
                case 2 -> changed.set(Math.min(at, changed.size() - 1), other[random.nextInt(other.length)]);
                default -> changed.remove(changed.size() > 1 ? Math.min(at, changed.size() - 1) : changed.size() - 1);
            }
            if (changed.isEmpty()) {
                changed.add("?");
            }
        }
        return String.join(" ", changed);
    }

    /** The bound is generous: a question of this length takes milliseconds. */
    @ParameterizedTest
    @ValueSource(strings = {"the ", "and the ", "after ", "10 ", "a red or ", "who was ", "\"", "how many ", "before the car ",
            "on the left of ", ", ", "xqzw "})
    void fourThousandCharactersOfOneWordAreReadSoon(String word) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> grammar.parse(word.repeat(4000 / word.length()), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Were all the cars white?", "Was every car red?", "Did everybody leave?", "Was the left bottle there the "
            + "whole time?",
        "Was the van parked there all the time?", "Did most people go right?", "Were none of the cars red?",
        "Was somebody there throughout?"})
    void aYesOrNoAboutAllOfSomethingIsNotReadAsOneAboutSome(String question) {
        assertThat(new QuestionGrammar().parse(question, List.of())).isInstanceOf(Query.Open.class);
    }
}
