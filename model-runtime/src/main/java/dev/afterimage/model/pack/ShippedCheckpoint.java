package dev.afterimage.model.pack;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A checkpoint that comes with the program: a directory in the hub's layout among its resources. */
final class ShippedCheckpoint {

    private ShippedCheckpoint() { }

    /**
     * Lays its files into a directory, from which it is imported like any other.
     *
     * @return {@code target}
     */
    static Path unpacked(String name, List<String> files, Path target) {
        try {
            Files.createDirectories(target);
            for (String file : files) {
                try (InputStream in = ShippedCheckpoint.class.getResourceAsStream("checkpoints/" + name + "/" + file)) {
                    if (in == null) {
                        throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "this build lacks " + file + " of the pack " + name, "build Afterimage again from a whole checkout");
                    }
                    Files.copy(in, target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return target;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the checkpoint of " + name + " cannot be unpacked into " + target + ": " + e.getMessage(),
                    "make room and check the directory's permissions", e);
        }
    }
}
