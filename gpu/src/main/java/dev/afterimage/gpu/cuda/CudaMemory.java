package dev.afterimage.gpu.cuda;

import dev.afterimage.gpu.device.DeviceMemory;
import jcuda.driver.JCudaDriver;

/** Memory of a CUDA device. */
final class CudaMemory implements DeviceMemory {

    private final CudaDevice device;
    private final DevicePointer pointer = new DevicePointer();
    private final long bytes;
    private boolean closed;

    CudaMemory(CudaDevice device, long bytes) {
        this.device = device;
        this.bytes = bytes;
        device.makeCurrent();
        device.check(JCudaDriver.cuMemAlloc(pointer, bytes), "allocate " + bytes + " bytes");
    }

    @Override
    public long address() {
        return pointer.address();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        // What lies on a lost device is gone already.
        if (!closed && !device.lost()) {
            closed = true;
            device.makeCurrent();
            device.check(JCudaDriver.cuMemFree(pointer), "free memory");
        }
    }
}
