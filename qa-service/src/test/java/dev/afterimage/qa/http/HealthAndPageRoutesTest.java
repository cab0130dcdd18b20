package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.Signal;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.core.watch.Outage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthAndPageRoutesTest extends ServiceTest {

    @BeforeEach
    void serve() {
        start(new QaServerOptions());
    }

    @Test
    void itIsReadyWhileTheStoreAnswers() {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").bodyAsJsonObject().getInteger("streams")).isEqualTo(2);
        store.failWith(() -> new AfterimageException(ErrorCode.STORAGE_CORRUPT, "the index is broken", "restore it"));
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aFullDiskMakesTheServiceUnready() {
        store.full(true);
        HttpResponse<Buffer> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(error(ready).getString("code")).isEqualTo("STORAGE_FULL");
        assertThat(ready.bodyAsString()).contains("free some space").as("anybody may ask").doesNotContain("secret-place");
        assertThat(get("/metrics").bodyAsString()).contains("afterimage_storage_full 1.0");
        store.full(false);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").bodyAsString()).contains("afterimage_storage_full 0.0");
    }

    @Test
    void aLostCameraIsCountedAndMakesTheServiceNoLessReady() {
        assertThat(get("/readyz").bodyAsJsonObject().getInteger("reconnecting")).isZero();
        watching.outages.put(FakeStreams.STREET, new Outage(FakeStreams.STREET, ErrorCode.INPUT_UNREACHABLE, Instant.now()
                .minusSeconds(40), 7, "it is off"));
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").bodyAsJsonObject().getInteger("reconnecting")).isEqualTo(1);
        assertThat(get("/metrics").bodyAsString()).contains("afterimage_stream_up{stream=\"street\"} 0.0",
                "afterimage_stream_up{stream=\"table\"} 1.0",
                "afterimage_stream_outage_tries{code=\"INPUT_UNREACHABLE\",stream=\"street\"} 7.0",
                "afterimage_stream_outage_seconds{code=\"INPUT_UNREACHABLE\",stream=\"street\"} 4");
        watching.outages.clear();
        assertThat(get("/metrics").bodyAsString()).contains("afterimage_stream_up{stream=\"street\"} 1.0")
                .doesNotContain("afterimage_stream_outage_tries{");
    }

    @Test
    void metricsCountQuestionsAndStreams() {
        for (String question : List.of("When?", "Was there a dog?", "fail")) {
            post("/api/ask", new JsonObject().put("stream", "street").put("question", question));
        }
        String metrics = get("/metrics").bodyAsString();
        assertThat(metrics).contains("afterimage_questions_total{outcome=\"answered\"} 1.0",
                "afterimage_questions_total{outcome=\"not_seen\"} 1.0",
                "afterimage_questions_total{outcome=\"failed\"} 1.0", "afterimage_ask_first_token_seconds_count 3",
                "afterimage_stream_blocks{stream=\"street\"} 8.0", "afterimage_stream_kv_bytes{stream=\"table\"}", "jvm_memory_used_bytes",
                "afterimage_build_info{version=");
        assertThat(PrometheusComplaints.about(metrics)).isEmpty();
    }

    @Test
    void metricsTellHowAStreamKeepsUpWithItsCamera() {
        StreamLoad load = feed.load(FakeStreams.STREET);
        for (int i = 0; i < 10; i++) {
            load.sampled(i / 2.0);
        }
        for (int i = 0; i < 6; i++) {
            load.dropped();
        }
        load.stored(1.5);
        load.reconnected();
        assertThat(get("/metrics").bodyAsString()).contains("afterimage_stream_frames_sampled_total{stream=\"street\"} 10.0",
                "afterimage_stream_frames_dropped_total{stream=\"street\"} 6.0", "afterimage_stream_lag_seconds{stream=\"street\"} 3.0",
                "afterimage_stream_reconnects_total{stream=\"street\"} 1.0", "afterimage_stream_queued_frames{stream=\"street\"} 3.0",
                "afterimage_stream_skipped_ratio{stream=\"street\"} 0.6", "afterimage_stream_frames_sampled_total{stream=\"table\"} 0.0");
        JsonObject shown = get("/api/streams/street").bodyAsJsonObject().getJsonObject("load");
        assertThat(shown.getLong("frames_sampled")).isEqualTo(10);
        assertThat(shown.getLong("frames_dropped")).isEqualTo(6);
        assertThat(shown.getDouble("skipped")).isEqualTo(0.6);
        assertThat(shown.getBoolean("keeps_up")).isFalse();
        assertThat(get("/api/streams/street").bodyAsJsonObject().getJsonObject("signal").getString("picture")).isEqualTo("fine");
        load.signal(new Signal(Signal.Picture.BLACK, 2, Signal.Hearing.FINE, 0));
        JsonObject signal = get("/api/streams/street").bodyAsJsonObject().getJsonObject("signal");
        assertThat(signal.getString("picture")).isEqualTo("black");
        assertThat(signal.getDouble("picture_since")).isEqualTo(2);
        assertThat(signal.getValue("sound_since")).isNull();
        assertThat(get("/metrics").bodyAsString()).contains("afterimage_stream_picture_missing{stream=\"street\"} 1.0",
                "afterimage_stream_sound_missing{stream=\"street\"} 0.0");
        feed.forget(FakeStreams.STREET);
        assertThat(get("/metrics").bodyAsString()).contains("afterimage_stream_frames_sampled_total{stream=\"street\"} 0.0");
    }

    @Test
    void thePageAndEverythingItNamesIsServed() {
        HttpResponse<Buffer> page = get("/");
        assertThat(page.getHeader("Content-Type")).startsWith("text/html");
        assertThat(page.getHeader("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self' 'sha256-");
        Matcher paths = Pattern.compile("\"(/[^\"]+\\.(?:js|css|svg))\"").matcher(page.bodyAsString());
        int found = 0;
        while (paths.find()) {
            found++;
            assertThat(get(paths.group(1)).statusCode()).as(paths.group(1)).isEqualTo(200);
        }
        assertThat(found).isGreaterThan(4);
        assertThat(page.bodyAsString()).doesNotContain("http://", "https://");
    }

    @Test
    void librariesAreKeptForeverAndOwnFilesAskedForAgain() {
        HttpResponse<Buffer> script = get("/parts/afterimage-app.js");
        assertThat(script.getHeader("Content-Type")).startsWith("text/javascript");
        assertThat(script.getHeader("Cache-Control")).isEqualTo("no-cache");
        HttpResponse<Buffer> again = await(client.get(server.port(), "127.0.0.1", "/parts/afterimage-app.js")
                .putHeader("If-None-Match", script.getHeader("ETag")).send());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(get("/lib/lit/3.3.1/index.js").getHeader("Cache-Control")).contains("immutable");
    }

    @Test
    void headAnswersLikeGetWithoutABody() {
        for (String path : List.of("/", "/parts/afterimage-app.js", "/healthz", "/readyz", "/metrics", "/api/streams", "/v1/models",
                "/nothing.js", "/api/nothing")) {
            HttpResponse<Buffer> whole = get(path);
            // The next answer on the same connection is read right only if no byte of a body was sent.
            for (int i = 0; i < 2; i++) {
                HttpResponse<Buffer> head = await(client.head(server.port(), "127.0.0.1", path).send());
                assertThat(head.statusCode()).as(path).isEqualTo(whole.statusCode());
                assertThat(head.body()).as(path).isNull();
                assertThat(head.getHeader("Content-Type")).as(path).isEqualTo(whole.getHeader("Content-Type"));
                assertThat(head.getHeader("ETag")).as(path).isEqualTo(whole.getHeader("ETag"));
            }
            assertThat(get(path).bodyAsString().length()).as(path).isPositive();
        }
    }

    @Test
    void nothingElseIsServed() {
        for (String path : List.of("/nothing.js", "/../pom.xml", "/%2e%2e/logback-test.xml", "/lib/../../logback-test.xml", "/parts",
                "/api/nothing",
                "/lib/lit/3.3.1/LICENSE")) {
            HttpResponse<Buffer> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(error(response).getString("code")).isEqualTo("HTTP_NOT_FOUND");
        }
        assertThat(await(client.put(server.port(), "127.0.0.1", "/api/streams").send()).statusCode()).isEqualTo(405);
    }
}
