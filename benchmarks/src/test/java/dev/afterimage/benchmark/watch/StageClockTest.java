package dev.afterimage.benchmark.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StageClockTest {

    private final StageClock clock = new StageClock();

    @Test
    void callsAndTimeAddUpByStage() {
        assertThat(clock.<Integer>time("one", () -> 7)).isEqualTo(7);
        clock.time("one", () -> { });
        assertThat(clock.calls("one")).isEqualTo(2);
        assertThat(clock.seconds("one")).isPositive();
        assertThat(clock.calls("two")).isZero();
        assertThat(clock.seconds("two")).isZero();
    }

    @Test
    void aFailureIsTimedAndPassedOn() {
        assertThatThrownBy(() -> clock.time("one", () -> {
            throw new IllegalStateException("broken");
        })).hasMessage("broken");
        assertThat(clock.calls("one")).isEqualTo(1);
    }

    @Test
    void aResetForgets() {
        clock.time("one", () -> { });
        clock.reset();
        assertThat(clock.calls("one")).isZero();
    }
}
