package dev.afterimage.gpu.cuda;

import jcuda.driver.CUstream;

/** A stream that can be asked for its address, for libraries that JCuda does not call. */
final class CudaStreamHandle extends CUstream {

    long address() {
        return getNativePointer();
    }
}
