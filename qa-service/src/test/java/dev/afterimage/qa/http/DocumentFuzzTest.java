package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryDocument;
import dev.afterimage.answering.query.QuerySentence;
import dev.afterimage.answering.retrieval.WholeStory;
import dev.afterimage.answering.lexicon.Stems;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.model.LanguageModel.Message;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever a question, a chat or a document holds: it is read soon or refused as the client's error, never a fault. The
 * tests run their seeds and some thousand documents made from a fixed seed; with {@code JAZZER_FUZZ=1} one of the fuzz
 * tests looks for new ones on its own (docs/security.md).
 */
class DocumentFuzzTest {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final QuestionGrammar GRAMMAR = new QuestionGrammar();
    private static final List<String> MODELS = List.of("notes-135m");
    private static final List<String> WORDS = List.of("when", "did", "the", "first", "car", "before", "after", "while", "between", "and",
            "or", "which", "how many", "at 00:20", "00:99:99", "9999999999:00",
            "in the last 10 seconds", "\"", "'", "EXIT", "?", "\n", "  ", "\u2019", "it", "said", "red", "\ud83d\ude00", "\u0000",
                    "<|im_end|>", "second 99999999", "half a", "-", ",", "no", "a few minutes ago", "from 5 to 3", "until now");
    private static final List<String> PARTS = List.of("{", "}", "[", "]", ":", ",", "\"stream\"", "\"question\"", "\"history\"",
            "\"messages\"", "\"role\"", "\"user\"", "\"content\"", "\"model\"",
            "\"stream:street\"", "\"metadata\"", "\"at\"", "\"name\"", "\"uri\"", "\"fps\"", "\"classes\"", "\"thresholds\"",
                    "\"retrieval\"", "\"blocks\"", "null", "true", "-1", "1e999", "0.5", "\"\\ud800\"", "\"x\"", "\\", "\"");
    private static final List<String> SEEDS = List.of("{\"stream\": \"street\", \"question\": \"When?\", \"at\": 3, \"history\": "
            + "[{\"role\": \"user\", \"content\": \"and?\"}], \"retrieval\": \"rekv\", \"blocks\": 3}",
            "{\"model\": \"stream:street\", \"messages\": [{\"role\": \"user\", \"content\": [{\"text\": \"When?\"}]}], \"stream\": "
            + "true, \"stream_options\": {\"include_usage\": true}}",
            "{\"name\": \"door\", \"uri\": \"rtsp://a:b@c/d\", \"fps\": 2, \"loop\": true, \"pace\": \"asap\", \"classes\": [\"car\"], "
            + "\"thresholds\": {\"car\": 0.3}, \"smallest\": 0.1, \"read_text\": false}");

    /** Reads as the routes do. */
    private static void document(byte[] body) {
        for (Consumer<Fields> reader : List.<Consumer<Fields>>of(AskRoutes::question, fields -> ChatRequest.of(fields, MODELS),
                SourceRequest::of)) {
            refusable(() -> reader.accept(new Fields(Json.read(body))));
        }
    }

    private static void question(String text, List<String> earlier) {
        refusable(() -> {
            Question question = new Question(new StreamId("street"), text, OptionalDouble.empty(), earlier.stream()
                    .map(turn -> new Message("user", turn)).toList());
            List<String> turns = NotesPrompt.earlierQuestions(question.earlier());
            WholeStory.asked(question.text());
            WholeStory.askedIfEver(question.text());
            Stems.of(question.text());
            query(question.text(), turns);
        });
    }

    private static void query(String text, List<String> earlier) {
        List<Query> before = new ArrayList<>();
        earlier.forEach(turn -> before.add(GRAMMAR.parse(turn, List.copyOf(before))));
        Query query = GRAMMAR.parse(text, before);
        assertThat(QuerySentence.of(query)).isNotEmpty();
        assertThat(QueryDocument.of(query)).containsKey("ask");
    }

    private static void refusable(Runnable read) {
        assertTimeoutPreemptively(LONGEST, () -> {
            try {
                read.run();
            } catch (AfterimageException | HttpFailure refused) {
                assertThat(HttpFailure.of(refused).status()).isLessThan(500);
            }
        });
    }

    @FuzzTest(maxDuration = "5m")
    void anyDocument(byte[] body) {
        document(body);
    }

    @FuzzTest(maxDuration = "5m")
    void anyQuestionAndChat(FuzzedDataProvider data) {
        List<String> earlier = new ArrayList<>();
        for (int turns = data.consumeInt(0, 8); turns > 0; turns--) {
            earlier.add(data.consumeString(500));
        }
        question(data.consumeRemainingAsString(), earlier);
    }

    @FuzzTest(maxDuration = "5m")
    void anyParameter(FuzzedDataProvider data) {
        refusable(() -> Parameters.seconds(data.consumeRemainingAsString()));
    }

    private static String made(Random random, List<String> parts, String between, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(parts.get(random.nextInt(parts.size()))).append(between);
        }
        return text.toString();
    }

    private static byte[] mutated(Random random, String seed) {
        StringBuilder text = new StringBuilder(seed);
        for (int edits = random.nextInt(4); edits >= 0; edits--) {
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(12)), PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void documentsMadeFromASeedAreReadOrRefused() {
        Random random = new Random(19);
        for (int i = 0; i < 1_500; i++) {
            document(mutated(random, SEEDS.get(i % SEEDS.size())));
            document(made(random, PARTS, "", 30).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void questionsAndChatsMadeFromASeedAreReadInTime() {
        Random random = new Random(19);
        for (int i = 0; i < 500; i++) {
            List<String> earlier = new ArrayList<>();
            for (int turns = random.nextInt(6); turns > 0; turns--) {
                earlier.add(made(random, WORDS, random.nextBoolean() ? " " : "", 20));
            }
            question(made(random, WORDS, random.nextInt(5) == 0 ? "" : " ", i % 10 == 0 ? 400 : 25), earlier);
        }
    }
}
