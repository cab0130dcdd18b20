package dev.afterimage.gpu.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.model.TokenKeys;
import dev.afterimage.gpu.device.FailingDevice;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.gpu.scalar.ScalarTokens;
import dev.afterimage.store.codec.HalfFloats;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceTokenKeysTest {

    private static final int WIDTH = 6;
    private static final int[] TOKENS = {3, 0, 5000, 2, 3000};
    private final Random random = new Random(2);

    private float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Blocks added one after the other, so that the room for them grows; streams work as late as they may. */
    @Test
    void everyBlockIsMatchedWhateverWasAddedAfterIt() {
        try (FailingDevice device = new FailingDevice(Emulations.open(64, true)); StagingPool staging = new StagingPool(device);
                DeviceTokenKeys keys = new DeviceTokenKeys(device, staging, WIDTH)) {
            float[] queries = normal(3 * WIDTH);
            float[] all = {};
            int[] starts = new int[TOKENS.length + 1];
            for (int block = 0; block < TOKENS.length; block++) {
                float[] added = normal(TOKENS[block] * WIDTH);
                assertThat(keys.add(added)).isTrue();
                starts[block + 1] = starts[block] + TOKENS[block];
                all = Arrays.copyOf(all, all.length + added.length);
                System.arraycopy(added, 0, all, all.length - added.length, added.length);
            }
            for (boolean unit : new boolean[] {true, false}) {
                for (int count : new int[] {5, 3, 1}) {
                    float[] expected = ScalarTokens.lateInteraction(queries, HalfFloats.rounded(all), Arrays.copyOf(starts, count + 1),
                            WIDTH, unit);
                    assertThat(keys.matches(queries, count, unit).orElseThrow()).usingComparatorWithPrecision(1e-4f)
                            .containsExactly(expected);
                }
            }
            assertThat(keys.matches(queries, 6, true)).as("a block that was not added").isEmpty();
        }
    }

    @Test
    void keysThatDoNotFitAreLeftToOthers() {
        try (FailingDevice device = new FailingDevice(Emulations.open(32, false)).withFreeBytes(4 * 4096 * WIDTH * 2);
                StagingPool staging = new StagingPool(device); DeviceTokenKeys keys = new DeviceTokenKeys(device, staging, WIDTH)) {
            assertThat(keys.add(normal(2000 * WIDTH))).isTrue();
            assertThat(keys.add(normal(2200 * WIDTH))).isFalse();
            assertThat(keys.add(normal(WIDTH))).as("a block that would fit, behind one that did not").isFalse();
            assertThat(keys.matches(normal(WIDTH), 1, true)).isEmpty();
        }
    }

    @Test
    void aLostDeviceMatchesNothing() {
        try (FailingDevice device = new FailingDevice(Emulations.open(32, false)); StagingPool staging = new StagingPool(device)) {
            try (DeviceTokenKeys keys = new DeviceTokenKeys(device, staging, WIDTH)) {
                TokenKeys used = keys;
                assertThat(used.add(normal(2 * WIDTH))).isTrue();
                device.loseAfter(0);
                assertThat(used.matches(normal(WIDTH), 1, false)).isEmpty();
                assertThat(used.add(normal(WIDTH))).isFalse();
            }
        }
    }
}
