package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.watch.Outage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done with a stream that is there. */
class LifetimeRoutesTest extends ServiceTest {

    private static final String NAME = "Haust\u00fcr \ud83d\udc15";
    private static final String ENCODED = "Haust%C3%BCr%20%F0%9F%90%95";
    private static final JsonObject NONE = new JsonObject();
    private static final SourceSettings CAMERA = new SourceSettings(FakeStreams.STREET, "rtsp://me:secret@host/street", 2,
            SourceSettings.Pace.REALTIME, false, new ReadingSettings(Set.of("car"), Map.of("car", .5), -1, true));

    @BeforeEach
    void serve() {
        start(new QaServerOptions().setSourcePolicy(SourcePolicy.DEFAULT));
        watching.sources.put(FakeStreams.STREET, CAMERA);
    }

    @Test
    void aStreamIsPausedAndResumed() {
        assertThat(done(post("/api/streams/street/pause", NONE)).getString("status")).isEqualTo("paused");
        assertThat(get("/api/streams/street").bodyAsJsonObject().getString("status")).isEqualTo("paused");
        assertThat(done(post("/api/streams/street/resume", NONE)).getString("status")).isEqualTo("watching");
        HttpResponse<Buffer> again = post("/api/streams/street/resume", NONE);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(error(again).getString("code")).isEqualTo("USAGE_STREAM_STATE");
    }

    @Test
    void aLostStreamIsTriedAgain() {
        watching.outages.put(FakeStreams.STREET, new Outage(FakeStreams.STREET, ErrorCode.INPUT_UNREACHABLE, Instant.now(), 7, "off"));
        assertThat(done(post("/api/streams/street/retry", NONE)).getString("status")).isEqualTo("watching");
    }

    @Test
    void aStreamIsAskedAndShownByItsNewNameAndFoundByItsFirst() {
        JsonObject renamed = done(post("/api/streams/street/name", new JsonObject().put("name", NAME)));
        assertThat(renamed.getString("name")).isEqualTo(NAME);
        assertThat(renamed.getString("id")).isEqualTo("street");
        for (String path : new String[] {ENCODED, "street"}) {
            assertThat(get("/api/streams/" + path).bodyAsJsonObject().getString("name")).isEqualTo(NAME);
            assertThat(get("/api/streams/" + path + "/gaps").statusCode()).isEqualTo(200);
        }
        assertThat(get("/api/events?stream=" + ENCODED).statusCode()).isEqualTo(200);
        JsonObject question = new JsonObject().put("question", "How many cars?");
        assertThat(post("/api/ask", question.copy().put("stream", NAME)).statusCode()).isEqualTo(200);
        JsonObject joint = done(post("/api/ask", question.copy().put("streams", new JsonArray().add(NAME))));
        assertThat(joint.getJsonArray("replies").getJsonObject(0).getString("stream")).isEqualTo(NAME);
        assertThat(get("/v1/models").bodyAsString()).contains("stream:" + NAME);
        assertThat(get("/v1/models/stream:street").bodyAsJsonObject().getString("id")).isEqualTo("stream:" + NAME);
        assertThat(get("/v1/models/stream:" + ENCODED).bodyAsJsonObject().getString("id")).isEqualTo("stream:" + NAME);
        assertThat(get("/v1/models/stream:yard").statusCode()).isEqualTo(404);
        assertThat(get("/v1/models/stream:.").statusCode()).isEqualTo(404);
        assertThat(post("/v1/chat/completions", new JsonObject().put("model", "stream:" + NAME).put("messages", new JsonArray()
                .add(new JsonObject().put("role", "user").put("content", "How many cars?")))).statusCode()).isEqualTo(200);
    }

    @Test
    void aNameBelongsToOneStream() {
        done(post("/api/streams/street/name", new JsonObject().put("name", NAME)));
        assertRefused(post("/api/streams/table/name", new JsonObject().put("name", NAME)), 409, "USAGE_STREAM_EXISTS");
        assertRefused(post("/api/streams/table/name", new JsonObject().put("name", "street")), 409, "USAGE_STREAM_EXISTS");
        assertRefused(post("/api/streams", new JsonObject().put("name", NAME).put("uri", "rtsp://host/x")), 409, "USAGE_STREAM_EXISTS");
        assertRefused(post("/api/streams/table/name", new JsonObject().put("name", "a/b")), 400, "USAGE_STREAM_NAME");
        assertRefused(post("/api/streams/yard/name", new JsonObject().put("name", "b")), 404, "STREAM_UNKNOWN");
    }

    @Test
    void aSourceIsChangedAndItsPasswordStays() {
        JsonObject shown = get("/api/streams/street/source").bodyAsJsonObject();
        assertThat(shown.getString("uri")).isEqualTo("rtsp://me:***@host/street");
        JsonObject changed = done(post("/api/streams/street/source", new JsonObject().put("uri", shown.getString("uri")).put("fps", 5)
                .put("read_text", false)));
        assertThat(changed.getDouble("fps")).isEqualTo(5);
        SourceSettings settings = watching.sources.get(FakeStreams.STREET);
        assertThat(settings.uri()).isEqualTo(CAMERA.uri());
        assertThat(settings.origin()).as("the operator's address").isEqualTo(SourceSettings.Origin.OPERATOR);
        assertThat(settings.reading()).isEqualTo(new ReadingSettings(Set.of("car"), Map.of("car", .5), -1, true, false, true));
    }

    /** What a client names is a client's, whoever named the stream first. */
    @Test
    void anotherAddressIsJudgedAsTheClientsThatItIs() {
        assertRefused(post("/api/streams/street/source", new JsonObject().put("uri", "file:///etc/passwd")), 422, "INPUT_REFUSED");
        assertThat(watching.sources.get(FakeStreams.STREET)).isEqualTo(CAMERA);
        done(post("/api/streams/street/source", new JsonObject().put("uri", "rtsp://you:other@host2/street")));
        assertThat(watching.sources.get(FakeStreams.STREET).origin()).isEqualTo(SourceSettings.Origin.CLIENT);
        assertRefused(post("/api/streams/street/source", new JsonObject().put("fps", 0)), 400, "USAGE");
        assertRefused(post("/api/streams/street/source", new JsonObject().put("name", "x")), 400, "USAGE");
        assertRefused(post("/api/streams/table/source", new JsonObject().put("fps", 1)), 409, "USAGE_STREAM_STATE");
    }

    /** What sends itself is at no address that a client could name. */
    @Test
    void howASourceIsReadIsChangedWhateverItsAddressIs() {
        watching.sources.put(FakeStreams.STREET, CAMERA.at("send:street").ofClient());
        done(post("/api/streams/street/source", new JsonObject().put("hear_speech", false)));
        assertThat(watching.sources.get(FakeStreams.STREET).reading().hearSpeech()).isFalse();
    }

    @Test
    void whatIsShownInPlaceOfAPasswordIsNotTakenForOne() {
        for (String masked : new String[] {"rtsp://me:***@host/other", "rtsp://host/street?token=***",
            "rtsp://me:***@host/street?token=***"}) {
            assertRefused(post("/api/streams/street/source", new JsonObject().put("uri", masked)), 400, "USAGE");
            assertRefused(post("/api/streams", new JsonObject().put("name", "x").put("uri", masked)), 400, "USAGE");
        }
        assertThat(watching.sources.get(FakeStreams.STREET)).isEqualTo(CAMERA);
        assertThat(get("/api/streams/street/source").bodyAsJsonObject().getValue("smallest")).as("the usual one").isNull();
    }

    @Test
    void whatTakesNothingButTheStreamRefusesAnythingElse() {
        for (String change : new String[] {"pause", "resume", "retry"}) {
            assertRefused(post("/api/streams/street/" + change, new JsonObject().put("x", 1)), 400, "USAGE");
        }
        assertThat(get("/api/streams/street").bodyAsJsonObject().getString("status")).isNotEqualTo("paused");
    }

    @Test
    void whatAStreamsStateDoesNotAllowNamesWhatToDo() {
        AfterimageException notPaused = new AfterimageException(ErrorCode.USAGE_STREAM_STATE, "the stream 'street' is not paused",
                "see its status with 'afterimage streams show street'");
        assertThat(WithoutCommands.remedy(notPaused)).contains("/api/streams/").doesNotContain("log").doesNotContain("afterimage");
    }

    @Test
    void aStreamOfAnyNameIsAdded() {
        HttpResponse<Buffer> added = post("/api/streams", new JsonObject().put("name", NAME).put("uri", "rtsp://host/door"));
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.getHeader("Location")).isEqualTo("/api/streams/" + ENCODED);
        assertThat(get(added.getHeader("Location")).bodyAsJsonObject().getString("name")).isEqualTo(NAME);
    }

    private static JsonObject done(HttpResponse<Buffer> response) {
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
        return response.bodyAsJsonObject();
    }

    private static void assertRefused(HttpResponse<Buffer> response, int status, String code) {
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
        assertThat(error(response).getString("code")).isEqualTo(code);
    }
}
