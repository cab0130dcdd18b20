package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.StreamLoad;

/** A server that stays up. */
class LiveStreamTest {

    private static final IngestOptions OPTIONS = new IngestOptions(Duration.ofSeconds(5), 0, Duration.ofMillis(100), "auto", 1280, 60);

    private static RtspServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RtspServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void overTcpTheFramesAreThoseOfTheFilmAtItsTimes() {
        List<Frame> film = Captures.first(5, Captures.asap(Captures.CARS, 2), -1, 0);
        Instant before = Instant.now();

        List<Frame> frames = read(server.url("/film"), 5);

        for (int k = 0; k < 5; k++) {
            assertThat(frames.get(k).index()).isEqualTo(k);
            assertThat(frames.get(k).seconds()).isEqualTo(film.get(k).seconds(), within(0.001));
            assertThat(frames.get(k).rgb()).isEqualTo(film.get(k).rgb());
            assertThat(frames.get(k).wallClock()).isBetween(before, Instant.now());
        }
    }

    @Test
    void overUdpFramesComeToo() {
        assertThat(read(server.url("/film?udp"), 3)).extracting(Frame::index).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aServerWithoutTcpIsReadOverUdp() {
        assertThat(read(server.url("/udp"), 2)).hasSize(2);
    }

    @Test
    void theRightPasswordOpens() {
        assertThat(read(server.url("guard:s3cret", "/locked"), 1)).hasSize(1);
    }

    @Test
    void soundComesOnTheSameClock() {
        List<Sound> sound = new ArrayList<>();
        try (FrameSource.Capture capture = open(server.url("/film"), -1, 0)) {
            assertThat(capture.facts().sound()).isTrue();
            assertThat(capture.facts().live()).isTrue();
            assertThat(capture.facts().durationSeconds()).isNaN();
            for (int k = 0; k < 5; k++) {
                capture.next();
                sound.addAll(capture.takeSound());
            }
        }
        double length = sound.stream().mapToInt(piece -> piece.samples().length).sum() / (double) Sound.SAMPLE_RATE;
        assertThat(sound.get(0).seconds()).isBetween(0.0, 0.5);
        assertThat(length).isBetween(1.0, 3.0);
    }

    @Test
    void resumedTimesGoOnAfterTheLastOneByTheWallClock() {
        long begun = System.nanoTime();
        try (FrameSource.Capture capture = open(server.url("/silent"), 41.5, 84)) {
            Frame frame = capture.next();
            assertThat(frame.index()).isEqualTo(84);
            assertThat(frame.seconds()).isBetween(42.0 - 0.001, Math.max(42, 41.5 + (System.nanoTime() - begun) / 1e9) + 0.1);
        }
    }

    @Test
    void aSlowConsumerGetsTheNewestFramesWithoutGapsInTheirNumbers() throws Exception {
        try (FrameSource.Capture capture = new JavaCvFrameSource(OPTIONS).open(Captures.asap(server.url("/silent"), 12), -1, 0)) {
            Frame first = capture.next();
            Thread.sleep(2_000);
            Frame second = capture.next();
            assertThat(second.index()).isEqualTo(first.index() + 1);
            assertThat(second.seconds()).isGreaterThan(first.seconds() + 0.5);
        }
    }

    @Test
    void whatASlowConsumerMissesIsCounted() throws Exception {
        StreamLoad load = new StreamLoad();
        try (FrameSource.Capture capture = new JavaCvFrameSource(OPTIONS).open(Captures.asap(server.url("/silent"), 12), -1, 0)) {
            capture.countInto(load);
            load.stored(capture.next().seconds());
            for (int tries = 0; load.now().dropped() < 5; tries++) {
                assertThat(tries).as("frames that were dropped").isLessThan(600);
                Thread.sleep(50);
            }
            assertThat(load.now().lagSeconds()).isGreaterThan(0.5);
            assertThat(load.now().queued()).isEqualTo(WaitingFrames.CAPACITY);
        }
        StreamLoad.Snapshot counted = load.now();
        assertThat(counted.sampled()).isEqualTo(1 + counted.dropped() + WaitingFrames.CAPACITY);
        assertThat(counted.keepsUp()).isFalse();
    }

    @Test
    void closingFromAnotherThreadEndsABlockedNext() throws Exception {
        FrameSource.Capture capture = new JavaCvFrameSource(OPTIONS).open(Captures.asap(server.url("/silent"), 0.05), -1, 0);
        assertThat(capture.next()).isNotNull();
        CompletableFuture<Frame> blocked = CompletableFuture.supplyAsync(capture::next);
        Thread.sleep(300);
        assertThat(blocked).isNotDone();

        capture.close();
        capture.close();

        assertThat(blocked.get(2, TimeUnit.SECONDS)).isNull();
        assertThat(capture.next()).isNull();
    }

    @Test
    void aWrongPathIsUnreachable() {
        BadServersTest.assertRefused(server.url("/none"), OPTIONS, ErrorCode.INPUT_UNREACHABLE, "404");
    }

    @Test
    void aWrongPasswordIsUnreachableAndStaysHidden() {
        var refused = BadServersTest.assertRefused(server.url("guard:wr0ng", "/locked"), OPTIONS,
                ErrorCode.INPUT_UNREACHABLE, "refused the user name or password");
        assertThat(refused.line()).doesNotContain("wr0ng").contains("guard:***@");
        assertThat(catchThrowableOfType(AfterimageException.class, () -> open(server.url("/locked"), -1, 0)).line())
                .contains("refused the user name or password");
    }

    private static FrameSource.Capture open(String url, double afterSeconds, long nextIndex) {
        return new JavaCvFrameSource(OPTIONS).open(Captures.asap(url, 2), afterSeconds, nextIndex);
    }

    private static List<Frame> read(String url, int count) {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = open(url, -1, 0)) {
            while (frames.size() < count) {
                frames.add(capture.next());
            }
        }
        return frames;
    }
}
