package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.cli.ServiceLimits.Limit;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.http.QaPorts;
import dev.afterimage.qa.http.QaServer;
import dev.afterimage.qa.http.QaServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceLimitsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What each key sets, and how the service is without it. */
    private static final Map<Limit, ToLongFunction<QaServerOptions>> SET = new LinkedHashMap<>();
    private static final Map<Limit, Long> DEFAULTS = new LinkedHashMap<>();

    static {
        known(Limit.QUESTION_SECONDS, 60, QaServerOptions::askSeconds);
        known(Limit.QUESTIONS_AT_ONCE, 2, QaServerOptions::askThreads);
        known(Limit.QUESTIONS_WAITING, 32, QaServerOptions::askQueue);
        known(Limit.QUESTIONS_PER_CLIENT, 8, QaServerOptions::askQueueEach);
        known(Limit.HISTORY_TURNS, 64, QaServerOptions::historyTurns);
        known(Limit.HISTORY_CHARACTERS, 64_000, QaServerOptions::historyCharacters);
        known(Limit.CONNECTIONS, 512, QaServerOptions::connections);
        known(Limit.CONNECTIONS_PER_ADDRESS, 64, QaServerOptions::connectionsEach);
        known(Limit.HEADER_SECONDS, 10, QaServerOptions::headerSeconds);
        known(Limit.BODY_SECONDS, 30, QaServerOptions::bodySeconds);
        known(Limit.IDLE_SECONDS, 60, QaServerOptions::idleSeconds);
        known(Limit.PING_SECONDS, 30, QaServerOptions::pingSeconds);
        known(Limit.BODY_BYTES, 1 << 20, QaServerOptions::maxBodyBytes);
        known(Limit.LIVE_EVENTS_WAITING, 128, QaServerOptions::liveQueue);
    }

    @TempDir
    private Path directory;

    private static void known(Limit limit, long byDefault, ToLongFunction<QaServerOptions> read) {
        SET.put(limit, read);
        DEFAULTS.put(limit, byDefault);
    }

    private ServiceLimits limits(String yaml) throws Exception {
        return ServeConfig.read(Files.writeString(directory.resolve("serve.yaml"), yaml)).serviceLimits();
    }

    @ParameterizedTest
    @EnumSource
    void eachKeySetsItsLimitAndNoOther(Limit set) throws Exception {
        long other = DEFAULTS.get(set) / 2;
        QaServerOptions options = limits("limits: {" + set.key() + ": " + other + "}").in(new QaServerOptions());
        SET.forEach((limit, read) -> assertThat(read.applyAsLong(options)).as(limit.key())
                .isEqualTo(limit == set ? other : DEFAULTS.get(limit)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''", "limits:", "limits: {}", "limits: {connections: }", "# nothing"})
    void whatIsNotWrittenStaysAsItIs(String yaml) throws Exception {
        QaServerOptions options = limits(yaml).in(new QaServerOptions());
        SET.forEach((limit, read) -> assertThat(read.applyAsLong(options)).as(limit.key()).isEqualTo(DEFAULTS.get(limit)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{question_seconds: 0}         | 'limits.question_seconds' is 0 in            | a whole number from 1 to 3600",
        "{connections: -1}             | 'limits.connections' is -1 in                | from 1 to 65536",
        "{history_turns: 65}           | 'limits.history_turns' is 65 in              | from 0 to 64",
        "{body_seconds: 2.5}           | 'limits.body_seconds' is 2.5 in              | whole number",
        "{idle_seconds: soon}          | 'limits.idle_seconds' is \"soon\" in         | whole number",
        "{header_seconds: 99999999999} | 'limits.header_seconds' is 99999999999 in    | from 1 to 3600",
        "{questions_per_client: [8]}   | 'limits.questions_per_client' is [8] in      | whole number",
        "{questions: 3}                | there is no limit 'questions' in             | question_seconds, questions_at_once",
        "60                            | 'limits' is 60 in                            | {question_seconds: 90}"})
    void whatCannotBeIsRefusedInASentence(String block, String because, String remedy) {
        assertThatThrownBy(() -> limits("limits: " + block)).isInstanceOfSatisfying(AfterimageException.class, said -> {
            assertThat(said.code()).isEqualTo(ErrorCode.USAGE_CONFIG);
            assertThat(said.getMessage()).contains(because + " the configuration");
            assertThat(said.remedy()).contains(remedy);
        });
    }

    @Test
    void aQuestionThatTakesTooLongNamesTheKeyThatGivesItMore() {
        assertThat(Deadline.in(Duration.ofSeconds(1)).timeout().remedy()).contains("limits." + Limit.QUESTION_SECONDS.key());
    }

    @Test
    void everyKeyIsDocumentedWithItsDefault() throws Exception {
        List<String> lines = Files.readAllLines(Path.of(System.getProperty("afterimage.root"), "docs", "configuration.md"));
        assertThat(Arrays.asList(Limit.values())).allSatisfy(limit -> assertThat(lines).as(limit.key())
                .anyMatch(line -> line.startsWith("| `" + limit.key() + "` | " + DEFAULTS.get(limit) + " |")));
    }

    @Test
    void aShorterChatOfTheConfigurationIsWhatTheServiceTakes() throws Exception {
        Service.Options options = new Service.Options("127.0.0.1", 0, AccessSettings.OPEN, Optional.empty(), Map.of(),
                limits("limits: {history_turns: 2}"));
        QaServer server = new QaServer(new QaPorts(new InMemorySegmentStore(), (question, deadline) -> {
            throw new UnsupportedOperationException("no stream is there to be asked about");
        }, Optional.empty(), new LiveFeed(), List.of("none"), "0"), Service.serverOptions(options));
        server.startNow();
        try {
            assertThat(ask(server, 3).body()).contains("USAGE_HISTORY_TOO_LONG", "3 turns", "newest 2");
            assertThat(ask(server, 2).body()).contains("STREAM_UNKNOWN");
        } finally {
            server.stopNow();
        }
    }

    private static HttpResponse<String> ask(QaServer server, int turns) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("stream", "street").put("question", "And now?");
        ArrayNode history = body.putArray("history");
        for (int turn = 0; turn < turns; turn++) {
            history.addObject().put("role", "user").put("content", "Was there a car?");
        }
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/ask"))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.toString())).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
