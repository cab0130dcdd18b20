package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;

/** An encoder that sends by SRT to a source that listens, with the stream's key. */
@Timeout(120)
class PushedStreamTest {

    private static final String KEY = "a-key-of-this-stream";

    @TempDir
    private Path folder;

    /** Sends the film once, at its own pace. */
    private Process send(Path film, int port, String key) throws Exception {
        return new ProcessBuilder(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-v", "error", "-re", "-stream_loop", "5", "-i",
                film.toString(), "-c", "copy", "-f", "mpegts", "srt://127.0.0.1:" + port + "?passphrase=" + key)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    void onlyWhoHasTheKeyOfTheStreamSendsToIt() throws Exception {
        Path film = TestFilms.even(folder.resolve("film.ts"), 75, 25, false);
        int port = freePort();
        FrameSource source = new JavaCvFrameSource(new IngestOptions(Duration.ofSeconds(40), 0, Duration.ofMillis(10), "auto", 1280, 60));
        CompletableFuture<FrameSource.Capture> opening = CompletableFuture.supplyAsync(() -> source.open(Captures.asap("srt://127.0.0.1:"
                + port + "?mode=listener&passphrase=" + KEY, 5), -1, 0));
        Process stranger = send(film, port, "some-other-key");
        assertThat(stranger.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stranger.exitValue()).isNotZero();
        assertThat(opening).isNotDone();

        Process encoder = send(film, port, KEY);
        try (FrameSource.Capture capture = opening.get(40, TimeUnit.SECONDS)) {
            double last = -1;
            for (int k = 0; k < 5; k++) {
                Frame frame = capture.next();
                assertThat(frame.seconds()).isGreaterThan(last);
                last = frame.seconds();
            }
            assertThat(capture.facts().live()).isTrue();
        } finally {
            encoder.destroyForcibly();
        }
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
