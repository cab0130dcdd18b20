package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.Emulations;

/** Three warps, the last thread first: a missing barrier shows itself. */
class BackwardsAttentionKernelsTest extends AttentionKernelsContract {

    @Override
    Device open() {
        return Emulations.open(96, true);
    }
}
