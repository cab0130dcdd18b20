package dev.afterimage.gpu.cuda;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/** An NVIDIA GPU by JCuda: the driver's own interface, and cuBLAS where it is there. */
public final class CudaDevice implements Device {

    /** CUDA 12. */
    private static final int OLDEST_DRIVER = 12_000;
    private static final int THREADS = 128;
    private static final int NAME_BYTES = 256;

    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final String name;
    private final CudaKernels kernels;
    /** Null where it is missing. */
    private final Cublas cublas;
    private final Map<ByteBuffer, Pointer> staging = new IdentityHashMap<>();
    private volatile boolean lost;

    /**
     * Opens the first GPU.
     *
     * @param compiled gives the image of the kernels for a compute capability, major and minor in one: 90 for 9.0
     * @throws AfterimageException with the reason where no GPU can be used
     */
    public static CudaDevice open(IntFunction<byte[]> compiled) {
        try {
            JCudaDriver.setExceptionsEnabled(false);
            return new CudaDevice(compiled);
        } catch (LinkageError e) {
            String reason = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "no GPU can be used: JCuda's native libraries do not load: "
                    + reason,
                    "install an NVIDIA driver, and build with '-Pgpu'", e);
        }
    }

    private CudaDevice(IntFunction<byte[]> compiled) {
        CudaErrors.check(JCudaDriver.cuInit(0), "be used");
        requireDriver();
        CudaErrors.check(JCudaDriver.cuDeviceGet(device, 0), "be used");
        byte[] text = new byte[NAME_BYTES];
        CudaErrors.check(JCudaDriver.cuDeviceGetName(text, text.length, device), "say its name");
        this.name = new String(text, StandardCharsets.UTF_8).split("\0", 2)[0].strip();
        CudaErrors.check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "be used");
        try {
            makeCurrent();
            this.kernels = kernels(compiled);
        } catch (RuntimeException e) {
            JCudaDriver.cuDevicePrimaryCtxRelease(device);
            throw e;
        }
        this.cublas = Cublas.find(System.getenv()).orElse(null);
    }

    private CudaKernels kernels(IntFunction<byte[]> compiled) {
        int capability = 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        byte[] image = compiled.apply(capability);
        // The compiler uses the driver, too.
        makeCurrent();
        return new CudaKernels(image, attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN));
    }

    private static void requireDriver() {
        int[] version = new int[1];
        CudaErrors.check(JCudaDriver.cuDriverGetVersion(version), "say its driver's version");
        if (version[0] < OLDEST_DRIVER) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the GPU's driver is too old: it knows CUDA "
                    + version[0] / 1000 + "."
                    + version[0] % 1000 / 10 + ", and 12.0 is needed", "update the driver, or run on the CPU");
        }
    }


    private int attribute(int which) {
        int[] value = new int[1];
        CudaErrors.check(JCudaDriver.cuDeviceGetAttribute(value, which, device), "say what it can");
        return value[0];
    }

    /** @param what was tried: {@code copy its memory} */
    void check(int result, String what) {
        if (CudaErrors.isFinal(result)) {
            lost = true;
        }
        CudaErrors.check(result, what);
    }

    /** Nothing on it can be used any more. */
    void lose() {
        lost = true;
    }

    /** Every thread that calls the driver says first which device it means. */
    void makeCurrent() {
        check(JCudaDriver.cuCtxSetCurrent(context), "be used by a thread");
    }

    CudaKernels kernels() {
        return kernels;
    }

    /** Null where it is missing. */
    Cublas cublas() {
        return cublas;
    }

    @Override
    public String name() {
        return name + (cublas == null ? " (without cuBLAS)" : "");
    }

    @Override
    public boolean lost() {
        return lost;
    }

    @Override
    public long freeBytes() {
        makeCurrent();
        long[] free = new long[1];
        check(JCudaDriver.cuMemGetInfo(free, new long[1]), "say what memory is free");
        return free[0];
    }

    @Override
    public int threads() {
        return THREADS;
    }

    @Override
    public DeviceMemory allocate(long bytes) {
        return new CudaMemory(this, bytes);
    }

    @Override
    public ByteBuffer allocateStaging(int bytes) {
        makeCurrent();
        Pointer pointer = new Pointer();
        check(JCudaDriver.cuMemAllocHost(pointer, bytes), "pin " + bytes + " bytes of the host's memory");
        ByteBuffer buffer = pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
        synchronized (staging) {
            staging.put(buffer, pointer);
        }
        return buffer;
    }

    @Override
    public void freeStaging(ByteBuffer buffer) {
        if (lost) {
            return;
        }
        makeCurrent();
        synchronized (staging) {
            check(JCudaDriver.cuMemFreeHost(staging.remove(buffer)), "let go of pinned memory");
        }
    }

    @Override
    public DeviceStream newStream() {
        return new CudaStream(this);
    }

    @Override
    public void close() {
        if (lost) {
            return;
        }
        makeCurrent();
        if (cublas != null) {
            cublas.close();
        }
        kernels.close();
        check(JCudaDriver.cuDevicePrimaryCtxRelease(device), "be let go");
    }
}
