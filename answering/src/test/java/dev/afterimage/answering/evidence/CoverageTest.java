package dev.afterimage.answering.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final StreamId DOOR = new StreamId("door");

    private static Gap gap(double start, double end) {
        return new Gap(DOOR, start, end, Gap.Cause.UNREACHABLE);
    }

    private static TimeSpan span(double start, double end) {
        return new TimeSpan(start, end);
    }

    @Test
    void gapsThatOverlapAreOneAndLaterOnesAreNotLookedAt() {
        Coverage watched = Coverage.of(List.of(gap(40, 50), gap(10, 20), new Gap(DOOR, 15, 30, Gap.Cause.STALLED), gap(90, Gap.OPEN)), 80);
        assertThat(watched.gaps()).containsExactly(gap(10, 30), gap(40, 50));
        assertThat(Coverage.of(List.of(gap(90, Gap.OPEN)), 100).gaps()).containsExactly(gap(90, Gap.OPEN));
    }

    @Test
    void oneStretchMayHaveSeveralCausesEachForItsTime() {
        Gap stopped = new Gap(DOOR, 10, 20, Gap.Cause.NOT_RUNNING);
        Gap paused = Gap.from(DOOR, 20, Gap.Cause.PAUSED);
        Coverage watched = Coverage.of(List.of(stopped, paused), 100);
        assertThat(watched.gaps()).hasSize(1);
        assertThat(watched.causes(watched.gaps().get(0))).containsExactly(stopped, paused);
        assertThat(Coverage.of(List.of(Gap.from(DOOR, 10, Gap.Cause.OVERLOADED), paused), 100).causes())
                .containsExactly(new Gap(DOOR, 10, 20, Gap.Cause.OVERLOADED), paused);
        assertThat(Coverage.of(List.of(gap(10, 20), gap(20, 30)), 100).causes()).containsExactly(gap(10, 30));
    }

    @Test
    void onlyATimeThatLiesWhollyInAGapIsHidden() {
        Coverage watched = Coverage.of(List.of(gap(10, 30), gap(90, Gap.OPEN)), 200);
        assertThat(watched.hiding(span(15, 16))).contains(gap(10, 30));
        assertThat(watched.hiding(span(10, 30))).contains(gap(10, 30));
        assertThat(watched.hiding(span(199, 200))).contains(gap(90, Gap.OPEN));
        assertThat(watched.hiding(span(9, 11))).isEmpty();
        assertThat(watched.hiding(span(0, 200))).isEmpty();
        assertThat(Coverage.ALL.hiding(span(0, 1))).isEmpty();
    }

    @Test
    void whatIsKnownEndsWhereWatchingEnds() {
        Coverage watched = Coverage.of(List.of(gap(10, 30)), 200);
        assertThat(watched.known(5, 50)).isEqualTo(10);
        assertThat(watched.known(10, 50)).as("seen in the last picture").isEqualTo(10);
        assertThat(watched.known(30, 50)).as("seen in the first picture after it").isEqualTo(50);
        assertThat(watched.known(5, 8)).isEqualTo(8);
    }

    @Test
    void theWatchedPartsOfASpanLeaveItsGapsOut() {
        Coverage watched = Coverage.of(List.of(gap(10, 30), gap(40, 41)), 200);
        assertThat(watched.parts(span(0, 50))).containsExactly(span(0, 10), span(30, 40), span(41, 50));
        assertThat(watched.parts(span(15, 35))).containsExactly(span(30, 35));
        assertThat(watched.parts(span(15, 20))).isEmpty();
        assertThat(watched.parts(span(5, 5))).containsExactly(span(5, 5));
        assertThat(watched.seconds(span(0, 50))).isEqualTo(29);
    }

    @Test
    void aThingMayHaveComeOrGoneInTheGapItBordersOn() {
        Coverage watched = Coverage.of(List.of(gap(10, 30)), 200);
        assertThat(watched.cutting(span(5, 10))).isPresent();
        assertThat(watched.cutting(span(5, 9.5))).as("seen to have gone").isEmpty();
        assertThat(watched.leadingTo(span(30, 40))).isPresent();
        assertThat(watched.leadingTo(span(30.5, 40))).as("found at the second look").isPresent();
        assertThat(watched.leadingTo(span(35, 40))).isEmpty();
    }

    @Test
    void aGapTooShortToMatterIsNotHeldAgainstACount() {
        Coverage watched = Coverage.of(List.of(gap(10, 30)), 200);
        assertThat(watched.missing(span(0, 100))).hasSize(1);
        assertThat(watched.missing(span(0, 10.2))).isEmpty();
        assertThat(watched.missing(span(30, 100))).isEmpty();
        assertThat(watched.missing(span(9, 10.4))).as("a good part of a short time").hasSize(1);
        assertThat(Coverage.of(List.of(gap(10, 10.6)), 200).missing(span(0, 100))).as("a connection that was lost for a blink").isEmpty();
    }
}
