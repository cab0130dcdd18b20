package dev.afterimage.gpu.cuda;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import jcuda.driver.CUresult;

/** What the driver says, told to people. */
final class CudaErrors {

    private CudaErrors() { }

    /** @param what was tried: {@code copy to the GPU} */
    static void check(int result, String what) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw failure(result, what);
        }
    }

    /** After these nothing in the process's context works any more. */
    static boolean isFinal(int result) {
        return result == CUresult.CUDA_ERROR_ILLEGAL_ADDRESS || result == CUresult.CUDA_ERROR_LAUNCH_TIMEOUT
                || result == CUresult.CUDA_ERROR_ECC_UNCORRECTABLE || result == CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE
                        || result == CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED
                || result >= CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR && result <= CUresult.CUDA_ERROR_LAUNCH_FAILED;
    }

    private static AfterimageException failure(int result, String what) {
        String failed = "the GPU cannot " + what + ": " + CUresult.stringFor(result);
        ErrorCode code = result == CUresult.CUDA_ERROR_OUT_OF_MEMORY ? ErrorCode.MODEL_GPU_MEMORY : ErrorCode.MODEL_FAILED;
        return new AfterimageException(code, failed, switch (result) {
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY -> "use a smaller model or cache, end what else uses the GPU, or run on the CPU";
            case CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION -> "the driver is older than the CUDA that compiled the kernels: update it";
            case CUresult.CUDA_ERROR_NO_DEVICE -> "run on the CPU";
            default -> isFinal(result) ? "ask again: answers come from the CPU now; 'nvidia-smi' and the system's log may say what happened"
                    : "see what 'nvidia-smi' and the system's log say of the GPU, or run on the CPU";
        });
    }
}
