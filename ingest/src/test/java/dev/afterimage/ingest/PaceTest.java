package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;

class PaceTest {

    @TempDir
    Path folder;

    @Test
    void inRealTimeNoFrameComesBeforeItsTime() throws Exception {
        try (FrameSource.Capture capture = Captures.open(realTime(TestFilms.even(folder.resolve("film.mp4"), 40, 25, false), 5))) {
            Frame first = capture.next();
            long begin = System.nanoTime();
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                assertThat((System.nanoTime() - begin) / 1e9).isGreaterThan(frame.seconds() - first.seconds() - 0.1);
            }
        }
    }

    @Test
    void aResumedFileWaitsOnlyFromWhereItGoesOn() throws Exception {
        Path film = TestFilms.even(folder.resolve("resumed.mp4"), 200, 25, false);
        long begin = System.nanoTime();
        try (FrameSource.Capture capture = new JavaCvFrameSource().open(realTime(film, 2), 6.0, 13)) {
            assertThat(capture.next().seconds()).isEqualTo(6.52, within(1e-6));
        }
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(5);
    }

    @Test
    void wallClocksOfAFileAreItsOpeningPlusTheFramesTimes() {
        Instant before = Instant.now();
        try (FrameSource.Capture capture = Captures.open(Captures.asap(Captures.CARS, 2))) {
            Instant after = Instant.now();
            Frame first = capture.next();
            Frame second = capture.next();
            assertThat(first.wallClock()).isBetween(before, after);
            assertThat(Duration.between(first.wallClock(), second.wallClock()).toNanos() / 1e9).isEqualTo(second.seconds(), within(1e-6));
        }
    }

    @Test
    void closingFromAnotherThreadEndsTheWait() throws Exception {
        FrameSource.Capture capture = Captures.open(realTime(Captures.CARS, 0.1));
        assertThat(capture.next().seconds()).isZero();
        CompletableFuture<Frame> waiting = CompletableFuture.supplyAsync(capture::next);
        Thread.sleep(200);
        assertThat(waiting).isNotDone();

        capture.close();
        capture.close();

        assertThat(waiting.get(2, TimeUnit.SECONDS)).isNull();
        assertThat(capture.next()).isNull();
        assertThat(capture.takeSound()).isNotNull();
    }

    @Test
    void interruptingTheThreadEndsTheWait() {
        try (FrameSource.Capture capture = Captures.open(realTime(Captures.CARS, 0.1))) {
            capture.next();
            Thread.currentThread().interrupt();
            assertThatThrownBy(capture::next).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static SourceSettings realTime(Path film, double fps) {
        return new SourceSettings(new StreamId("test"), film.toString(), fps, SourceSettings.Pace.REALTIME, false, ReadingSettings.DEFAULT);
    }
}
