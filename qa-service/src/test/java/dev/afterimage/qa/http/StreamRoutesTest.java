package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.Outage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamRoutesTest extends ServiceTest {

    @BeforeEach
    void serve() {
        start(new QaServerOptions().setSuggestions(Map.of(FakeStreams.TABLE, List.of("How many bottles?"))));
    }

    @Test
    void whatNothingReadsIsRefused() {
        for (String path : List.of("/api/info?lang=en", "/api/streams?status=watching", "/api/streams/street?full=true", "/v1/models?x=1",
                "/api/streams/street/timeline?from=0&to=10&width=5", "/api/streams/street/kept?days=1", "/api/uploads?x=")) {
            HttpResponse<Buffer> refused = get(path);
            assertThat(refused.statusCode()).as(path).isEqualTo(400);
            assertThat(refused.bodyAsString()).as(path).contains("there is no parameter");
        }
        HttpResponse<Buffer> other = await(client.post(server.port(), "127.0.0.1", "/api/ask")
                .putHeader("Content-Type", "application/json-seq").sendBuffer(Buffer.buffer("{}")));
        assertThat(other.statusCode()).isEqualTo(415);
    }

    @Test
    void allStreamsAreListedWithWhatToAskThem() {
        JsonArray streams = get("/api/streams").bodyAsJsonObject().getJsonArray("streams");
        assertThat(streams.stream().map(stream -> ((JsonObject) stream).getString("name"))).containsExactly("street", "table");
        assertThat(streams.getJsonObject(0).getJsonArray("suggestions").getList())
                .containsExactly("When did the first car appear?", "Is there a car now?", "What changed last?");
        assertThat(streams.getJsonObject(1).getJsonArray("suggestions").getList()).containsExactly("How many bottles?");
    }

    @Test
    void oneStreamIsShown() {
        JsonObject street = get("/api/streams/street").bodyAsJsonObject();
        assertThat(street.getString("status")).isEqualTo("watching");
        assertThat(street.getInteger("blocks")).isEqualTo(8);
        assertThat(street.getDouble("last_seconds")).isEqualTo(29);
        assertThat(street.getLong("kv_bytes")).isPositive();
    }

    @Test
    void aLostStreamIsNotShownAsWatched() {
        watching.outages.put(FakeStreams.STREET, new Outage(FakeStreams.STREET, ErrorCode.INPUT_UNREACHABLE, Instant.now()
                .minusSeconds(40), 7,
                "INPUT_UNREACHABLE: the camera is off; switch it on."));
        watching.outages.put(FakeStreams.TABLE, new Outage(FakeStreams.TABLE, ErrorCode.STORAGE_FULL, Instant.now().minusSeconds(600), 300,
                "STORAGE_FULL: the disk is full; free some space."));
        JsonObject street = get("/api/streams/street").bodyAsJsonObject();
        assertThat(street.getString("status")).isEqualTo("reconnecting");
        assertThat(street.getString("failure")).startsWith("unreachable for 4").contains("INPUT_UNREACHABLE: the camera is off");
        JsonObject table = get("/api/streams").bodyAsJsonObject().getJsonArray("streams").getJsonObject(1);
        assertThat(table.getString("status")).isEqualTo("disk_full");
        assertThat(table.getString("failure")).startsWith("nothing could be stored for 10 min: STORAGE_FULL");
        assertRefused(new JsonObject().put("name", "street").put("uri", "street.mp4"), 409, "USAGE_STREAM_EXISTS");
    }

    @Test
    void aStreamIsAddedWithItsSettings() {
        HttpResponse<Buffer> added = post("/api/streams", new JsonObject().put("name", "yard").put("uri", "rtsp://me:secret@host/yard")
                .put("fps", 4).put("loop", true).put("pace", "asap").put("classes", new JsonArray().add("cat"))
                .put("thresholds", new JsonObject().put("cat", .4)).put("read_text", false));
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.getHeader("Location")).isEqualTo("/api/streams/yard");
        assertThat(added.bodyAsString()).contains("rtsp://me:***@host/yard").doesNotContain("secret");
        SourceSettings settings = watching.started.peek();
        assertThat(settings.fps()).isEqualTo(4);
        assertThat(settings.loop()).isTrue();
        assertThat(settings.pace()).isEqualTo(SourceSettings.Pace.ASAP);
        assertThat(settings.reading().classes()).containsExactly("cat");
        assertThat(settings.reading().thresholds()).containsEntry("cat", .4);
        assertThat(settings.reading().readText()).isFalse();
        assertThat(settings.origin()).isEqualTo(SourceSettings.Origin.CLIENT);
    }

    @Test
    void aStreamWithoutSettingsGetsTheUsualOnes() {
        assertThat(post("/api/streams", new JsonObject().put("name", "yard").put("uri", "yard.mp4")).statusCode()).isEqualTo(201);
        SourceSettings settings = watching.started.peek();
        assertThat(settings.fps()).isEqualTo(SourceSettings.DEFAULT_FPS);
        assertThat(settings.pace()).isEqualTo(SourceSettings.Pace.REALTIME);
        assertThat(settings.loop()).isFalse();
        assertThat(settings.reading().readText()).isTrue();
    }

    @Test
    void aSourceThatCannotBeReadIsSaidSo() {
        assertRefused(new JsonObject().put("name", "yard").put("uri", "/films/missing.mp4"), 422, "INPUT_NOT_FOUND");
    }

    @Test
    void wrongSettingsAreRefused() {
        JsonObject source = new JsonObject().put("name", "yard").put("uri", "yard.mp4");
        assertRefused(source.copy().put("name", "the/yard"), 400, "USAGE_STREAM_NAME");
        assertRefused(source.copy().put("uri", " "), 400, "USAGE");
        assertRefused(source.copy().put("fps", 0), 400, "USAGE");
        assertRefused(source.copy().put("fps", "fast"), 400, "USAGE");
        assertRefused(source.copy().put("fps", 1e-300), 400, "USAGE");
        assertRefused(source.copy().put("fps", 1e300), 400, "USAGE");
        assertRefused(source.copy().put("fps", new java.math.BigDecimal("1e999")), 400, "USAGE");
        assertRefused(source.copy().put("smallest", 2), 400, "USAGE");
        assertRefused(source.copy().put("smallest", new java.math.BigDecimal("-1e999")), 400, "USAGE");
        assertRefused(source.copy().put("thresholds", new JsonObject().put("cat", 1e300)), 400, "USAGE");
        assertRefused(source.copy().put("thresholds", new JsonObject().put("cat", -1)), 400, "USAGE");
        assertRefused(source.copy().put("pace", "slow"), 400, "USAGE");
        assertThat(error(post("/api/streams", source.copy().put("pace", "rtsp://u:p@ss@host/?token=x"))).getString("message"))
                .contains("rtsp://u:***@host/?token=***");
        assertRefused(source.copy().put("loop", "yes"), 400, "USAGE");
        assertRefused(source.copy().put("classes", "cat"), 400, "USAGE");
        assertRefused(source.copy().put("thresholds", new JsonObject().put("cat", "high")), 400, "USAGE");
        assertRefused(source.copy().put("name", "street"), 409, "USAGE_STREAM_EXISTS");
        assertThat(watching.started).isEmpty();
    }

    private void assertRefused(JsonObject source, int status, String code) {
        HttpResponse<Buffer> response = post("/api/streams", source);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(error(response).getString("code")).isEqualTo(code);
        assertThat(error(response).getString("remedy")).isNotBlank();
    }

    @Test
    void aDeletedStreamIsForgottenByAll() {
        assertThat(delete("/api/streams/street").statusCode()).isEqualTo(204);
        assertThat(watching.forgotten).containsExactly(FakeStreams.STREET);
        assertThat(get("/api/streams/street").statusCode()).isEqualTo(404);
        assertThat(error(delete("/api/streams/street")).getString("code")).isEqualTo("STREAM_UNKNOWN");
    }

    @Test
    void aServiceThatOnlyReadsNeitherAddsNorDeletes() {
        await(server.stop());
        server = await(new QaServer(new QaPorts(store, asker, Optional.empty(), feed, List.of(), "0.1.0"), new QaServerOptions().setPort(0))
                .start());
        assertThat(get("/api/info").bodyAsJsonObject().getBoolean("can_add")).isFalse();
        assertRefused(new JsonObject().put("name", "yard").put("uri", "yard.mp4"), 409, "USAGE_CONFIG");
        assertThat(delete("/api/streams/street").statusCode()).isEqualTo(409);
        assertThat(store.stream(new StreamId("street"))).isPresent();
    }

    @Test
    void aBrokenStoreIsTheServersFault() {
        store.failWith(() -> new AfterimageException(ErrorCode.STORAGE_FULL, "the disk is full", "free some space"));
        HttpResponse<Buffer> response = get("/api/streams");
        assertThat(response.statusCode()).isEqualTo(507);
        assertThat(error(response).getString("remedy")).isEqualTo("free some space");
        store.failWith(() -> new IllegalStateException("bug"));
        assertThat(get("/api/streams").statusCode()).isEqualTo(500);
        assertThat(error(get("/api/streams")).getString("code")).isEqualTo("INTERNAL");
    }

    @Test
    void theInfoNamesVersionAndModels() {
        JsonObject info = get("/api/info").bodyAsJsonObject();
        assertThat(info.getString("version")).isEqualTo("0.1.0");
        assertThat(info.getJsonArray("models").getList()).containsExactly("notes-135m");
        assertThat(info.getBoolean("can_add")).isTrue();
        assertThat(info.getJsonObject("history").getMap()).isEqualTo(Map.of("turns", 64, "characters", 64_000));
    }

    private HttpResponse<Buffer> delete(String path) {
        return await(client.delete(server.port(), "127.0.0.1", path).send());
    }
}
