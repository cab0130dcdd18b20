package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day's recordings, five pictures a second: 12:00:00 to 12:00:04, 12:00:04 to 12:00:06, and 12:05:00 to 12:05:02. */
class FolderTest {

    private static final StreamId DAY = new StreamId("day");
    private static final Instant NOON = LocalDateTime.of(2026, 5, 1, 12, 0).atZone(ZoneId.systemDefault()).toInstant();

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private final List<String> gaps = new ArrayList<>();
    private final StreamLoad load = new StreamLoad();

    private Path film(String name, int seconds) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        TestFilms.even(file, seconds * 5, 5, true);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-06-01T00:00:00Z")));
        return file;
    }

    private void day() throws Exception {
        film("later/20260501_120500.mp4", 2);
        film("2026_0501_120004_002.mp4", 2);
        film("VID_20260501_120000.mp4", 4);
    }

    private FrameSource.Capture open(SourceSettings.Pace pace, double after, long next, Instant began) {
        return open(folder + "/", pace, after, next, began);
    }

    private FrameSource.Capture open(String uri, SourceSettings.Pace pace, double after, long next, Instant began) {
        FrameSource.Capture capture = new JavaCvFrameSource().open(new SourceSettings(DAY, uri, 1, pace, false,
                ReadingSettings.DEFAULT), after, next, after, (seconds, cause) -> gaps.add(seconds + " " + cause), began);
        capture.countInto(load);
        return capture;
    }

    private static List<Frame> all(FrameSource.Capture capture) {
        List<Frame> frames = new ArrayList<>();
        try (capture) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    @Test
    void recordingsOfADayAreOneStreamOnTheClock() throws Exception {
        day();
        List<Frame> frames = all(open(SourceSettings.Pace.ASAP, -1, 0, null));
        assertThat(frames).extracting(Frame::seconds).usingElementComparator((one, other) -> Math.abs(one - other) < 0.01 ? 0 : 1)
                .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 300.0, 301.0);
        assertThat(frames).extracting(Frame::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(frames.get(6).wallClock()).isEqualTo(NOON.plusSeconds(300));
        assertThat(gaps).as("a seam is no gap").hasSize(1);
        assertThat(gaps.get(0)).endsWith(Gap.Cause.NOT_RECORDED.name()).startsWith("5.0");
        assertThat(load.notices()).hasSize(3).allMatch(notice -> notice.contains("by the file's name"));
        assertThat(load.notices().get(0)).startsWith("VID_20260501_120000.mp4: from 2026-05-01 12:00:00");
    }

    @Test
    void itGoesOnInTheMiddleOfAFileAlsoWhereEarlierOnesAreGone() throws Exception {
        day();
        Files.delete(folder.resolve("VID_20260501_120000.mp4"));
        List<Frame> rest = all(open(SourceSettings.Pace.ASAP, 4, 5, NOON));
        assertThat(rest.get(0).seconds()).isCloseTo(5, within(0.01));
        assertThat(rest.get(0).index()).isEqualTo(5);
        assertThat(rest).hasSize(3);
        assertThat(all(open(SourceSettings.Pace.ASAP, 301, 8, NOON))).isEmpty();
        assertThat(load.notices()).noneMatch(notice -> notice.contains("left out"));
    }

    @Test
    void whatOverlapsOrCannotBeReadIsLeftOutAndTold() throws Exception {
        day();
        film("rear_20260501_120001.mp4", 2);
        Files.setLastModifiedTime(Files.writeString(folder.resolve("20260501_120200.mp4"), "no film"), FileTime.fromMillis(1));
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        List<Frame> frames = all(open(SourceSettings.Pace.ASAP, -1, 0, null));
        assertThat(frames).hasSize(8);
        assertThat(load.notices())
                .anyMatch(notice -> notice.startsWith("rear_20260501_120001.mp4 is left out: it was recorded while another"))
                .anyMatch(notice -> notice.startsWith("20260501_120200.mp4 is left out")).noneMatch(notice -> notice.contains("notes.txt"));
    }

    @Test
    void aFolderThatIsFollowedGoesOnWithWhatAppearsInIt() throws Exception {
        film("20260501_120000.mp4", 2);
        Path other = film(elsewhere.resolve("next.mp4").toString(), 2);
        try (FrameSource.Capture capture = open(SourceSettings.Pace.REALTIME, -1, 0, null)) {
            assertThat(capture.next().seconds()).isZero();
            assertThat(capture.next().seconds()).isCloseTo(1, within(0.01));
            Files.move(other, folder.resolve("20260501_120100.mp4"));
            assertThat(capture.next().seconds()).isCloseTo(60, within(0.01));
            assertThat(gaps).hasSize(1);
        }
    }

    @Test
    void aFolderWithoutVideoIsRefused() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        assertThatThrownBy(() -> open(SourceSettings.Pace.ASAP, -1, 0, null)).isInstanceOfSatisfying(AfterimageException.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INPUT_NO_VIDEO));
    }

    @Test
    void severalFilesAndFoldersAreOneStreamWhateverTheirOrderAndNames() throws Exception {
        day();
        film("not named.mp4", 2);
        Path odd = Files.move(folder.resolve("2026_0501_120004_002.mp4"), folder.resolve("100% | 20260501_120004"));
        List<String> paths = List.of(folder.resolve("later").toString(), odd.toString(),
                folder.resolve("VID_20260501_120000.mp4").toString());
        List<Frame> frames = all(open(SourceSettings.recordings(paths), SourceSettings.Pace.ASAP, -1, 0, null));
        assertThat(frames).extracting(frame -> Math.round(frame.seconds())).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 300L, 301L);
        assertThat(frames.get(4).wallClock()).isEqualTo(NOON.plusSeconds(4));
        assertThat(gaps).hasSize(1);
        assertThatThrownBy(() -> open(SourceSettings.recordings(List.of(odd.toString(), folder + "/none.mp4")), SourceSettings.Pace.ASAP,
                -1, 0, null)).isInstanceOfSatisfying(AfterimageException.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INPUT_NOT_FOUND));
    }
}
