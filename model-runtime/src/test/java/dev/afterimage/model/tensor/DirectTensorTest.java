package dev.afterimage.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;

class DirectTensorTest {

    @Test
    void numbersArriveInTheTypeAskedFor() throws OrtException {
        try (DirectTensor floats = DirectTensor.of(new float[] {1.5f, -2}, 1,
                2); DirectTensor longs = DirectTensor.longs(new float[] {3, -4}, 2);
                DirectTensor ints = DirectTensor.ints(new float[] {5, -6}, 2, 1)) {
            assertThat((float[][]) floats.tensor().getValue()).isDeepEqualTo(new float[][] {{1.5f, -2}});
            assertThat((long[]) longs.tensor().getValue()).containsExactly(3, -4);
            assertThat((int[][]) ints.tensor().getValue()).isDeepEqualTo(new int[][] {{5}, {-6}});
        }
    }

    @Test
    void itsMemoryIsGivenBackOnceAndAtOnce() throws OrtException {
        long before = DirectUse.bytes();
        DirectTensor tensor = DirectTensor.of(new float[1 << 18], 1 << 18);
        assertThat(DirectUse.bytes()).isGreaterThanOrEqualTo(before + (1 << 20));
        tensor.close();
        tensor.close();
        assertThat(DirectUse.bytes()).isLessThanOrEqualTo(before);
    }

    @Test
    void aShapeThatDoesNotFitLeavesNoMemoryBehind() {
        long before = DirectUse.bytes();
        assertThatThrownBy(() -> DirectTensor.of(new float[1 << 18], 7)).isInstanceOf(OrtException.class);
        assertThat(DirectUse.bytes()).isLessThanOrEqualTo(before);
    }
}
