package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.event.EventReader;
import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.Span;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.AccessSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded video as the service sends it; what is cut is text. */
class VideoRoutesTest extends ServiceTest {

    private static final StreamId STREET = new StreamId("street");

    @TempDir
    private Path scratch;
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger exports = new AtomicInteger();
    private volatile List<Span> damaged = List.of();

    @BeforeEach
    void record() {
        store.record(new Kept());
    }

    private void serve(QaServerOptions options) {
        server = await(new QaServer(new QaPorts(store, asker, Optional.of(watching), feed, List.of("notes-135m"), "0.1.0",
                EventReader.NONE, new Senders(), Optional.of(new TextCutter())), options.setPort(0)).start());
    }

    private HttpRequest<Buffer> video(String query) {
        return client.get(server.port(), "127.0.0.1", "/api/streams/street/video?" + query);
    }

    private List<String> cutFiles() {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.map(Path::toString).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void downloadsThatNobodyTakesHoldUpNobodyWhoPlays() {
        serve(new QaServerOptions());
        List<RawHttp> slow = new ArrayList<>();
        for (int k = 0; k < QaServerOptions.DOWNLOADS; k++) {
            slow.add(new RawHttp(server.port()).send("GET /api/streams/street/video?from=0&to=9&download=true HTTP/1.1\r\n"
                    + "Host: localhost\r\n\r\n"));
        }
        Conditions.await(() -> exports.get() == QaServerOptions.DOWNLOADS, "all downloads have begun");

        assertThat(await(video("from=0&to=5").send()).bodyAsString()).isEqualTo("cut 1");
        HttpResponse<Buffer> refused = await(video("from=0&to=9&download=true").send());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("30");

        slow.forEach(RawHttp::close);
        Conditions.await(() -> exports.get() == 0, "what is not taken any more is closed");
    }

    @Test
    void aNewStreamOfADeletedOnesNameDoesNotShowItsVideo() {
        serve(new QaServerOptions());
        assertThat(await(video("from=0&to=5").send()).bodyAsString()).isEqualTo("cut 1");
        assertThat(await(video("from=0&to=5").send()).bodyAsString()).as("the same file").isEqualTo("cut 1");
        StreamInfo old = store.stream(STREET).orElseThrow();
        assertThat(await(client.delete(server.port(), "127.0.0.1", "/api/streams/street").send()).statusCode()).isEqualTo(204);
        assertThat(cutFiles()).isEmpty();

        store.putStream(old.begunAt(Instant.now()));
        assertThat(await(video("from=0&to=5").send()).bodyAsString()).isEqualTo("cut 2");
        store.putStream(old.begunAt(Instant.now().plusSeconds(1)));
        assertThat(await(video("from=0&to=5").send()).bodyAsString()).as("deleted by whoever else").isEqualTo("cut 3");
    }

    @Test
    void aCutThatIsBeingUsedStaysAndIsRemovedAfterwards() throws Exception {
        BoundedWorkers workers = new BoundedWorkers(vertx, "video", 2, 8);
        CutFiles files = new CutFiles(new Kept(), new TextCutter(), workers, 1);
        StreamInfo stream = store.stream(STREET).orElseThrow();
        Promise<Path> playing = Promise.promise();
        Promise<Void> played = Promise.promise();
        Promise<Void> end = Promise.promise();
        Promise<Void> second = Promise.promise();
        vertx.runOnContext(loop -> {
            files.with(stream, 0, 5, false, file -> {
                playing.complete(file.path());
                return played.future();
            }).onComplete(done -> end.complete());
            // Takes the place of the first, which waits to be played.
            playing.future().onSuccess(first -> files.with(stream, 5, 9, false, file -> Future.succeededFuture())
                    .onComplete(done -> second.complete()));
        });
        Path first = await(playing.future());
        await(second.future());
        assertThat(first).exists();

        vertx.runOnContext(loop -> played.complete());
        await(end.future());
        Conditions.await(() -> !Files.exists(first), "it goes when it has been played");
        workers.close();
    }

    @Test
    void partsBelongToOneFile() {
        serve(new QaServerOptions());
        HttpResponse<Buffer> whole = await(video("from=0&to=5").send());
        String tag = whole.getHeader("ETag");
        assertThat(tag).matches("\"[0-9a-f-]+\"");
        HttpResponse<Buffer> part = await(video("from=0&to=5").putHeader("Range", "bytes=0-2").putHeader("If-Range", tag).send());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.bodyAsString()).isEqualTo("cut");
        assertThat(part.getHeader("ETag")).isEqualTo(tag);
        HttpResponse<Buffer> other = await(video("from=0&to=5").putHeader("Range", "bytes=0-2").putHeader("If-Range", "\"other\"").send());
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.bodyAsString()).isEqualTo("cut 1");
        assertThat(await(video("from=0&to=5").putHeader("If-None-Match", tag).send()).statusCode()).isEqualTo(304);
        assertThat(await(video("from=1&to=5").send()).getHeader("ETag")).isNotEqualTo(tag);
    }

    @Test
    void whatCannotBeReadIsSaidAndAPageOfAnotherSiteMayReadIt() {
        serve(new QaServerOptions().setAccess(AccessSettings.ofToken("sesame").openTo(List.of("https://app.example"))));
        damaged = List.of(new Span(2, 3.5), new Span(4, 5));
        HttpResponse<Buffer> played = await(client.request(HttpMethod.GET, server.port(), "127.0.0.1",
                "/api/streams/street/video?from=0&to=5").putHeader("Origin", "https://app.example")
                .putHeader("Authorization", "Bearer sesame").send());
        assertThat(played.getHeader("X-Afterimage-From")).isEqualTo("0.000");
        assertThat(played.getHeader("X-Afterimage-Damaged")).isEqualTo("2.000-3.500, 4.000-5.000");
        List<String> exposed = List.of(played.getHeader("Access-Control-Expose-Headers").split(", "));
        assertThat(exposed).containsAll(played.headers().names().stream().filter(name -> name.startsWith("X-Afterimage")).toList());
    }

    /** Each cut says which one it is; an export never ends, and is counted while it is open. */
    private final class TextCutter implements VideoCutter {

        @Override
        public Cut cut(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds, Path file) {
            try {
                Files.writeString(file, "cut " + cuts.incrementAndGet());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return new Cut(new Span(fromSeconds, toSeconds), damaged);
        }

        @Override
        public Export export(Recordings recordings, StreamId stream, double fromSeconds, double toSeconds) {
            exports.incrementAndGet();
            return new Export() {
                @Override
                public byte[] next() {
                    return new byte[1 << 20];
                }

                @Override
                public double start() {
                    return fromSeconds;
                }

                @Override
                public List<Span> damaged() {
                    return damaged;
                }

                @Override
                public void close() {
                    exports.decrementAndGet();
                }
            };
        }
    }

    /** One piece of ten seconds. */
    private final class Kept implements Recordings {

        @Override
        public Writer begin(StreamId stream, double startSeconds) {
            throw new UnsupportedOperationException("nothing is written here");
        }

        @Override
        public List<Piece> pieces(StreamId stream, double fromSeconds, double toSeconds) {
            return fromSeconds < 10 ? List.of(new Piece(stream, 0, 10, 1000)) : List.of();
        }

        @Override
        public SeekableByteChannel read(Piece piece) {
            throw new UnsupportedOperationException("it holds nothing");
        }

        @Override
        public long bytes(StreamId stream) {
            return 1000;
        }

        @Override
        public Path scratch() {
            return scratch;
        }

        @Override
        public void delete(StreamId stream) { }
    }
}
