package dev.afterimage.gpu.cuda;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.PointerByReference;

/** cuBLAS as it offers itself in CUDA 12 and 13; results other than 0 are errors. */
interface CublasLibrary extends Library {

    int cublasCreate_v2(PointerByReference handle);

    int cublasSetStream_v2(Pointer handle, Pointer stream);

    /** Matrices lie column by column: result (m, n) = left (m, k) right (k, n), each maybe turned. */
    int cublasGemmEx(Pointer handle, int leftForm, int rightForm, int m, int n, int k, FloatByReference factor, Pointer left,
            int leftType, int leftStep, Pointer right, int rightType, int rightStep, FloatByReference kept, Pointer result,
            int resultType, int resultStep, int compute, int algorithm);

    int cublasDestroy_v2(Pointer handle);
}
