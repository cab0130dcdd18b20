package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.stream.StreamLoad;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers over HTTP have no command line and read no Java. */
class MessagesTest extends ServiceTest {

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void noFailureNamesACommandOrItsOptions(ErrorCode code) {
        AfterimageException failure = new AfterimageException(code, "no speech pack is installed (afterimage models pull x)",
                "run 'afterimage models pull x', or choose another directory with --data");
        HttpFailure told = HttpFailure.of(failure);
        assertThat(told.getMessage() + told.remedy()).doesNotContain("afterimage ", "--").contains("no speech pack is installed");
        assertThat(told.remedy()).isNotBlank();
        StreamInfo failed = new StreamInfo(new StreamId("s"), "x", 1, Instant.EPOCH, 1, 1, false, StreamInfo.Status.FAILED, 0, 0, 0, 0, -1,
                failure.line());
        assertThat(StreamJson.of(failed, new StreamLoad()).path("failure").asText()).startsWith(code.name())
                .doesNotContain("afterimage ", "--");
    }

    @Test
    void aFaultOfOurOwnNamesNoJava() {
        start(new QaServerOptions());
        store.failWith(() -> new IllegalStateException("java.util.NoSuchElementException: No value present"));
        JsonObject error = error(get("/api/streams"));
        assertThat(error.getString("code")).isEqualTo("INTERNAL");
        assertThat(error.getString("message")).contains("No value present").doesNotContain("java.", "Exception");
    }

    @Test
    void anUnknownStreamIsListedOverHttp() {
        start(new QaServerOptions());
        JsonObject asked = new JsonObject().put("stream", "nowhere").put("question", "What?");
        assertThat(error(post("/api/ask", asked)).getString("remedy")).isEqualTo("list all streams with GET /api/streams");
    }
}
