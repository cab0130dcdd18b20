package dev.afterimage.gpu.nvrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.gpu.kernel.KernelSource;
import dev.afterimage.gpu.kernel.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NvrtcTest {

    private Nvrtc nvrtc;

    @BeforeEach
    void find() {
        Optional<Nvrtc> found = Nvrtc.find();
        assumeTrue(found.isPresent(), () -> Nvrtc.missing().line());
        nvrtc = found.orElseThrow();
    }

    /** The oldest device that CUDA 13 knows, and an H200. */
    @ParameterizedTest
    @ValueSource(ints = {75, 90})
    void everyKernelCompilesForADevice(int capability) {
        String image = new String(nvrtc.compile(KernelSource.text(), capability), StandardCharsets.ISO_8859_1);
        assertThat(image).startsWith("\177ELF");
        assertThat(Signatures.shipped().kernels()).hasSizeGreaterThan(20)
                .allSatisfy(kernel -> assertThat(image).contains("\0.text." + kernel + "\0"));
    }

    @Test
    void aFaultIsToldWithItsFileAndLine() {
        assertThatThrownBy(() -> nvrtc.compile("#line 7 \"rows.cu\"\n__global__ void broken() { nothing(); }", 90))
                .isInstanceOf(AfterimageException.class)
                .hasMessageContaining("rows.cu(7)").hasMessageContaining("nothing");
    }

    @Test
    void aDeviceThatTheCompilerDoesNotKnowIsToldPlainly() {
        assertThatThrownBy(() -> nvrtc.compile(KernelSource.text(), 999)).isInstanceOf(AfterimageException.class)
                .hasMessageContaining("NVRTC " + nvrtc.version() + " cannot compile the kernels");
    }
}
