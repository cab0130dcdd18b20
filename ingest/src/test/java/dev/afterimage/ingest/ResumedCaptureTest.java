package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.SourceSettings;

class ResumedCaptureTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"film.mp4", "film.mkv", "film.avi", "film.ts"})
    void resumingAnywhereGivesTheFramesOfAnUninterruptedRun(String name) throws Exception {
        SourceSettings settings = Captures.asap(TestFilms.even(folder.resolve(name), 200, 25, true), 3);
        List<Frame> whole = Captures.all(settings, -1, 0);

        for (int done = 1; done < whole.size(); done++) {
            assertSame(whole.subList(done, whole.size()), Captures.all(settings, whole.get(done - 1).seconds(), done));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"car-detection.mp4", "bottle-detection.mp4"})
    void resumingAShippedClipGivesTheSamePixels(String name) {
        SourceSettings settings = Captures.asap(Captures.MEDIA.resolve(name), 2);
        List<Frame> whole = Captures.all(settings, -1, 0);

        for (int done : new int[] {1, 5, 17, 40, whole.size() - 1, whole.size()}) {
            assertSame(whole.subList(done, whole.size()), Captures.all(settings, whole.get(done - 1).seconds(), done));
        }
    }

    @Test
    void aLoopRunsOnWithoutASeam() throws Exception {
        SourceSettings settings = Captures.looped(TestFilms.even(folder.resolve("loop.mp4"), 55, 25, true), 5);

        List<Frame> frames = Captures.first(40, settings, -1, 0);

        // One round lasts 55 / 25 = 2.2 s: exactly eleven sampling intervals.
        for (int k = 0; k < frames.size(); k++) {
            assertThat(frames.get(k).index()).isEqualTo(k);
            assertThat(frames.get(k).seconds()).isEqualTo(k / 5.0, within(1e-6));
            assertThat(TestFilms.numberIn(frames.get(k))).isEqualTo(k % 11 * 5);
        }
    }

    @Test
    void resumingInALaterRoundGivesTheFramesOfAnUninterruptedRun() throws Exception {
        SourceSettings settings = Captures.looped(TestFilms.even(folder.resolve("rounds.mp4"), 83, 25, true), 2);
        List<Frame> whole = Captures.first(30, settings, -1, 0);

        for (int done = 1; done < whole.size(); done++) {
            assertSame(whole.subList(done, whole.size()),
                    Captures.first(whole.size() - done, settings, whole.get(done - 1).seconds(), done));
        }
    }

    @Test
    void resumingALoopedShippedClipGivesTheSamePixels() {
        SourceSettings settings = Captures.looped(Captures.CARS, 2);
        List<Frame> whole = Captures.first(140, settings, -1, 0);

        for (int done : new int[] {60, 61, 62, 100, 121}) {
            assertSame(whole.subList(done, whole.size()),
                    Captures.first(whole.size() - done, settings, whole.get(done - 1).seconds(), done));
        }
    }

    private static void assertSame(List<Frame> expected, List<Frame> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.size(); k++) {
            assertThat(actual.get(k).index()).isEqualTo(expected.get(k).index());
            assertThat(actual.get(k).seconds()).isEqualTo(expected.get(k).seconds());
            assertThat(actual.get(k).rgb()).isEqualTo(expected.get(k).rgb());
        }
    }
}
