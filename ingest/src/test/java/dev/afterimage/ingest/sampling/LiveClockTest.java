package dev.afterimage.ingest.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LiveClockTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void betweenPicturesTheSourcesTimesCount() {
        LiveClock clock = new LiveClock(0);
        assertThat(clock.seconds(7.00, 100 * SECOND)).isZero();
        assertThat(clock.seconds(7.04, 101 * SECOND)).isEqualTo(0.04, within(1e-9));
        assertThat(clock.seconds(7.08, 101 * SECOND)).isEqualTo(0.08, within(1e-9));
    }

    @Test
    void overABreakTheWallClockCounts() {
        LiveClock clock = new LiveClock(0);
        clock.seconds(3, 0);
        clock.seconds(4, SECOND);
        clock.broken();
        assertThat(clock.seconds(0, 9 * SECOND)).isEqualTo(9, within(1e-9));
        assertThat(clock.seconds(0.5, 9 * SECOND)).isEqualTo(9.5, within(1e-9));
        assertThat(clock.sameOffset(0.25)).isEqualTo(9.25, within(1e-9));
    }

    @Test
    void aSourceWhoseClockJumpsIsPutBackOnTheWallClock() {
        LiveClock clock = new LiveClock(0);
        clock.seconds(10, 0);
        assertThat(clock.seconds(5_000, SECOND)).isEqualTo(1, within(1e-9));
        assertThat(clock.seconds(2, 2 * SECOND)).isEqualTo(2, within(1e-9));
    }

    @Test
    void timesAlwaysRise() {
        LiveClock clock = new LiveClock(30);
        double last = clock.seconds(0, 0);
        assertThat(last).isEqualTo(30);
        for (double media : new double[] {5, 5, 4.9, 5.2, 0}) {
            double now = clock.seconds(media, SECOND / 10);
            assertThat(now).isGreaterThan(last);
            last = now;
        }
    }
}
