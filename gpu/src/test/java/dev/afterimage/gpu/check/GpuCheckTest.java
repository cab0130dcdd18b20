package dev.afterimage.gpu.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.afterimage.gpu.cuda.CudaDevices;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.gpu.emulation.HostCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GpuCheckTest {

    private static final Path WORK = Path.of(System.getProperty("afterimage.root", ".."), "gpu", "target", "kernels");

    /** What is stored for machines with a GPU is what the emulation gives. */
    @Test
    void whatIsExpectedIsWhatTheEmulationGives() {
        try (Device device = Emulations.open(32, true)) {
            Conformance found = Conformance.run(device, Cell.F32);
            assertThat(found.tokens()).as(found.text()).isEqualTo(Conformance.expected().tokens());
            assertThat(found.apart(Conformance.expected())).as(found.text()).isLessThan(1e-3);
        }
    }

    @Test
    void aModelThatDiffersIsSeen() {
        float[] numbers = Conformance.expected().numbers().clone();
        numbers[5] += 0.01f;
        assertThat(new Conformance(Conformance.expected().tokens(), numbers).apart(Conformance.expected())).isGreaterThan(0.009);
        numbers[6] = Float.NaN;
        assertThat(new Conformance(Conformance.expected().tokens(), numbers).apart(Conformance.expected())).isNaN();
    }

    @Test
    void theWholeCheckRunsOnTheEmulation() {
        assumeTrue(HostCompiler.find().isPresent(), () -> HostCompiler.missing().line());
        assertThat(GpuCheck.run(true, true, WORK)).isZero();
    }

    @Test
    void theWholeCheckPassesThroughJCuda() {
        try (Device device = CudaDevices.open()) {
            assertThat(Conformance.run(device, Cell.F32).apart(Conformance.expected())).isLessThan(2e-3);
        }
    }
}
