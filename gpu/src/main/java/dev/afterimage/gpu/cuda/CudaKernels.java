package dev.afterimage.gpu.cuda;

import dev.afterimage.gpu.kernel.Signatures;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** The kernels, loaded into a device. */
final class CudaKernels implements AutoCloseable {

    private final CUmodule module = new CUmodule();
    private final Map<String, CUfunction> functions = new HashMap<>();

    /** @param sharedBytes most shared memory that a block can have on this device */
    CudaKernels(byte[] image, int sharedBytes) {
        CudaErrors.check(JCudaDriver.cuModuleLoadData(module, image), "load the kernels");
        for (String name : Signatures.shipped().kernels()) {
            CUfunction function = new CUfunction();
            CudaErrors.check(JCudaDriver.cuModuleGetFunction(function, module, name), "find the kernel " + name);
            // Without this a block has at most 48 KiB.
            CudaErrors.check(JCudaDriver.cuFuncSetAttribute(function,
                    CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes), "give shared memory to " + name);
            functions.put(name, function);
        }
    }

    CUfunction function(String name) {
        return functions.get(name);
    }

    @Override
    public void close() {
        CudaErrors.check(JCudaDriver.cuModuleUnload(module), "unload the kernels");
    }
}
