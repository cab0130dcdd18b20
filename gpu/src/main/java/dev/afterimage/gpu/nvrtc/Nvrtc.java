package dev.afterimage.gpu.nvrtc;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles kernels for a device. What it makes is the device's own code: a driver of CUDA 12 takes that of any CUDA 12, and PTX only of
 * versions that are no newer than itself. Needs no GPU. Safe for use by several threads.
 */
public final class Nvrtc {

    /** A file {@code libnvrtc.so.N}, or a directory that has one. */
    public static final String VARIABLE = "AFTERIMAGE_NVRTC";

    private static final List<String> NAMES = List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so");

    private final NvrtcLibrary library;
    private final String version;

    private Nvrtc(NvrtcLibrary library) {
        this.library = library;
        IntByReference major = new IntByReference();
        IntByReference minor = new IntByReference();
        library.nvrtcVersion(major, minor);
        this.version = major.getValue() + "." + minor.getValue();
    }

    /** Where {@value #VARIABLE} points, else in an installed CUDA, else wherever the system finds libraries; empty where there is none. */
    public static Optional<Nvrtc> find() {
        return find(System.getenv());
    }

    static Optional<Nvrtc> find(Map<String, String> environment) {
        return CudaFiles.candidates(environment, VARIABLE, NAMES).stream().flatMap(name -> load(name).stream()).findFirst();
    }

    /** What to tell where {@link #find} finds nothing. */
    public static AfterimageException missing() {
        return new AfterimageException(ErrorCode.USAGE, "the kernels cannot be compiled for a GPU: no libnvrtc was found",
                "install CUDA 12 or 13, or the package nvidia-cuda-nvrtc-cu12, and let " + VARIABLE + " name the library");
    }

    private static Optional<Nvrtc> load(String name) {
        try {
            return Optional.of(new Nvrtc(Native.load(name, NvrtcLibrary.class)));
        } catch (UnsatisfiedLinkError notThere) {
            return Optional.empty();
        }
    }

    /** {@code 12.9}. */
    public String version() {
        return version;
    }

    /**
     * @param capability of the device, major and minor in one: 90 for 9.0
     * @return an image that a driver loads
     * @throws AfterimageException with the compiler's words when the source is wrong, or the compiler does not know the device
     */
    public byte[] compile(String source, int capability) {
        PointerByReference program = new PointerByReference();
        check(library.nvrtcCreateProgram(program, source, "kernels.cu", 0, null, null), "");
        try {
            String[] options = {"--gpu-architecture=sm_" + capability, "--std=c++17"};
            int result = library.nvrtcCompileProgram(program.getValue(), options.length, options);
            check(result, result == 0 ? "" : ":\n" + log(program.getValue()));
            LongByReference bytes = new LongByReference();
            check(library.nvrtcGetCUBINSize(program.getValue(), bytes), "");
            byte[] image = new byte[Math.toIntExact(bytes.getValue())];
            check(library.nvrtcGetCUBIN(program.getValue(), image), "");
            return image;
        } finally {
            library.nvrtcDestroyProgram(program);
        }
    }

    private String log(Pointer program) {
        LongByReference bytes = new LongByReference();
        library.nvrtcGetProgramLogSize(program, bytes);
        byte[] log = new byte[Math.toIntExact(Math.max(1, bytes.getValue()))];
        library.nvrtcGetProgramLog(program, log);
        // Without the zero that ends it.
        return new String(log, 0, log.length - 1, StandardCharsets.UTF_8);
    }

    private void check(int result, String more) {
        if (result != 0) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "NVRTC " + version + " cannot compile the kernels: "
                    + library.nvrtcGetErrorString(result) + more,
                    "use a newer CUDA, or run on the CPU");
        }
    }
}
