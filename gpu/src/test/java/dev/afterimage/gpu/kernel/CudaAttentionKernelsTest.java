package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.cuda.CudaDevices;
import dev.afterimage.gpu.device.Device;

class CudaAttentionKernelsTest extends AttentionKernelsContract {

    @Override
    Device open() {
        return CudaDevices.open();
    }
}
