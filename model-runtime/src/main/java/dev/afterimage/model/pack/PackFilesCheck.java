package dev.afterimage.model.pack;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.PackDescription.PackFile;
import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Holds files against the sums in a pack's description. */
public final class PackFilesCheck {

    private PackFilesCheck() { }

    /** @param pack its name, for people */
    public static void check(Path directory, String pack, List<PackFile> files) {
        for (PackFile file : files) {
            String fault = fault(directory.resolve(file.path()), file);
            if (fault != null) {
                throw new AfterimageException(ErrorCode.MODEL_CHECKSUM, "the pack " + pack + " has changed: " + file.path() + " " + fault,
                        "delete " + directory + " and pull or import the pack again");
            }
        }
    }

    private static String fault(Path path, PackFile file) {
        try {
            if (!Files.exists(path)) {
                return "is missing";
            }
            if (Files.size(path) != file.bytes()) {
                return "has " + Files.size(path) + " bytes, not " + file.bytes();
            }
            return Sha256.of(path).equals(file.sha256()) ? null : "has another checksum";
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }
}
