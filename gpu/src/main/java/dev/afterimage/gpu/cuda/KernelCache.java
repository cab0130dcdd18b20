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

/** The kernels for a device, compiled by NVRTC when it first asks for them, and kept in a directory of the user's own. */
public final class KernelCache implements IntFunction<byte[]> {

    private final Path directory;

    public KernelCache(Path directory) {
        this.directory = directory;
    }

    /** @param capability major and minor in one: 90 for 9.0 */
    @Override
    public byte[] apply(int capability) {
        Nvrtc nvrtc = Nvrtc.find().orElseThrow(Nvrtc::missing);
        String source = KernelSource.text();
        Path kept = directory.resolve("kernels-" + KernelSource.fingerprint(source, nvrtc.version()) + "-" + capability + ".cubin");
        try {
            if (Files.exists(kept)) {
                return Files.readAllBytes(kept);
            }
            byte[] image = nvrtc.compile(source, capability);
            Files.createDirectories(directory);
            Path work = Files.createTempFile(directory, "kernels", ".part");
            Files.move(Files.write(work, image), kept, StandardCopyOption.ATOMIC_MOVE);
            return image;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.INTERNAL, "cannot keep the compiled kernels in " + directory + ": " + e.getMessage(),
                    "check that the directory can be written", e);
        }
    }
}
