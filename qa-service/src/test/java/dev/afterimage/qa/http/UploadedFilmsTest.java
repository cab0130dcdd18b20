package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.Upload;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a film that was uploaded whole, where watching it is only pretended. */
class UploadedFilmsTest extends ServiceTest {

    private static final StreamId BEACH = new StreamId("beach");
    private final FakeUploads films = new FakeUploads();

    private void serve(Duration look) {
        uploads = films;
        start(new QaServerOptions().setUploadsLookedAtEvery(look));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest<Buffer> request(HttpMethod method, String path) {
        return client.request(method, server.port(), "127.0.0.1", path).putHeader("Tus-Resumable", "1.0.0");
    }

    private HttpResponse<Buffer> begin(String metadata) {
        return await(request(HttpMethod.POST, "/api/uploads").putHeader("Upload-Length", "3").putHeader("Upload-Metadata", metadata)
                .send());
    }

    private String begun() {
        HttpResponse<Buffer> answer = begin("name " + base64("beach") + ",filename " + base64("beach.mp4"));
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
        return answer.getHeader("Location");
    }

    private Future<HttpResponse<Buffer>> send(String location) {
        return request(HttpMethod.PATCH, location).putHeader("Upload-Offset", "0").putHeader("Content-Type",
                "application/offset+octet-stream").sendBuffer(Buffer.buffer("abc"));
    }

    /** A film that is complete, of which nobody noted yet that it is watched. */
    private Upload complete() {
        String id = begun().replaceFirst(".*/", "");
        films.append(id, 0, new byte[3]);
        return films.find(id).orElseThrow();
    }

    @Test
    void noStreamTakesTheNameOfAFilmThatIsBeingUploaded() {
        serve(Duration.ofHours(1));
        begun();
        HttpResponse<Buffer> refused = post("/api/streams/street/name", new JsonObject().put("name", "beach"));
        assertThat(refused.statusCode()).as(refused.bodyAsString()).isEqualTo(409);
        assertThat(error(refused).getString("code")).isEqualTo("USAGE_STREAM_EXISTS");
        assertThat(post("/api/streams/street/name", new JsonObject().put("name", "sea")).statusCode()).isEqualTo(200);
    }

    private static void until(BooleanSupplier done) throws InterruptedException {
        for (int k = 0; !done.getAsBoolean(); k++) {
            assertThat(k).as("tries").isLessThan(1000);
            Thread.sleep(10);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INPUT_STALLED", "INPUT_NOT_FOUND", "INPUT_BUSY", "USAGE_STREAM_STATE", "STORAGE_FAILED", "STORAGE_FULL",
            "INTERNAL"})
    void aFilmStaysWhenWhatFailedIsNotTheFilm(ErrorCode code) {
        serve(Duration.ofHours(1));
        watching.refusals.put(BEACH, new AfterimageException(code, "it could not be opened", "try again"));
        assertThat(await(send(begun())).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(films.all()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"INPUT_UNREADABLE", "INPUT_NO_VIDEO", "INPUT_TRUNCATED", "INPUT_REFUSED"})
    void aFilmThatIsAtFaultIsRemoved(ErrorCode code) {
        serve(Duration.ofHours(1));
        watching.refusals.put(BEACH, new AfterimageException(code, "it is no film", "choose another"));
        assertThat(await(send(begun())).statusCode()).isEqualTo(422);
        assertThat(films.all()).isEmpty();
    }

    @Test
    void aFilmThatIsWatchedSinceBeforeTheServiceDiedIsKeptHoweverLongItTakes() throws Exception {
        serve(Duration.ofMillis(20));
        Upload film = films.begin(UploadRequest.of(3, Map.of("name", "beach")).settings(), "beach.mp4", 3, "");
        watching.sources.put(BEACH, film.settings());
        films.append(film.id(), 0, new byte[3]);
        watching.start(film.settings());
        films.changedAt(film.id(), Instant.now().minus(Duration.ofDays(3)));
        until(() -> films.find(film.id()).filter(Upload::begun).isPresent());
        assertThat(watching.started).as("it is not begun anew").hasSize(1);
    }

    @Test
    void deletingAStreamTakesItsFilmWithItAlsoBeforeThatWasNoted() throws Exception {
        serve(Duration.ofHours(1));
        Upload own = complete();
        watching.sources.put(BEACH, own.settings());
        watching.start(own.settings());
        assertThat(await(request(HttpMethod.DELETE, "/api/streams/beach").send()).statusCode()).isEqualTo(204);
        until(() -> films.find(own.id()).isEmpty());
    }

    @Test
    void aFilmThatWaitsForItsNameStaysWhenTheStreamThatHasItIsDeleted() {
        serve(Duration.ofHours(1));
        Upload waiting = complete();
        watching.sources.put(BEACH, waiting.settings().at("rtsp://camera/beach"));
        watching.start(waiting.settings().at("rtsp://camera/beach"));
        assertThat(await(request(HttpMethod.DELETE, "/api/streams/beach").send()).statusCode()).isEqualTo(204);
        assertThat(await(request(HttpMethod.GET, "/api/uploads/" + waiting.id()).send()).statusCode()).isEqualTo(200);
        assertThat(films.find(waiting.id())).isPresent();
    }

    @Test
    void cancellingWaitsUntilItIsKnownWhetherTheFilmIsWatched() throws Exception {
        serve(Duration.ofHours(1));
        CountDownLatch opened = new CountDownLatch(1);
        watching.onStart = () -> {
            try {
                opened.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        };
        String location = begun();
        Future<HttpResponse<Buffer>> sent = send(location);
        until(() -> !watching.started.isEmpty());
        Future<HttpResponse<Buffer>> cancelled = request(HttpMethod.DELETE, location).send();
        // As many turns of the same threads as cancelling at once would take.
        for (int k = 0; k < 3; k++) {
            await(request(HttpMethod.GET, location).send());
        }
        assertThat(cancelled.isComplete()).isFalse();
        opened.countDown();
        assertThat(await(sent).statusCode()).isEqualTo(204);
        assertThat(error(await(cancelled)).getString("code")).isEqualTo("HTTP_UPLOAD_WATCHED");
        assertThat(films.all()).hasSize(1);
    }

    @Test
    void aNameThatAnotherStreamIsShownByIsRefusedBeforeTheFilmIsSent() {
        serve(Duration.ofHours(1));
        StreamNames.rename(store, FakeStreams.STREET, "Main street");
        HttpResponse<Buffer> refused = begin("name " + base64("Main street"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(error(refused).getString("code")).isEqualTo("USAGE_STREAM_EXISTS");
    }

    @ParameterizedTest
    @CsvSource({"видео.mp4,видео", "동영상.mp4,동영상", "gro\u0308\u00dfe.mp4,gr\u00f6\u00dfe", "My street.mp4,My-street", "..mp4,mp4",
            "!!!.mp4,video"})
    void withoutANameAFilmIsCalledAsItsFileInAnyScript(String file, String name) {
        serve(Duration.ofHours(1));
        assertThat(begin("filename " + base64(file)).bodyAsJsonObject().getString("name")).isEqualTo(name);
    }
}
