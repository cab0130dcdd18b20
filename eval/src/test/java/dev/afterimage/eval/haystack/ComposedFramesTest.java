package dev.afterimage.eval.haystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.eval.haystack.Composition.Placement;
import dev.afterimage.eval.needle.Needle;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.needle.Overlay;
import dev.afterimage.ingest.JavaCvFrameSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needles over real footage. */
class ComposedFramesTest {

    private static final FrameSource FOOTAGE = new JavaCvFrameSource();
    private static final Path CLIP = Path.of(System.getProperty("afterimage.root"), "media", "car-detection.mp4");
    private static final StreamId STREAM = new StreamId("cell");

    @TempDir
    private static Path scratch;
    private static Haystack haystack;

    private final ComposedFrames frames = new ComposedFrames(FOOTAGE);

    @BeforeAll
    static void sample() {
        haystack = Haystack.sample(CLIP, FOOTAGE, 1, 6, scratch);
    }

    @AfterAll
    static void close() {
        haystack.close();
    }

    private List<Frame> watched(Composition composition, double after, long next) {
        SourceSettings settings = frames.register(STREAM, 1, ComposedFrames.of(haystack, composition, new Overlay(FOOTAGE)));
        return read(frames.open(settings, after, next));
    }

    private static List<Needle> needles() {
        List<Needle> texts = NeedleSet.of(NeedleSet.TEXTS).needles();
        Needle clip = new Needle("clip", new Needle.Content.Clip(CLIP, 0.5), "the clip", "What moved?", List.of("car"));
        return List.of(texts.get(0), NeedleSet.of(NeedleSet.PICTURES).needles().get(0), clip);
    }

    @Test
    void aNeedleIsSeenInItsSecondAndNothingElseChanges() {
        List<Frame> plain = watched(Composition.plain(5), -1, 0);
        assertThat(plain).extracting(Frame::seconds).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        for (Needle needle : needles()) {
            List<Frame> with = watched(new Composition(5, List.of(new Placement(3, needle))), -1, 0);
            for (int i = 0; i < 5; i++) {
                assertThat(Arrays.equals(with.get(i).rgb(), plain.get(i).rgb())).as(needle.id() + " in frame " + i).isEqualTo(i != 3);
            }
        }
    }

    @Test
    void aTextStandsAtTheBottomAndAPictureInTheCentre() {
        List<Frame> plain = watched(Composition.plain(1), -1, 0);
        int[] text = changedRows(plain.get(0), watched(new Composition(1, List.of(new Placement(0, needles().get(0)))), -1, 0).get(0));
        int[] picture = changedRows(plain.get(0), watched(new Composition(1, List.of(new Placement(0, needles().get(1)))), -1, 0).get(0));
        int height = plain.get(0).height();
        assertThat(text[0]).isGreaterThan((int) (height * 0.8));
        assertThat(picture[0] + picture[1]).isBetween((int) (height * 0.9), (int) (height * 1.1));
        assertThat(picture[1] - picture[0]).isBetween((int) (height * 0.4), (int) (height * 0.52));
    }

    /** The first and the last row in which two frames differ. */
    private static int[] changedRows(Frame a, Frame b) {
        int[] rows = {Integer.MAX_VALUE, -1};
        for (int i = 0; i < a.rgb().length; i++) {
            if (a.rgb()[i] != b.rgb()[i]) {
                int row = i / (a.width() * 3);
                rows = new int[] {Math.min(rows[0], row), Math.max(rows[1], row)};
            }
        }
        return rows;
    }

    @Test
    void largePicturesAreKeptSmallInTheirOwnShape() {
        assertThat(haystack.width()).as("of 768x432").isEqualTo(Haystack.LONGEST_SIDE);
        assertThat(haystack.height()).isEqualTo(360);
        assertThat(haystack.seconds()).isEqualTo(6);
    }

    @Test
    void aJobThatIsRestoredSeesTheSameFramesAgain() {
        Composition composition = new Composition(9, List.of(new Placement(6, needles().get(1))));
        List<Frame> whole = watched(composition, -1, 0);
        List<Frame> rest = watched(composition, 4, 5);
        assertThat(rest).extracting(Frame::index).containsExactly(5L, 6L, 7L, 8L);
        for (Frame frame : rest) {
            assertThat(frame.seconds()).isEqualTo(whole.get((int) frame.index()).seconds());
            assertThat(frame.rgb()).isEqualTo(whole.get((int) frame.index()).rgb());
        }
    }

    @Test
    void footageThatBeginsAnewNeverShowsTheSameFrameTwice() {
        List<Frame> frames = watched(Composition.plain(20), -1, 0);
        for (int i = 0; i < 6; i++) {
            for (int again = i + 6; again < 20; again += 6) {
                assertThat(Arrays.equals(frames.get(i).rgb(), frames.get(again).rgb())).isFalse();
                assertThat(largestDifference(frames.get(i).rgb(), frames.get(again).rgb())).isLessThanOrEqualTo(3);
            }
            assertThat(Arrays.equals(frames.get(i + 6).rgb(), frames.get(i + 12).rgb())).isFalse();
        }
    }

    private static int largestDifference(byte[] a, byte[] b) {
        int most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs((a[i] & 255) - (b[i] & 255)));
        }
        return most;
    }

    @Test
    void filmsInTurnAreOneStreamThatCanBeTakenUpAgain() {
        SourceSettings settings = frames.register(STREAM, 1, SourceSettings.Pace.ASAP,
                List.of(new Film(CLIP, 0), new Film(CLIP, 4), new Film(CLIP, 100)));
        List<Frame> whole = read(frames.open(settings, -1, 0));
        assertThat(whole).extracting(Frame::index).isEqualTo(LongStream.range(0, whole.size()).boxed().toList());
        assertThat(whole.stream().map(frame -> Math.round(frame.seconds())).toList())
                .as("the second film cuts the first short, and the third comes after a gap")
                .startsWith(0L, 1L, 2L, 3L, 4L, 5L).contains(33L, 100L).doesNotContain(50L, 99L).isSorted().doesNotHaveDuplicates();
        assertThat(whole.get(4).rgb()).as("the second film begins at its beginning").isEqualTo(whole.get(0).rgb());
        for (int from : new int[] {2, 4, 10, whole.size() - 2}) {
            List<Frame> rest = read(frames.open(settings, whole.get(from - 1).seconds(), from));
            assertThat(rest).as("from frame " + from).hasSize(whole.size() - from);
            for (int i = 0; i < rest.size(); i++) {
                assertThat(rest.get(i).index()).isEqualTo(from + i);
                assertThat(rest.get(i).seconds()).isEqualTo(whole.get(from + i).seconds());
                assertThat(Arrays.equals(rest.get(i).rgb(), whole.get(from + i).rgb())).as("pixels of frame " + (from + i)).isTrue();
            }
        }
    }

    private static List<Frame> read(FrameSource.Capture opened) {
        List<Frame> seen = new ArrayList<>();
        try (FrameSource.Capture capture = opened) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                seen.add(frame);
            }
        }
        return seen;
    }
}
