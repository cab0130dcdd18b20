package dev.afterimage.answering.learned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.parse.QuestionWords;
import dev.afterimage.answering.parse.QuestionWords.Word;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryDocument;
import dev.afterimage.answering.query.QuerySentence;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import dev.afterimage.core.model.QuestionReader;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class LearnedParserTest {

    private static final long SEED = 20261201;

    /** Finds any step as likely as any other, by chance. */
    private static QuestionReader guessing(Random random) {
        return (words, facts) -> new QuestionReader.Reading() {
            @Override
            public float[] chances(BitSet allowed) {
                float[] chances = new float[LineSymbols.ALL.size() + words.size()];
                allowed.stream().forEach(step -> chances[step] = random.nextFloat());
                return chances;
            }

            @Override
            public void take(int step) { }
        };
    }

    /** Writes one line, sure of each step: symbols, and words copied from where they first stand. */
    private static QuestionReader writing(String... line) {
        return (words, facts) -> new QuestionReader.Reading() {
            private int next;

            @Override
            public float[] chances(BitSet allowed) {
                float[] chances = new float[LineSymbols.ALL.size() + words.size()];
                int symbol = LineSymbols.ALL.indexOf(line[next]);
                int step = symbol >= 0 && allowed.get(symbol) ? symbol : LineSymbols.ALL.size() + words.indexOf(line[next]);
                assertThat(allowed.get(step)).as(line[next]).isTrue();
                chances[step] = 1;
                return chances;
            }

            @Override
            public void take(int step) {
                next++;
            }
        };
    }

    private static Query read(String question, String... line) {
        return new LearnedParser((asked, before) -> new Query.Open(asked), writing(line)).parse(question, List.of());
    }

    @Test
    void whateverAReaderFindsLikelyIsAWholeQuery() {
        Random random = new Random(SEED);
        List<Word> words = QuestionWords.of("Did more than three red cars at 00:20 leave, or was it yesterday morning?", List.of());
        IntStream.range(0, 3000).mapToObj(i -> LearnedParser.line(guessing(random), words)).forEach(line -> {
            Query query = LineReader.query(line.steps(), words, new Query.Open("which?"));
            assertThat(QueryDocument.of(query)).containsKey("ask");
            assertThat(QuerySentence.of(query)).isNotEmpty();
        });
    }

    @Test
    void aWindowIsOnlyWrittenWhereTheQuestionNamesATime() {
        List<Word> words = QuestionWords.of("Did the cat come?", List.of());
        BitSet allowed = new Choices(List.of("when", "end"), words).allowed();
        assertThat(allowed.get(LineSymbols.ALL.indexOf("window"))).isFalse();
        assertThat(allowed.get(LineSymbols.ALL.indexOf("window now"))).isTrue();
    }

    @Test
    void aLineBecomesTheQueryThatItWrites() {
        Query query = read("Did the cars come at 00:20?", "exists", "kind appears", "thing", "cars", "window", "", "end");
        assertThat(query).isEqualTo(new Query.Exists(Event.of(Thing.of("car"), Event.Kind.APPEARS), new Window.At(20)));
    }

    @Test
    void moreThanANumberIsAtLeastTheNext() {
        Query query = read("Were there more than three cats?", "exists", "kind present", "more_than", "three", "thing", "cats", "end");
        assertThat(QueryDocument.of(query).toString()).contains("amount={at_least=4}");
    }

    @Test
    void aWordThatIsNeitherCopiedNorEverMeantByASymbolLeavesTheQuestionOpen() {
        String[] line = {"exists", "kind appears", "thing", "car", "end"};
        assertThat(read("Did the car come?", line)).isInstanceOf(Query.Exists.class);
        for (String alien : List.of("zorblat", "angrily", "helmet")) {
            assertThat(read("Did the car come " + alien + "?", line)).isInstanceOf(Query.Open.class);
        }
    }

    @Test
    void aTimeThatIsNotCopiedLeavesTheQuestionOpen() {
        String[] line = {"exists", "kind appears", "thing", "car", "end"};
        for (String time : List.of("in the morning", "at 10:00", "in the last two minutes", "last", "only twice")) {
            assertThat(read("Did the car come " + time + "?", line)).as(time).isInstanceOf(Query.Open.class);
        }
        String[] timed = {"exists", "kind appears", "thing", "car", "window", "", "end"};
        assertThat(read("Did the car come at 00:10?", timed)).isInstanceOf(Query.Exists.class);
        assertThat(read("Did the car come at 00:10 or at 00:20?", timed)).isInstanceOf(Query.Open.class);
    }

    @Test
    void whatTheReaderIsNotSureOfStaysOpen() {
        QuestionReader torn = (words, facts) -> new QuestionReader.Reading() {
            private final QuestionReader.Reading sure = writing("exists", "kind appears", "thing", "car", "end").read(words, facts);

            @Override
            public float[] chances(BitSet allowed) {
                float[] chances = sure.chances(allowed);
                for (int i = 0; i < chances.length; i++) {
                    chances[i] *= 0.95f;
                }
                return chances;
            }

            @Override
            public void take(int step) {
                sure.take(step);
            }
        };
        Query read = new LearnedParser((asked, before) -> new Query.Open(asked), torn).parse("Did the car come?", List.of());
        assertThat(read).isEqualTo(new Query.Open("Did the car come?"));
    }

    @Test
    void whatTheGrammarReadsIsNotReadAgain() {
        AtomicInteger reads = new AtomicInteger();
        QuestionReader counting = (words, facts) -> {
            reads.incrementAndGet();
            return guessing(new Random(SEED)).read(words, facts);
        };
        Query small = new LearnedParser((asked, before) -> new Query.SmallTalk(), counting).parse("Hello", List.of());
        assertThat(small).isInstanceOf(Query.SmallTalk.class);
        assertThat(reads).hasValue(0);
    }

    @Test
    void aQuestionThatIsTooLongIsLeftToTheModel() {
        String question = String.join(" ", Arrays.asList(new String[QuestionWords.MOST + 1])).replace("null", "car");
        QuestionReader none = (words, facts) -> {
            throw new AssertionError("it was read");
        };
        LearnedParser parser = new LearnedParser((asked, before) -> new Query.Open(asked), none);
        for (String asked : List.of(question, "\u8f66".repeat(400), "a-".repeat(300), "\u2026", "")) {
            assertThat(parser.parse(asked, List.of())).as(asked).isInstanceOf(Query.Open.class);
        }
        assertThat(parser.parse("and then?", List.of(new Query.Open("\u8f66".repeat(400))))).isInstanceOf(Query.Open.class);
    }
}
