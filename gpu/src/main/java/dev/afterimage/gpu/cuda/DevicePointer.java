package dev.afterimage.gpu.cuda;

import jcuda.driver.CUdeviceptr;

/** A device address that can be asked for its number. */
final class DevicePointer extends CUdeviceptr {

    long address() {
        return getNativePointer();
    }

    /** A pointer to an address within memory that somebody else holds. */
    static CUdeviceptr to(long address) {
        return new CUdeviceptr().withByteOffset(address);
    }
}
