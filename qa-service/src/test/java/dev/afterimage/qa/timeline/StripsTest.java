package dev.afterimage.qa.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.http.FakeStore;
import dev.afterimage.qa.http.FakeStreams;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StripsTest {

    private static final Filter ALL = new Filter("", "");

    private final FakeStore store = FakeStreams.filled();
    private final Strips strips = new Strips(store);

    private StreamInfo street() {
        return store.stream(FakeStreams.STREET).orElseThrow();
    }

    private Strip draw(double from, double to, int columns, Filter filter) {
        return strips.draw(street(), new Strips.Wanted(from, to, columns, 10, filter));
    }

    private static BlockEntry block(StreamId stream, long number, double seconds, String note, Evidence... seen) {
        return new BlockEntry(stream, number, seconds, 12, 0, note, List.of(seen), new float[0], new float[0], new float[0]);
    }

    @Test
    void aColumnTellsHowMuchOfItsTimeSomethingWasInView() {
        // 5-9, 15-20 and 25-28 s.
        assertThat(draw(0, 30, 6, ALL).seen()).containsExactly(0, .8, 0, 1, 0, .6);
        assertThat(draw(0, 30, 1, ALL).seen()[0]).isCloseTo(.4, within(1e-9));
        assertThat(draw(4.9, 5.1, 2, ALL).seen()).containsExactly(new double[] {0, 1}, within(1e-9));
    }

    @Test
    void whatWasSeenEndsWithAGapAndBeginsAnewAfterIt() {
        store.putGap(new Gap(FakeStreams.STREET, 16, 17, Gap.Cause.STALLED));
        assertThat(draw(15, 20, 5, ALL).seen()).containsExactly(1, 0, 0, 0, 1);
        // Also where the gap lies before what is drawn.
        assertThat(draw(18, 20, 2, ALL).seen()).containsExactly(0, 1);
        store.putGap(Gap.from(FakeStreams.STREET, 26, Gap.Cause.UNREACHABLE));
        Strip strip = draw(0, 30, 30, ALL);
        assertThat(strip.gaps()).extracting(Strip.Unwatched::start).containsExactly(16.0, 26.0);
        assertThat(strip.gaps().get(1).open()).isTrue();
        assertThat(strip.seen()[26]).isZero();
    }

    @Test
    void gapsThatCannotBeToldApartAreOneWithTheirNumberUnlessTheirCausesDiffer() {
        for (int i = 0; i < 5; i++) {
            store.putGap(new Gap(FakeStreams.STREET, 10 + i, 10.2 + i, i == 4 ? Gap.Cause.OVERLOADED : Gap.Cause.STALLED));
        }
        assertThat(draw(0, 30, 3, ALL).gaps()).extracting(Strip.Unwatched::count).containsExactly(4, 1);
        assertThat(draw(0, 30, 300, ALL).gaps()).hasSize(5);
    }

    @Test
    void thingsAndWordsAreLookedForAlsoInWhatWasSaid() {
        StreamId stream = FakeStreams.STREET;
        store.putEntry(block(stream, 8, 30, "heard \"open the gate\"",
                new Evidence(Evidence.Kind.SPEECH, "open the gate", 1, List.of(), .9, 26, 27)));
        store.putEntry(block(stream, 9, 31, "1 truck; text \"EXIT\"", new Evidence(Evidence.Kind.OBJECT, "truck", 1, List.of("left"), .9),
                new Evidence(Evidence.Kind.TEXT, "EXIT", 1, List.of("left"), .9)));
        store.putFrame(stream, 33, new Thumbnail(33, FakeStreams.picture(stream, 3)));
        assertThat(draw(30, 34, 4, new Filter("truck", "")).seen()).containsExactly(0, 1, 1, 0);
        assertThat(draw(30, 34, 4, new Filter("", "Exit")).seen()).containsExactly(0, 1, 1, 0);
        assertThat(draw(25, 28, 3, new Filter("", "the gate")).seen()).containsExactly(0, 1, 0);
        assertThat(draw(0, 34, 1, new Filter("bicycle", "")).seen()).containsExactly(0);
        assertThat(draw(0, 34, 1, ALL).labels()).extracting(Strip.Label::label).containsExactly("car", "truck");
        // What is said changes nothing that is in view: nothing was, at 29 s.
        assertThat(draw(30, 31, 1, ALL).seen()).containsExactly(0);
    }

    @Test
    void aPictureShowsWhatWasThereAndNoneOfAnotherTime() {
        Strip strip = draw(0, 30, 30, ALL);
        assertThat(strip.pictures()).extracting(Strip.Picture::seconds).containsExactly(7.0, 17.0, 26.0);
        StreamInfo street = street();
        Strip fine = strips.draw(street, new Strips.Wanted(5, 6, 10, .25, ALL));
        assertThat(fine.pictures()).extracting(Strip.Picture::seconds).containsExactly(5.0, Double.NaN, Double.NaN, 6.0);
    }

    @Test
    void aMonthOfABusyCameraIsDrawnAsItWasInAnyWindow() {
        StreamId busy = new StreamId("busy");
        store.putStream(new StreamInfo(busy, "busy.mp4", 1, FakeStreams.STARTED, 640, 360, true, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1,
                ""));
        Random random = new Random(1);
        int blocks = 20_000;
        double[] starts = new double[blocks + 1];
        for (int i = 0; i < blocks; i++) {
            store.putEntry(block(busy, i, starts[i], i % 2 == 0 ? "nothing" : "1 car"));
            starts[i + 1] = starts[i] + random.nextDouble() * 260;
        }
        store.putFrame(busy, 0, new Thumbnail(starts[blocks], new byte[0]));
        StreamInfo info = store.stream(busy).orElseThrow();
        for (double window : new double[] {60, 3600, 86_400, starts[blocks]}) {
            double from = random.nextDouble() * (starts[blocks] - window);
            double[] seen = strips.draw(info, new Strips.Wanted(from, from + window, 500, window, ALL)).seen();
            for (int column = 0; column < 500; column++) {
                double left = from + column * window / 500;
                assertThat(seen[column]).isCloseTo(truth(starts, left, left + window / 500), within(1e-6));
            }
        }
    }

    /** Of a stretch the share that lies between an odd start and the next. */
    private static double truth(double[] starts, double from, double to) {
        double seconds = 0;
        int first = Math.abs(Arrays.binarySearch(starts, from) + 2);
        for (int i = Math.max(0, first - 2); i + 1 < starts.length && starts[i] < to; i++) {
            seconds += i % 2 == 0 ? 0 : Math.max(0, Math.min(to, starts[i + 1]) - Math.max(from, starts[i]));
        }
        return seconds / (to - from);
    }
}
