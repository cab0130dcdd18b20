package dev.afterimage.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {

    @Test
    void everyHalfComesBackAsItWas() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloats.toFloat((short) bits);
            if (Float.isFinite(value)) {
                assertThat(HalfFloats.toHalf(value)).as("bits %x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void knownValuesHaveTheirKnownBits() {
        assertThat(HalfFloats.toHalf(1f)).isEqualTo((short) 0x3c00);
        assertThat(HalfFloats.toHalf(-2f)).isEqualTo((short) 0xc000);
        assertThat(HalfFloats.toHalf(1f / 3)).isEqualTo((short) 0x3555);
        assertThat(HalfFloats.toHalf((float) Math.scalb(1, -24))).isEqualTo((short) 1);
        assertThat(HalfFloats.toHalf(-0f)).isEqualTo((short) 0x8000);
        assertThat(HalfFloats.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfFloats.toFloat(HalfFloats.toHalf(Float.NaN))).isNaN();
    }

    @Test
    void aNumberGoesToTheNearestHalfAndTiesToTheEvenOne() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            float value = (float) (Math.scalb(random.nextDouble(-1, 1), random.nextInt(-28, 16)));
            float found = HalfFloats.toFloat(HalfFloats.toHalf(value));
            short bits = HalfFloats.toHalf(value);
            float error = Math.abs(found - value);
            for (int neighbour = -1; neighbour <= 1; neighbour += 2) {
                float other = HalfFloats.toFloat((short) (bits + neighbour));
                if (Float.isFinite(other) && Math.abs(other) <= HalfFloats.MAX) {
                    assertThat(error).isLessThanOrEqualTo(Math.abs(other - value));
                }
            }
        }
        assertThat(HalfFloats.toHalf(1 + Math.scalb(1f, -11))).isEqualTo((short) 0x3c00);
        assertThat(HalfFloats.toHalf(1 + 3 * Math.scalb(1f, -11))).isEqualTo((short) 0x3c02);
    }

    @Test
    void whatIsTooLargeBecomesTheLargestHalf() {
        for (float value : new float[] {65_520f, 1e9f, Float.POSITIVE_INFINITY}) {
            assertThat(HalfFloats.toFloat(HalfFloats.toHalf(value))).isEqualTo(HalfFloats.MAX);
            assertThat(HalfFloats.toFloat(HalfFloats.toHalf(-value))).isEqualTo(-HalfFloats.MAX);
        }
        assertThat(HalfFloats.toFloat(HalfFloats.toHalf(65_519f))).isEqualTo(HalfFloats.MAX);
    }

    @Test
    void arraysOfAnyLengthAndAlignmentComeBack() {
        for (int length = 0; length < 12; length++) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = i - 3.5f;
            }
            byte[] bytes = new byte[2 * length + 3];
            HalfFloats.encode(values, bytes, 3);
            float[] decoded = new float[length];
            HalfFloats.decode(bytes, 3, decoded);
            assertThat(decoded).isEqualTo(values).isEqualTo(HalfFloats.rounded(values));
        }
    }
}
