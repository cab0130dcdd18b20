package dev.afterimage.gpu.cuda;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.gpu.kernel.KernelSource;
import dev.afterimage.gpu.nvrtc.Nvrtc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.IntFunction;

/** The kernels' PTX, compiled by NVRTC when a device first asks for it, and kept in a directory of the user's own. */
public final class PtxCache implements IntFunction<String> {

    private final Path directory;

    public PtxCache(Path directory) {
        this.directory = directory;
    }

    /** @param capability major and minor in one: 90 for 9.0 */
    @Override
    public String apply(int capability) {
        Nvrtc nvrtc = Nvrtc.find().orElseThrow(Nvrtc::missing);
        String source = KernelSource.text();
        Path kept = directory.resolve("kernels-" + KernelSource.fingerprint(source, nvrtc.version()) + "-" + capability + ".ptx");
        try {
            if (Files.exists(kept)) {
                return Files.readString(kept);
            }
            String ptx = nvrtc.compile(source, capability);
            Files.createDirectories(directory);
            Path work = Files.createTempFile(directory, "kernels", ".ptx");
            Files.move(Files.writeString(work, ptx), kept, StandardCopyOption.ATOMIC_MOVE);
            return ptx;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.INTERNAL, "cannot keep the compiled kernels in " + directory + ": " + e.getMessage(),
                    "check that the directory can be written", e);
        }
    }
}
