package dev.afterimage.core.stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StreamLoadTest {

    private final StreamLoad load = new StreamLoad();

    @Test
    void aStreamThatHasNotBegunKeepsUp() {
        assertThat(load.now()).isEqualTo(StreamLoad.Snapshot.NONE);
        assertThat(load.now().keepsUp()).isTrue();
    }

    @Test
    void framesOnTheirWayAreQueuedUntilTheyAreStoredOrDropped() {
        for (int i = 0; i < 5; i++) {
            load.sampled(i);
        }
        load.dropped();
        load.stored(1);
        assertThat(load.now()).isEqualTo(new StreamLoad.Snapshot(5, 1, 0.2, 3, 0, 3));
    }

    @Test
    void lagIsHowFarTheNewestStoredFrameIsBehindTheNewestCaptured() {
        load.sampled(10);
        assertThat(load.now().lagSeconds()).isZero();
        load.sampled(12.5);
        load.stored(10);
        assertThat(load.now().lagSeconds()).isEqualTo(2.5);
        load.stored(12.5);
        assertThat(load.now().lagSeconds()).isZero();
    }

    @Test
    void theSkippedShareIsThatOfTheLastFramesAlone() {
        for (int i = 0; i < 300; i++) {
            load.sampled(i);
            if (i < 150) {
                load.dropped();
            }
        }
        assertThat(load.now().dropped()).isEqualTo(150);
        assertThat(load.now().skipped()).isZero();
        for (int i = 300; i < 360; i++) {
            load.sampled(i);
            load.dropped();
        }
        assertThat(load.now().skipped()).isEqualTo(0.5, within(1e-9));
        assertThat(load.now().keepsUp()).isFalse();
    }

    @Test
    void aNewCaptureForgetsWhatWasOnItsWayAndKeepsTheCounts() {
        load.sampled(0);
        load.sampled(9);
        load.reconnected();
        load.recordingTrouble("the disk is full");
        load.opened();
        assertThat(load.recordingTrouble()).isEmpty();
        assertThat(load.now()).isEqualTo(new StreamLoad.Snapshot(2, 0, 0, 0, 1, 0));
    }
}
