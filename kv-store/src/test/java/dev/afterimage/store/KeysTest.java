package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.StreamId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void keysSortAsTheNumbersAndTimesInThem() {
        long[] numbers = {0, 1, 255, 256, 1L << 31, 1L << 40};
        for (int i = 1; i < numbers.length; i++) {
            assertThat(Arrays.compareUnsigned(Keys.numbered(TABLE, numbers[i - 1]), Keys.numbered(TABLE, numbers[i]))).isNegative();
        }
        double[] times = {Double.NEGATIVE_INFINITY, -2, -0.5, 0, 1e-9, 0.5, 1, 86_400.25, 1e9, Double.POSITIVE_INFINITY};
        for (int i = 0; i < times.length; i++) {
            assertThat(Keys.seconds(Keys.timed(TABLE, times[i]))).isEqualTo(times[i]);
            assertThat(i == 0 || Arrays.compareUnsigned(Keys.timed(TABLE, times[i - 1]), Keys.timed(TABLE, times[i])) < 0).isTrue();
        }
        assertThat(Keys.timed(TABLE, -0.0)).isEqualTo(Keys.timed(TABLE, 0.0));
    }

    @Test
    void aStreamsKeysLieBetweenItsBoundsAndNoOthersDo() {
        byte[] key = Keys.numbered(TABLE, Long.MAX_VALUE);
        assertThat(Arrays.compareUnsigned(Keys.from(TABLE), key)).isNegative();
        assertThat(Arrays.compareUnsigned(key, Keys.until(TABLE))).isNegative();
        for (String name : new String[] {"tabl", "table-2", "table.2", "table2", "tablf"}) {
            byte[] other = Keys.numbered(new StreamId(name), 5);
            assertThat(Arrays.compareUnsigned(Keys.from(TABLE), other) < 0 && Arrays.compareUnsigned(other, Keys.until(TABLE)) < 0).as(name)
                    .isFalse();
        }
    }
}
