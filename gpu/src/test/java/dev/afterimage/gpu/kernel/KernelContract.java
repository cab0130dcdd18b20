package dev.afterimage.gpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A kernel and its twin must give the same on every device; each device has a test that extends the contracts. */
abstract class KernelContract {

    final Random random = new Random(42);
    Device device;
    OnDevice on;

    /** @throws org.opentest4j.TestAbortedException where there is none */
    abstract Device open();

    /** Largest error of an element of the device's own matrix product, before the root of its length. */
    double libraryError(Cell cell) {
        return 1e-5;
    }

    @BeforeEach
    void openDevice() {
        device = open();
        on = new OnDevice(device);
    }

    @AfterEach
    void closeDevice() {
        if (on != null) {
            on.close();
            device.close();
        }
    }

    float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static void assertClose(float[] actual, float[] expected, double error) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            double allowed = error * Math.max(1, Math.abs(expected[i]));
            // Written so that not-a-number fails.
            assertThat(Math.abs((double) actual[i] - expected[i]) <= allowed).as("element %d is %s, expected %s", i, actual[i],
                    expected[i]).isTrue();
        }
    }
}
