package dev.afterimage.gpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.gpu.kernel.Signatures.Kind;
import org.junit.jupiter.api.Test;

class SignaturesTest {

    @Test
    void parametersAreReadFromTheSource() {
        Signatures signatures = Signatures.of(
                "extern \"C\" __global__ void k(const float* a, half16* b,\n   long long n, int m, float e) {");
        assertThat(signatures.checked("k", 1L, 2L, 3L, 4, 5f)).containsExactly(Kind.POINTER, Kind.POINTER, Kind.LONG, Kind.INT, Kind.FLOAT);
    }

    @Test
    void everyShippedKernelCanBeCalled() {
        assertThat(Signatures.shipped().kernels()).contains("rms_norm", "attend_chunk_f16", "load_block_f16", "sample_top_p");
    }

    @Test
    void aParameterThatNobodyCanPassIsRefused() {
        assertThatThrownBy(() -> Signatures.of("extern \"C\" __global__ void k(size_t n) {")).hasMessageContaining("'size_t n'");
    }
}
