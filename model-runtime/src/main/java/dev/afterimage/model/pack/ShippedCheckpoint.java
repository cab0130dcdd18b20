package dev.afterimage.model.pack;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
                try (InputStream in = open(name, file)) {
                    Files.copy(in, target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return target;
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the checkpoint of " + name + " cannot be unpacked into " + target + ": "
                    + e.getMessage(),
                    "make room and check the directory's permissions", e);
        }
    }

    /** What {@link PackDescription.Source#sha256} is of a pack that was built from it. */
    static String sum(String name, List<String> files) {
        SortedMap<String, String> sums = new TreeMap<>();
        for (String file : files) {
            try (InputStream in = open(name, file)) {
                sums.put(file, Sha256.of(in.readAllBytes()));
            } catch (IOException e) {
                throw new AfterimageException(ErrorCode.MODEL_FAILED, "the checkpoint of " + name + " cannot be read from the program: "
                        + e.getMessage(),
                        "build Afterimage again from a whole checkout", e);
            }
        }
        return Sha256.of(sums);
    }

    private static InputStream open(String name, String file) {
        InputStream in = ShippedCheckpoint.class.getResourceAsStream("checkpoints/" + name + "/" + file);
        if (in == null) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "this build lacks " + file + " of the pack " + name,
                    "build Afterimage again from a whole checkout");
        }
        return in;
    }
}
