package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.Emulations;

class EmulatedRowKernelsTest extends RowKernelsContract {

    @Override
    Device open() {
        return Emulations.open(32, false);
    }
}
