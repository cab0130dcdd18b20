package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;

/** A film fetched over HTTP is a file with an end, not a camera. */
class HttpFilmTest {

    private static final IngestOptions HASTY = new IngestOptions(Duration.ofMillis(1_500), 0, Duration.ZERO, "auto", 1280, 60);

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        byte[] film = Files.readAllBytes(Captures.CARS);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/film.mp4", exchange -> send(exchange, film, film.length));
        server.createContext("/half.mp4", exchange -> send(exchange, film, film.length / 2));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void itsFramesAreThoseOfTheFile() {
        List<Frame> film = Captures.all(Captures.asap(Captures.CARS, 2), -1, 0);

        List<Frame> frames = Captures.all(Captures.asap(url("/film.mp4"), 2), -1, 0);

        assertThat(frames).extracting(Frame::seconds).isEqualTo(film.stream().map(Frame::seconds).toList());
        assertThat(frames.get(40).rgb()).isEqualTo(film.get(40).rgb());
    }

    @Test
    void aServerThatHangsUpHalfwayLeavesTheFramesBefore() {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = new JavaCvFrameSource(HASTY).open(Captures.asap(url("/half.mp4"), 2), -1, 0)) {
            AfterimageException fault = catchThrowableOfType(AfterimageException.class, () -> {
                for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                    frames.add(frame);
                }
            });
            assertThat(fault).isNotNull();
            assertThat(fault.code()).isEqualTo(ErrorCode.INPUT_TRUNCATED);
        }
        assertThat(frames).hasSizeBetween(15, 59);
    }

    @Test
    void aMissingFilmIsUnreachable() {
        BadServersTest.assertRefused(url("/none.mp4"), HASTY, ErrorCode.INPUT_UNREACHABLE, "404");
    }

    @Test
    void aPlaylistFromANetworkDoesNotReadFilesHere() {
        String local = "#EXTM3U\n#EXT-X-TARGETDURATION:60\n#EXTINF:60,\nfile://" + Captures.CARS + "\n#EXT-X-ENDLIST\n";
        server.createContext("/list.m3u8", exchange -> send(exchange, local.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                local.length()));
        BadServersTest.assertRefused(url("/list.m3u8"), HASTY, ErrorCode.INPUT_UNREACHABLE, "cannot be opened");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void send(HttpExchange exchange, byte[] film, int sent) throws IOException {
        exchange.sendResponseHeaders(200, film.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(film, 0, sent);
        }
    }
}
