package dev.afterimage.gpu.cuda;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.nvrtc.CudaFiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Matrix products of cuBLAS, in whatever version is installed. A handle serves one stream at a time, and is dear to make: streams lend
 * them.
 */
final class Cublas {

    /** A file {@code libcublas.so.N}, or a directory that has one. */
    static final String VARIABLE = "AFTERIMAGE_CUBLAS";

    static final List<String> NAMES = List.of("libcublas.so.13", "libcublas.so.12", "libcublas.so");

    // Numbers of its interface.
    private static final int ALLOCATION_FAILED = 3;
    private static final int EXECUTION_FAILED = 13;
    private static final int INTERNAL_ERROR = 14;
    private static final int AS_IT_IS = 0;
    private static final int TURNED = 1;
    private static final int FLOATS = 0;
    private static final int HALVES = 2;
    /** Sums are floats, whatever is multiplied: halves go through the tensor cores. */
    private static final int SUMS_IN_FLOATS = 68;
    private static final int ANY_ALGORITHM = -1;

    /** What cuBLAS needs for a stream. */
    record Handle(Pointer pointer) { }

    private final CublasLibrary library;
    private final Deque<Handle> idle = new ArrayDeque<>();

    private Cublas(CublasLibrary library) {
        this.library = library;
        giveBack(make());
    }

    /**
     * The device's context is current.
     *
     * @return empty where none is installed that the driver can be used with
     */
    static Optional<Cublas> find(Map<String, String> environment) {
        return CudaFiles.candidates(environment, VARIABLE, NAMES).stream().flatMap(name -> load(name).stream()).findFirst();
    }

    private static Optional<Cublas> load(String name) {
        try {
            return Optional.of(new Cublas(Native.load(name, CublasLibrary.class)));
        } catch (UnsatisfiedLinkError | AfterimageException unusable) {
            return Optional.empty();
        }
    }

    private Handle make() {
        PointerByReference handle = new PointerByReference();
        check(library.cublasCreate_v2(handle), "start cuBLAS");
        return new Handle(handle.getValue());
    }

    private static void check(int result, String what) {
        if (result != 0) {
            throw new AfterimageException(result == ALLOCATION_FAILED ? ErrorCode.MODEL_GPU_MEMORY : ErrorCode.MODEL_FAILED,
                    "the GPU cannot " + what + ": cuBLAS says " + result, "use a smaller model or cache, or run on the CPU");
        }
    }

    synchronized Handle take(CudaStreamHandle stream) {
        Handle handle = idle.isEmpty() ? make() : idle.pop();
        check(library.cublasSetStream_v2(handle.pointer, new Pointer(stream.address())), "set cuBLAS's stream");
        return handle;
    }

    synchronized void giveBack(Handle handle) {
        idle.push(handle);
    }

    /**
     * y = x W^T: to cuBLAS, whose matrices lie column by column, W is (ins, outs) to be turned, x (ins, rows) and y (outs, rows).
     *
     * @param in     of the weights' cells
     * @param device is lost where the product, or what ran before it, failed on the device
     */
    void product(CudaDevice device, Handle handle, long weights, Cell cell, long in, long out, int rows, int outs, int ins) {
        int type = cell == Cell.F16 ? HALVES : FLOATS;
        int result = library.cublasGemmEx(handle.pointer, TURNED, AS_IT_IS, outs, rows, ins, new FloatByReference(1), new Pointer(weights),
                type, ins, new Pointer(in), type, ins, new FloatByReference(0), new Pointer(out), FLOATS, outs, SUMS_IN_FLOATS,
                ANY_ALGORITHM);
        if (result == EXECUTION_FAILED || result == INTERNAL_ERROR) {
            device.lose();
        }
        check(result, "multiply matrices");
    }

    synchronized void close() {
        idle.forEach(handle -> library.cublasDestroy_v2(handle.pointer));
        idle.clear();
    }
}
