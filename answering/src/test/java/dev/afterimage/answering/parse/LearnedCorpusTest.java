package dev.afterimage.answering.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.learned.LearnedParser;
import dev.afterimage.answering.parse.QuestionCorpus.LabelledQuestion;
import dev.afterimage.answering.query.Query;
import dev.afterimage.model.question.PointerQuestionReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.IntStream;

/** The grammar with the trained reader behind it. The reader was trained with all voices that are not held out. */
class LearnedCorpusTest {

    private static final List<String> ALIEN = List.of("zorblat", "angrily", "helmet");

    private static final QuestionGrammar GRAMMAR = new QuestionGrammar();
    private static final LearnedParser PARSER = new LearnedParser(GRAMMAR, new PointerQuestionReader());

    private record Share(long right, long open, long wrong) { }

    private static Share share(String voices, List<LabelledQuestion> all, QuestionParser parser) {
        List<Query> parsed = all.stream().map(asked -> asked.parsed(parser)).toList();
        long right = 0;
        long open = 0;
        for (int i = 0; i < all.size(); i++) {
            right += all.get(i).right(parsed.get(i)) ? 1 : 0;
            open += parsed.get(i) instanceof Query.Open && !all.get(i).open() ? 1 : 0;
        }
        Share share = new Share(right, open, all.size() - right - open);
        System.out.printf("%s: %d of %d questions became their query, %d stayed open that need not, %d were misread%n", voices, right,
                all.size(), open, share.wrong);
        return share;
    }

    /** Measured at 0.92 with the voices that it was trained with; the floor only keeps it from falling. */
    @Test
    void nineOfTenQuestionsOfTheVoicesThatTheReaderWasTrainedWithBecomeTheirQuery() {
        List<LabelledQuestion> some = everySixth();
        Share alone = share("training, grammar alone", some, GRAMMAR);
        Share both = share("training, with the reader", some, PARSER);
        assertThat(both.right).isGreaterThan(alone.right);
        assertThat(both.right / (double) some.size()).isGreaterThan(0.88);
    }

    private static List<LabelledQuestion> everySixth() {
        List<LabelledQuestion> all = QuestionCorpus.training();
        return IntStream.range(0, all.size()).filter(i -> i % 6 == 0).mapToObj(all::get).toList();
    }

    @Test
    void heldOutVoicesAreReadNoWorse() {
        Share alone = share("held out, grammar alone", QuestionCorpus.heldOut(), GRAMMAR);
        Share both = share("held out, with the reader", QuestionCorpus.heldOut(), PARSER);
        assertThat(both.right).isGreaterThanOrEqualTo(alone.right);
    }

    @Test
    void aWordThatNobodyKnowsIsNeverDropped() {
        everySixth().stream().filter(asked -> asked.before().isEmpty() && asked.question().matches("[^,.;!?]+[.?!]?")).limit(60)
                .forEach(asked -> {
                    String[] words = asked.question().split(" ");
                    for (int at = 0; at <= words.length; at++) {
                        String alien = ALIEN.get((at + words.length) % ALIEN.size());
                        String question = String.join(" ", List.of(words).subList(0, at)) + " " + alien + " "
                                + String.join(" ", List.of(words).subList(at, words.length));
                        Query query = PARSER.parse(question.strip(), List.of());
                        assertThat(query instanceof Query.Open || QuestionCorpus.document(query).toString().contains(alien))
                                .as(question + " -> " + query).isTrue();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Were all the cars white?", "Was every car red?", "Did everybody leave?", "Was the van there all the time?",
        "Were none of the cars red?", "Will the car come back?", "Is it going to rain?", "Why did the dog leave?", "Was the driver angry?",
        "Which cars were not white?", "Did the man drink the coffee?", "I only mean the red ones. How many cars were there?",
        "what colour is it?"})
    void whatNoQuerySaysStaysOpen(String question) {
        assertThat(PARSER.parse(question, List.of())).isInstanceOf(Query.Open.class);
    }
}
