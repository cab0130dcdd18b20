package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.cuda.CudaDevices;
import dev.afterimage.gpu.device.Device;

class CudaCacheKernelsTest extends CacheKernelsContract {

    @Override
    Device open() {
        return CudaDevices.open();
    }
}
