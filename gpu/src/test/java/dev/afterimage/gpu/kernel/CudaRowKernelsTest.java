package dev.afterimage.gpu.kernel;

import dev.afterimage.gpu.cuda.CudaDevices;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;

class CudaRowKernelsTest extends RowKernelsContract {

    @Override
    Device open() {
        return CudaDevices.open();
    }

    /** cuBLAS reads halves on both sides. */
    @Override
    double libraryError(Cell cell) {
        return cell == Cell.F16 ? 1e-3 : 1e-5;
    }
}
