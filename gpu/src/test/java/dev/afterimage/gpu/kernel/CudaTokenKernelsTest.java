package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.cuda.CudaDevices;
import dev.afterimage.gpu.device.Device;

class CudaTokenKernelsTest extends TokenKernelsContract {

    @Override
    Device open() {
        return CudaDevices.open();
    }
}
