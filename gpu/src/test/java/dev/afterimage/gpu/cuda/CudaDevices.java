package dev.afterimage.gpu.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.afterimage.gpu.emulation.HostCompiler;
import dev.afterimage.gpu.kernel.KernelSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JCuda over the machine's driver; where it has none, over one that is compiled here in its place, with a cuBLAS. Libraries that are
 * loaded already are found by JCuda's by their names.
 */
public final class CudaDevices {

    private static final Path DIRECTORY = Path.of(System.getProperty("afterimage.root", ".."), "gpu", "target", "kernels");
    private static final String RESOURCES = "/dev/afterimage/gpu/cuda/";

    /** What the driver in NVIDIA's place offers to tests. */
    public interface FakeDriver extends Library {

        /** How many things nobody has freed yet. */
        int fake_live();

        /** The next call of this function fails; {@code version} is the driver's version. */
        void fake_fail(String function, int result);

        /** Everything that nobody has freed is gone, as after a device was lost. */
        void fake_forget();
    }

    /** What cuBLAS in NVIDIA's place offers to tests. */
    public interface FakeCublas extends Library {

        /** The next call of this function fails. */
        void fake_cublas_fail(String function, int result);
    }

    private static final class Loaded {
        private static Path cublas;
        static final FakeDriver FAKE = real() ? null : load();

        private static boolean real() {
            try {
                NativeLibrary.getInstance("libcuda.so.1");
                return true;
            } catch (UnsatisfiedLinkError none) {
                return false;
            }
        }

        private static FakeDriver load() {
            HostCompiler compiler = HostCompiler.find().orElseThrow();
            Map<String, String> sources = new HashMap<>(HostCompiler.sources(KernelSource.text()));
            for (String file : List.of("fake_driver.cpp", "fake_cublas.cpp")) {
                sources.put(file, KernelSource.resource(RESOURCES + file));
            }
            Path driver = compiler.compile(sources, "fake_driver.cpp", List.of("-Wl,-soname,libcuda.so.1"), DIRECTORY);
            cublas = compiler.compile(sources, "fake_cublas.cpp", List.of("-Wl,-soname,libcublas.so.12"), DIRECTORY).toAbsolutePath();
            System.load(driver.toAbsolutePath().toString());
            System.load(cublas.toString());
            return Native.load(driver.toAbsolutePath().toString(), FakeDriver.class);
        }
    }

    private CudaDevices() { }

    /** @throws org.opentest4j.TestAbortedException where there is a real driver, or no compiler */
    public static FakeDriver fake() {
        assumeTrue(HostCompiler.find().isPresent(), () -> HostCompiler.missing().line());
        assumeTrue(Loaded.FAKE != null, "this machine has a driver of its own");
        return Loaded.FAKE;
    }

    /** Where it is. */
    static Path cublas() {
        fake();
        return Loaded.cublas;
    }

    /** @throws org.opentest4j.TestAbortedException as {@link #fake} */
    public static FakeCublas fakeCublas() {
        return Native.load(cublas().toString(), FakeCublas.class);
    }

    /** After a test that lost its device. */
    public static void forget() {
        fake().fake_forget();
    }

    public static CudaDevice open() {
        assumeTrue(HostCompiler.find().isPresent(), () -> HostCompiler.missing().line());
        return CudaDevice.open(Loaded.FAKE == null ? new KernelCache(DIRECTORY)
                : capability -> ("fake image for " + capability + "\0").getBytes(StandardCharsets.US_ASCII));
    }
}
