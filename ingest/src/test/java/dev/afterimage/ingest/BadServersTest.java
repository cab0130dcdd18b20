package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;

/** Servers that are not there, hang, die or come back. */
class BadServersTest {

    private static final IngestOptions HASTY = new IngestOptions(Duration.ofMillis(1_500), 1, Duration.ofMillis(100), "auto", 1280, 60);

    @Test
    void aRefusedConnectionIsUnreachable() throws Exception {
        assertRefused("rtsp://127.0.0.1:" + RtspServer.freePort() + "/film", HASTY, ErrorCode.INPUT_UNREACHABLE, "connection refused");
        assertRefused("http://127.0.0.1:" + RtspServer.freePort() + "/film.mp4", HASTY, ErrorCode.INPUT_UNREACHABLE, "connection refused");
        assertRefused("rtmp://127.0.0.1:" + RtspServer.freePort() + "/live/film", HASTY, ErrorCode.INPUT_UNREACHABLE, "connection refused");
    }

    @Test
    void aPasswordThatCutsTheHostOffIsMaskedAndSaidHowToEscape() {
        for (String password : List.of("p/pass", "p?x#pass", "p#pass")) {
            AfterimageException refused = assertRefused("rtsp://u:" + password + "@camera/", HASTY, ErrorCode.INPUT_UNREADABLE,
                    "'rtsp://u:***@camera/'");
            assertThat(refused.remedy()).contains("@ as %40", "/ as %2F");
        }
    }

    @Test
    void anUnknownHostIsUnreachable() {
        assertRefused("rtsp://no-such-host.invalid/film", HASTY, ErrorCode.INPUT_UNREACHABLE, "no-such-host.invalid");
    }

    @Test
    void aServerThatAcceptsAndSaysNothingHasStalled() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            for (String scheme : List.of("rtsp", "http", "rtmp")) {
                assertRefused(scheme + "://me:pass@127.0.0.1:" + silent.getLocalPort() + "/live/film", HASTY,
                        ErrorCode.INPUT_STALLED, "sent no picture for 1.5 s");
            }
        }
    }

    @Test
    void aServerThatDiesLeavesItsFramesAndIsUnreachable() throws Exception {
        try (RtspServer server = RtspServer.start(); FrameSource.Capture capture = open(server)) {
            List<Frame> frames = read(capture, 3);
            server.kill();

            AfterimageException fault = catchThrowableOfType(AfterimageException.class, () -> drain(capture, frames));
            assertThat(fault.code()).isEqualTo(ErrorCode.INPUT_UNREACHABLE);
            assertThat(fault.line()).contains("connection refused", "what came before is kept", "given up after 1 try to reconnect")
                    .doesNotContain("\n");
            assertThat(frames).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aServerThatHangsHasStalled() throws Exception {
        try (RtspServer server = RtspServer.start(); FrameSource.Capture capture = open(server)) {
            List<Frame> frames = read(capture, 3);
            server.freeze();

            AfterimageException fault = catchThrowableOfType(AfterimageException.class, () -> drain(capture, frames));

            assertThat(fault.code()).isEqualTo(ErrorCode.INPUT_STALLED);
            assertThat(fault.line()).contains("sent no picture for 1.5 s");
        }
    }

    @Test
    void aServerThatComesBackIsReadOnWithTheGapInTheTimes() throws Exception {
        IngestOptions patient = new IngestOptions(Duration.ofSeconds(5), 6, Duration.ofMillis(250), "auto", 1280, 60);
        try (RtspServer server = RtspServer.start();
                FrameSource.Capture capture = new JavaCvFrameSource(patient).open(Captures.asap(server.url("/silent"), 2), -1, 0)) {
            List<Frame> before = read(capture, 3);
            server.kill();
            long killed = System.nanoTime();
            CompletableFuture<List<Frame>> reading = CompletableFuture.supplyAsync(() -> readUntilLater(capture, before.get(2), 2));
            Thread.sleep(1_500);
            server.run();

            List<Frame> after = reading.join();
            double passed = (System.nanoTime() - killed) / 1e9;

            Frame last = before.get(2);
            Frame first = after.get(after.size() - 2);
            assertThat(first.seconds() - last.seconds()).isBetween(1.5, passed + 1);
            double wall = Duration.between(last.wallClock(), first.wallClock()).toNanos() / 1e9;
            assertThat(first.seconds() - last.seconds()).isBetween(wall - 0.5, wall + 0.5);
            assertThat(first.index()).isEqualTo(3 + after.size() - 2);
        }
    }

    static AfterimageException assertRefused(String uri, IngestOptions options, ErrorCode code, String says) {
        AfterimageException refused = catchThrowableOfType(AfterimageException.class,
                () -> new JavaCvFrameSource(options).open(Captures.asap(uri, 2), -1, 0).close());
        assertThat(refused).as(uri).isNotNull();
        assertThat(refused.code()).as(refused.line()).isEqualTo(code);
        assertThat(refused.line()).contains(says).doesNotContain("\n").doesNotContain("pass@");
        assertThat(refused.code().exitCode()).isEqualTo(3);
        return refused;
    }

    private static FrameSource.Capture open(RtspServer server) {
        return new JavaCvFrameSource(HASTY).open(Captures.asap(server.url("/silent"), 2), -1, 0);
    }

    private static List<Frame> read(FrameSource.Capture capture, int count) {
        List<Frame> frames = new ArrayList<>();
        while (frames.size() < count) {
            frames.add(capture.next());
        }
        return frames;
    }

    private static void drain(FrameSource.Capture capture, List<Frame> frames) {
        for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
            frames.add(frame);
        }
    }

    /** Until {@code count} frames came that are more than a second after {@code last}. */
    private static List<Frame> readUntilLater(FrameSource.Capture capture, Frame last, int count) {
        List<Frame> frames = new ArrayList<>();
        int later = 0;
        while (later < count) {
            Frame frame = capture.next();
            frames.add(frame);
            later += frame.seconds() > last.seconds() + 1.4 ? 1 : 0;
        }
        return frames;
    }
}
