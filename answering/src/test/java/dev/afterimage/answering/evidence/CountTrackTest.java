package dev.afterimage.answering.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.time.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountTrackTest {

    /** {@code track(0, 1, 5, 0, 9)}: one from 0 to 5, none from 5 to 9. */
    private static CountTrack track(double... startsAndCounts) {
        List<CountRun> runs = new ArrayList<>();
        for (int i = 0; i + 2 < startsAndCounts.length; i += 2) {
            runs.add(new CountRun(new TimeSpan(startsAndCounts[i], startsAndCounts[i + 2]), (int) startsAndCounts[i + 1], 0.3));
        }
        return CountTrack.of(runs, Sureness.FLOOR);
    }

    private static List<TimeSpan> spans(List<CountRun> runs) {
        return runs.stream().map(CountRun::span).toList();
    }

    @Test
    void aBlinkIsNoDeparture() {
        assertThat(spans(track(0, 0, 2, 1, 4, 0, 4.5, 1, 8, 0, 12).visits())).containsExactly(new TimeSpan(2, 8));
        assertThat(track(0, 3, 5, 2, 5.5, 3, 9).runs()).hasSize(1);
    }

    @Test
    void aRealAbsenceEndsAVisit() {
        assertThat(spans(track(0, 0, 2, 1, 4, 0, 6, 1, 8, 0, 12).visits())).containsExactly(new TimeSpan(2, 4), new TimeSpan(6, 8));
    }

    @Test
    void aVisitGoesOnWhileItsNumberChanges() {
        CountTrack track = track(0, 0, 2, 1, 4, 2, 6, 1, 8, 0, 12);
        assertThat(spans(track.visits())).containsExactly(new TimeSpan(2, 8));
        assertThat(track.visits().get(0).count()).isEqualTo(2);
        assertThat(spans(track.appearances())).containsExactly(new TimeSpan(2, 6), new TimeSpan(4, 8));
    }

    @Test
    void theStateOfAMomentIsWhatFillsMostOfIt() {
        CountTrack track = track(0, 3, 5.6, 2, 12);
        assertThat(track.state(new TimeSpan(5, 6), false)).map(CountRun::count).contains(3);
        assertThat(track.state(new TimeSpan(5.5, 6.5), false)).map(CountRun::count).contains(2);
        assertThat(track.state(new TimeSpan(12, 12), true)).map(CountRun::count).contains(2);
    }

    @Test
    void aBriefUnsureSightIsNotBelieved() {
        CountTrack track = track(0, 0, 2, 1, 2.5, 0, 12);
        assertThat(track.visits()).hasSize(1);
        assertThat(track.credible(track.visits())).isEmpty();
    }

    @Test
    void stepsTellEachChangeInNumber() {
        CountTrack track = track(0, 3, 6, 2, 12, 3, 17, 1, 22);
        assertThat(track.steps(false)).containsExactly(6.0, 17.0, 17.0);
        assertThat(track.steps(true)).containsExactly(0.0, 0.0, 0.0, 12.0);
    }

    @Test
    void nothingMakesAnEmptyTrack() {
        assertThat(track().visits()).isEmpty();
        assertThat(track().most()).isZero();
        assertThat(track().state(new TimeSpan(0, 1), true)).isEmpty();
    }
}
