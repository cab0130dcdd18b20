package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;

class SoundTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"film.mp4", "film.mkv", "film.ts"})
    void soundIsTimedOnThePicturesClock(String name) throws Exception {
        Path film = TestFilms.even(folder.resolve(name), 200, 25, true);

        List<Sound> sound = heard(Captures.asap(film, 2), -1);

        assertThat(onsets(sound)).hasSize(4);
        for (int k = 0; k < 4; k++) {
            assertThat(onsets(sound).get(k)).isEqualTo(2 * k + 1, within(0.03));
        }
        assertThat(length(sound)).isEqualTo(8, within(0.1));
    }

    @Test
    void resumedSoundBeginsWhereThePicturesDo() throws Exception {
        Path film = TestFilms.even(folder.resolve("resumed.mp4"), 200, 25, true);

        List<Sound> sound = heard(Captures.asap(film, 2), 4.0);

        assertThat(sound.get(0).seconds()).isEqualTo(4, within(0.001));
        assertThat(onsets(sound).get(0)).isEqualTo(5, within(0.03));
        assertThat(length(sound)).isEqualTo(4, within(0.1));
    }

    @Test
    void soundOfALoopRunsOnWithThePictures() throws Exception {
        SourceSettings settings = Captures.looped(TestFilms.even(folder.resolve("loop.mp4"), 50, 25, true), 2);
        List<Sound> sound = new ArrayList<>();
        try (FrameSource.Capture capture = Captures.open(settings)) {
            for (int k = 0; k < 15; k++) {
                capture.next();
                sound.addAll(capture.takeSound());
            }
        }

        // A round lasts two seconds, with a tone from 1 s to 1.5 s.
        assertThat(onsets(sound).subList(0, 3)).satisfiesExactly(
                first -> assertThat(first).isEqualTo(1, within(0.03)),
                second -> assertThat(second).isEqualTo(3, within(0.03)),
                third -> assertThat(third).isEqualTo(5, within(0.03)));
    }

    @Test
    void soundNobodyTakesIsBounded() throws Exception {
        Path film = TestFilms.even(folder.resolve("bounded.mp4"), 200, 25, true);
        IngestOptions twoSeconds = new IngestOptions(IngestOptions.DEFAULT.timeout(), 0, IngestOptions.DEFAULT.reconnectWait(), "auto",
                1280, 2);
        try (FrameSource.Capture capture = new JavaCvFrameSource(twoSeconds).open(Captures.asap(film, 2), -1, 0)) {
            while (capture.next() != null) {
                assertThat(capture.facts().sound()).isTrue();
            }
            List<Sound> kept = capture.takeSound();
            assertThat(length(kept)).isEqualTo(2, within(0.1));
            assertThat(kept.get(0).seconds()).isEqualTo(6, within(0.1));
            assertThat(capture.takeSound()).isEmpty();
        }
    }

    @Test
    void aFilmWithoutSoundGivesNone() {
        assertThat(heard(Captures.asap(Captures.BOTTLES, 2), -1)).isEmpty();
    }

    private static List<Sound> heard(SourceSettings settings, double afterSeconds) {
        List<Sound> sound = new ArrayList<>();
        try (FrameSource.Capture capture = new JavaCvFrameSource().open(settings, afterSeconds, 0)) {
            while (capture.next() != null) {
                sound.addAll(capture.takeSound());
            }
            sound.addAll(capture.takeSound());
        }
        return sound;
    }

    private static double length(List<Sound> sound) {
        return sound.stream().mapToInt(piece -> piece.samples().length).sum() / (double) Sound.SAMPLE_RATE;
    }

    /** Times at which it grows loud after at least a tenth of a second of silence. */
    private static List<Double> onsets(List<Sound> sound) {
        List<Double> onsets = new ArrayList<>();
        double lastLoud = Double.NEGATIVE_INFINITY;
        for (Sound piece : sound) {
            for (int i = 0; i < piece.samples().length; i++) {
                if (Math.abs(piece.samples()[i]) > 3_000) {
                    double now = piece.seconds() + (double) i / Sound.SAMPLE_RATE;
                    if (now - lastLoud > 0.1) {
                        onsets.add(now);
                    }
                    lastLoud = now;
                }
            }
        }
        return onsets;
    }
}
