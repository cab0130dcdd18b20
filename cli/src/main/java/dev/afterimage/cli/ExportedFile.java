package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that is whole or not there, for its user alone. */
final class ExportedFile {

    private ExportedFile() { }

    /** Writes its content. */
    @FunctionalInterface
    interface Content {
        void into(OutputStream out) throws IOException;
    }

    static void write(Path file, Content content) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException there) {
            throw new AfterimageException(ErrorCode.USAGE, file + " is there already", "give another file with -o", there);
        } catch (IOException failure) {
            throw failed(file, failure);
        }
        boolean whole = false;
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            content.into(out);
            whole = true;
        } catch (IOException failure) {
            throw failed(file, failure);
        } finally {
            if (!whole) {
                file.toFile().delete();
            }
        }
    }

    private static AfterimageException failed(Path file, IOException failure) {
        return new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot write " + file + ": " + failure.getMessage(),
                "check the free space of its disk and the permissions of its directory", failure);
    }
}
