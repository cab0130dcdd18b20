package dev.afterimage.gpu.cuda;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.gpu.device.Cell;
import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/** Matrix products of cuBLAS. A handle serves one stream at a time, and is dear to make: streams lend them. */
final class Cublas implements AutoCloseable {

    private final Deque<cublasHandle> idle = new ArrayDeque<>();

    /** @throws LinkageError where cuBLAS 12 or JCuda's library for it is missing */
    Cublas() {
        JCublas2.setExceptionsEnabled(false);
        giveBack(make());
    }

    private static cublasHandle make() {
        cublasHandle handle = new cublasHandle();
        check(JCublas2.cublasCreate(handle), "start cuBLAS");
        return handle;
    }

    private static void check(int result, String what) {
        if (result != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the GPU cannot " + what + ": " + cublasStatus.stringFor(result),
                    "use a smaller model or cache, or run on the CPU");
        }
    }

    synchronized cublasHandle take(CUstream stream) {
        cublasHandle handle = idle.isEmpty() ? make() : idle.pop();
        check(JCublas2.cublasSetStream(handle, new cudaStream_t(stream)), "set cuBLAS's stream");
        return handle;
    }

    synchronized void giveBack(cublasHandle handle) {
        idle.push(handle);
    }

    /**
     * y = x W^T: to cuBLAS, whose matrices lie column by column, W is (ins, outs) to be turned, x (ins, rows) and y (outs, rows).
     *
     * @param in of the weights' cells
     */
    void product(cublasHandle handle, long weights, Cell cell, long in, long out, int rows, int outs, int ins) {
        int type = cell == Cell.F16 ? cudaDataType.CUDA_R_16F : cudaDataType.CUDA_R_32F;
        Pointer one = Pointer.to(new float[] {1});
        Pointer zero = Pointer.to(new float[] {0});
        // The plain cublasGemmEx takes the compute type of CUDA 10.
        check(JCublas2.cublasGemmEx_new(handle, cublasOperation.CUBLAS_OP_T, cublasOperation.CUBLAS_OP_N, outs, rows, ins, one,
                DevicePointer.to(weights), type, ins, DevicePointer.to(in), type, ins, zero, DevicePointer.to(out),
                cudaDataType.CUDA_R_32F, outs, cublasComputeType.CUBLAS_COMPUTE_32F, cublasGemmAlgo.CUBLAS_GEMM_DEFAULT),
                "multiply matrices");
    }

    @Override
    public synchronized void close() {
        idle.forEach(JCublas2::cublasDestroy);
        idle.clear();
    }
}
