package dev.afterimage.ingest.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.afterimage.core.frame.Sound;

class SoundBufferTest {

    @Test
    void piecesThatFollowEachOtherAreJoinedAndAGapStaysAGap() {
        SoundBuffer buffer = new SoundBuffer(100_000, -1);
        buffer.add(0, new short[1_600]);
        buffer.add(0.1, new short[1_600]);
        buffer.add(0.5, new short[1_600]);

        List<Sound> taken = buffer.take();

        assertThat(taken).extracting(Sound::seconds).containsExactly(0.0, 0.5);
        assertThat(taken.get(0).samples()).hasSize(3_200);
        assertThat(buffer.take()).isEmpty();
    }

    @Test
    void theOldestGoesWhenNobodyTakes() {
        SoundBuffer buffer = new SoundBuffer(3_200, -1);
        for (int k = 0; k < 10; k++) {
            buffer.add(k * 0.1, new short[1_600]);
        }
        assertThat(buffer.take().get(0).seconds()).isEqualTo(0.8, within(1e-9));
    }

    @Test
    void whatWasDeliveredEarlierIsLeftOutToTheSample() {
        SoundBuffer buffer = new SoundBuffer(100_000, 1);
        buffer.add(0.5, new short[1_600]);
        buffer.add(0.95, new short[] {1, 2, 3});
        buffer.add(1 - 2.0 / Sound.SAMPLE_RATE, new short[] {1, 2, 3, 4});

        Sound taken = buffer.take().get(0);

        assertThat(taken.seconds()).isEqualTo(1, within(1e-9));
        assertThat(taken.samples()).containsExactly(3, 4);
    }

    @Test
    void soundBeforeTheFirstPictureIsLeftOut() {
        SoundBuffer buffer = new SoundBuffer(100_000, -1);
        buffer.add(-1.0 / Sound.SAMPLE_RATE, new short[] {1, 2});
        assertThat(buffer.take().get(0).samples()).containsExactly(2);
    }
}
