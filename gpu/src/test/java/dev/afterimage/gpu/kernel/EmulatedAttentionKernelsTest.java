package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.Emulations;

class EmulatedAttentionKernelsTest extends AttentionKernelsContract {

    @Override
    Device open() {
        return Emulations.open(32, false);
    }
}
