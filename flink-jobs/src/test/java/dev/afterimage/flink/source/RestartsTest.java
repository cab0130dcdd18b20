package dev.afterimage.flink.source;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestartsTest {

    private final Restarts restarts = new Restarts();
    private long now = Long.MAX_VALUE - 1;

    @Test
    void afterThreeWithinAMinuteThereIsNoOther() {
        for (int i = 0; i < Restarts.MOST; i++) {
            now += Restarts.WITHIN.toNanos() / 4;
            assertThat(restarts.another(now)).isTrue();
        }
        assertThat(restarts.another(now)).isFalse();
    }

    @Test
    void aStreamThatFailsOnceAnHourBeginsAgainForEver() {
        for (int hour = 0; hour < 1000; hour++) {
            now += 3_600_000_000_000L;
            assertThat(restarts.another(now)).isTrue();
        }
    }
}
