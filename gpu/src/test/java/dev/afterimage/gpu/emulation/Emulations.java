package dev.afterimage.gpu.emulation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.afterimage.gpu.device.Device;
import java.nio.file.Path;

/** Emulated devices for tests; where there is no compiler the test is skipped and says so. */
public final class Emulations {

    private static final Path LIBRARIES = Path.of(System.getProperty("afterimage.root", ".."), "gpu", "target", "kernels");

    /** Once for all tests, and a failure too. */
    private static final class Compiled {
        static final Path LIBRARY = HostCompiler.find().orElseThrow().compile(LIBRARIES);
    }

    private Emulations() { }

    public static Device open(int threads, boolean backwards) {
        assumeTrue(HostCompiler.find().isPresent(), () -> HostCompiler.missing().line());
        return new EmulatedDevice(Compiled.LIBRARY, threads, backwards);
    }
}
