package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;

class BadFilesTest {

    @TempDir
    Path folder;

    @Test
    void aMissingFileIsNotFound() {
        assertRefused(folder.resolve("none.mp4"), ErrorCode.INPUT_NOT_FOUND, "there is no file");
        assertRefused(folder.resolve("no such folder/none.mp4"), ErrorCode.INPUT_NOT_FOUND, "there is no file");
    }

    @Test
    void aDirectoryIsNoVideo() {
        assertRefused(folder, ErrorCode.INPUT_UNREADABLE, "is a directory");
    }

    @Test
    void aFileThatMayNotBeReadSaysSo() throws Exception {
        Path film = Files.copy(Captures.BOTTLES, folder.resolve("locked.mp4"));
        assumeFalse(!film.toFile().setReadable(false) || Files.isReadable(film), "skipped: this user may read everything");
        assertRefused(film, ErrorCode.INPUT_UNREADABLE, "may not be read");
    }

    @Test
    void anEmptyFileSaysThatItIsEmpty() throws Exception {
        assertRefused(Files.createFile(folder.resolve("empty.mp4")), ErrorCode.INPUT_UNREADABLE, "is empty (0 bytes)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "notes.mp4", "notes"})
    void textIsNoVideoWhateverItsName(String name) throws Exception {
        assertRefused(Files.writeString(folder.resolve(name), "one line\nand another\n".repeat(500)), ErrorCode.INPUT_UNREADABLE,
                "not a video");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise.bin", "noise.mp4", "noise.mkv", "noise.ts"})
    void randomBytesAreNoVideo(String name) throws Exception {
        byte[] bytes = new byte[200_000];
        new Random(7).nextBytes(bytes);
        assertRefused(Files.write(folder.resolve(name), bytes), ErrorCode.INPUT_UNREADABLE, "not a video");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sound.mp4", "sound.mkv", "sound.aac"})
    void soundAloneIsNoVideo(String name) throws Exception {
        assertRefused(TestFilms.soundOnly(folder.resolve(name), 2), ErrorCode.INPUT_NO_VIDEO, "sound but no pictures");
    }

    @Test
    void aRecordingThatWasNeverFinishedIsTruncated() throws Exception {
        Path whole = TestFilms.even(folder.resolve("whole.mp4"), 100, 25, true);
        assertRefused(TestFilms.cut(whole, folder.resolve("cut.mp4"), 0.6), ErrorCode.INPUT_TRUNCATED, "is cut off");
        assertRefused(TestFilms.cut(Captures.BOTTLES, folder.resolve("bottles.mp4"), 0.5), ErrorCode.INPUT_TRUNCATED, "is cut off");
        assertRefused(TestFilms.cut(whole, folder.resolve("head.mp4"), 0.002), ErrorCode.INPUT_TRUNCATED, "is cut off");
    }

    @ParameterizedTest
    @CsvSource({"mkv,0.3", "mkv,0.9", "avi,0.5", "flv,0.5", "mov,0.5"})
    void aCutFileGivesItsFramesAndThenSaysThatItIsTruncated(String kind, double share) throws Exception {
        Path whole = kind.equals("mov") ? TestFilms.indexFirst(folder.resolve("whole.mov"), 200, 25)
                : TestFilms.even(folder.resolve("whole." + kind), 200, 25, true);
        List<Frame> expected = Captures.all(Captures.asap(whole, 5), -1, 0);
        Path cut = TestFilms.cut(whole, folder.resolve("cut." + kind), share);

        assertCut(cut, expected, 5, (int) (expected.size() * share * 0.6));
    }

    @ParameterizedTest
    @CsvSource({"car-detection.mp4,0.4", "car-detection.mp4,0.97"})
    void aCutShippedClipGivesItsFramesAndThenSaysThatItIsTruncated(String name, double share) throws Exception {
        Path clip = Captures.MEDIA.resolve(name);
        List<Frame> expected = Captures.all(Captures.asap(clip, 2), -1, 0);

        assertCut(TestFilms.cut(clip, folder.resolve(name), share), expected, 2, (int) (expected.size() * share * 0.6));
    }

    @Test
    void aTailOfZeroesIsATruncatedFile() throws Exception {
        byte[] bytes = Files.readAllBytes(Captures.CARS);
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
        Path zeroed = Files.write(folder.resolve("zeroed.mp4"), bytes);

        assertCut(zeroed, Captures.all(Captures.asap(Captures.CARS, 2), -1, 0), 2, 15);
    }

    @Test
    void everyWholeFileEndsWell() throws Exception {
        for (String kind : List.of("mp4", "mov", "mkv", "avi", "flv", "ts")) {
            Path film = TestFilms.even(folder.resolve("whole." + kind), 58, 25, true);
            assertThat(Captures.all(Captures.asap(film, 5), -1, 0)).as(kind).hasSize(12);
        }
    }

    @Test
    void aLoopedFileThatIsTakenAwayIsNotFoundAtItsNextRound() throws Exception {
        Path film = TestFilms.even(folder.resolve("gone.mp4"), 25, 25, false);
        try (FrameSource.Capture capture = Captures.open(Captures.looped(film, 5))) {
            Files.delete(film);
            for (int k = 0; k < 5; k++) {
                assertThat(capture.next().index()).isEqualTo(k);
            }
            AfterimageException fault = catchThrowableOfType(AfterimageException.class, capture::next);
            assertThat(fault.code()).isEqualTo(ErrorCode.INPUT_NOT_FOUND);
            capture.close();
        }
    }

    @Test
    void anUnknownSchemeIsRefused() {
        AfterimageException refused = catchThrowableOfType(AfterimageException.class,
                () -> Captures.open(Captures.asap("gopher9://host/film", 2)));
        assertThat(refused.code()).isEqualTo(ErrorCode.INPUT_UNREACHABLE);
    }

    private static void assertCut(Path cut, List<Frame> whole, double fps, int atLeast) {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = Captures.open(Captures.asap(cut, fps))) {
            AfterimageException fault = catchThrowableOfType(AfterimageException.class, () -> {
                for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                    frames.add(frame);
                }
            });
            assertThat(fault).as("fault after %s frames", frames.size()).isNotNull();
            assertThat(fault.code()).isEqualTo(ErrorCode.INPUT_TRUNCATED);
            assertThat(fault.line()).contains("is cut off after").doesNotContain("\n");
            assertThat(catchThrowableOfType(AfterimageException.class, capture::next)).isSameAs(fault);
        }
        assertThat(frames).hasSizeBetween(atLeast, whole.size() - 1);
        for (int k = 0; k < frames.size(); k++) {
            assertThat(frames.get(k).seconds()).isEqualTo(whole.get(k).seconds());
        }
    }

    private static void assertRefused(Path file, ErrorCode code, String says) {
        AfterimageException refused = catchThrowableOfType(AfterimageException.class, () -> Captures.open(Captures.asap(file, 2)).close());
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.line()).contains(says).contains(file.getFileName().toString()).doesNotContain("\n");
        assertThat(refused.code().exitCode()).isEqualTo(3);
    }
}
