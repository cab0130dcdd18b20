package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;

class SampledFramesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"film.mp4", "film.mkv", "film.avi", "film.ts"})
    void eachSamplingInstantGetsTheFirstPictureAtOrAfterIt(String name) throws Exception {
        Path film = TestFilms.even(folder.resolve(name), 100, 25, false);

        List<Frame> frames = Captures.all(Captures.asap(film, 2), -1, 0);

        // Pictures stand at n / 25 s, so 0.5 s lies between pictures 12 and 13.
        assertThat(frames).extracting(TestFilms::numberIn).containsExactly(0, 13, 25, 38, 50, 63, 75, 88);
        assertThat(frames).extracting(Frame::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        for (Frame frame : frames) {
            assertThat(frame.seconds()).isEqualTo(TestFilms.numberIn(frame) / 25.0, within(1e-9));
        }
    }

    @Test
    void aRateThatNeedsRoundingLosesNoPicture() throws Exception {
        Path film = TestFilms.even(folder.resolve("thirty.mkv"), 90, 30, false);

        List<Frame> frames = Captures.all(Captures.asap(film, 30), -1, 0);

        assertThat(frames).extracting(TestFilms::numberIn).containsExactlyElementsOf(IntStream.range(0, 90).boxed().toList());
    }

    @Test
    void unevenPicturesAreChosenByTheirTrueTimesAndNeverTwice() throws Exception {
        double[] times = {0, 0.04, 0.08, 0.48, 0.52, 0.96, 1.04, 2.6, 2.64, 2.68, 3.0, 3.44};
        Path film = TestFilms.write(folder.resolve("uneven.mkv"), times, 25, false);

        List<Frame> frames = Captures.all(Captures.asap(film, 2), -1, 0);

        assertThat(frames).extracting(TestFilms::numberIn).containsExactlyElementsOf(expected(times, 2));
        assertThat(frames).allSatisfy(frame -> assertThat(frame.seconds()).isEqualTo(times[TestFilms.numberIn(frame)], within(1e-9)));
    }

    @Test
    void aSourceSlowerThanTheSamplingRateGivesEachPictureOnce() throws Exception {
        Path film = TestFilms.even(folder.resolve("slow.mp4"), 10, 1, false);

        assertThat(Captures.all(Captures.asap(film, 5), -1, 0)).extracting(TestFilms::numberIn)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void theShippedClipsGiveTwoFramesASecondToTheirEnd() {
        for (Path clip : List.of(Captures.CARS, Captures.BOTTLES)) {
            List<Frame> frames = Captures.all(Captures.asap(clip, 2), -1, 0);
            assertThat(frames).hasSize(clip.equals(Captures.CARS) ? 61 : 80);
            for (int k = 0; k < frames.size(); k++) {
                assertThat(frames.get(k).seconds()).isBetween(k / 2.0 - 1e-3, k / 2.0 + 0.081);
            }
        }
    }

    @Test
    void theFactsAreThoseOfTheFile() {
        try (FrameSource.Capture capture = Captures.open(Captures.asap(Captures.CARS, 2))) {
            FrameSource.SourceFacts facts = capture.facts();
            assertThat(facts.width()).isEqualTo(768);
            assertThat(facts.height()).isEqualTo(432);
            assertThat(facts.fps()).isEqualTo(12.5);
            assertThat(facts.durationSeconds()).isEqualTo(30.16, within(0.01));
            assertThat(facts.sound()).isTrue();
            assertThat(facts.live()).isFalse();
        }
    }

    @Test
    void aPictureTooLargeIsScaledDownKeepingItsShape() throws Exception {
        Path film = TestFilms.write(folder.resolve("large.mp4"), 1920, 1080, new double[] {0, 0.04, 0.08}, 25, false);

        Frame frame = Captures.all(Captures.asap(film, 2), -1, 0).get(0);

        assertThat(frame.width()).isEqualTo(1280);
        assertThat(frame.height()).isEqualTo(720);
    }

    @Test
    void framesAreCopiesThatLaterOnesLeaveAlone() throws Exception {
        Path film = TestFilms.even(folder.resolve("copies.mp4"), 50, 25, false);

        List<Frame> frames = Captures.all(Captures.asap(film, 25), -1, 0);

        assertThat(frames).extracting(TestFilms::numberIn).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void manySourcesAreReadSideBySide() throws Exception {
        Path film = TestFilms.even(folder.resolve("many.mp4"), 50, 25, true);
        List<FrameSource.Capture> captures = new ArrayList<>();
        for (int k = 0; k < 24; k++) {
            captures.add(Captures.open(Captures.asap(film, 5)));
        }
        for (int n = 0; n < 10; n++) {
            for (FrameSource.Capture capture : captures) {
                assertThat(TestFilms.numberIn(capture.next())).isEqualTo(n * 5);
            }
        }
        captures.forEach(FrameSource.Capture::close);
    }

    /** The rule of the class doc, written the slow way. */
    private static List<Integer> expected(double[] times, double fps) {
        List<Integer> chosen = new ArrayList<>();
        double end = Arrays.stream(times).max().orElseThrow();
        for (int k = 0; k / fps <= end; k++) {
            double instant = k / fps;
            int first = IntStream.range(0, times.length).filter(n -> times[n] >= instant - 0.0005).findFirst().orElseThrow();
            if (!chosen.contains(first)) {
                chosen.add(first);
            }
        }
        return chosen;
    }
}
