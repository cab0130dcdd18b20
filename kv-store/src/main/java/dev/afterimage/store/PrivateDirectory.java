package dev.afterimage.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A directory that its user alone may enter. */
final class PrivateDirectory {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final int STICKY = 01000;

    private PrivateDirectory() { }

    /**
     * Creates it with the mode 0700, or takes the rights of others away. A directory with the files of others in it is
     * left as it is: it may be shared on purpose.
     *
     * @param ours whether what is in it is known to be ours
     * @return what could not be done, in a sentence
     */
    static Optional<String> prepare(Path directory, boolean ours) {
        try {
            if (!Files.exists(directory)) {
                create(directory);
                return Optional.empty();
            }
            return tightened(directory, ours);
        } catch (UnsupportedOperationException noModes) {
            return Optional.of("warning: " + directory + " lies on a file system without permissions; others may read what is kept there");
        } catch (IOException failure) {
            throw new StorageErrors(directory).of(failure, directory.toString());
        }
    }

    private static void create(Path directory) throws IOException {
        Files.createDirectories(directory.getParent());
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (UnsupportedOperationException noModes) {
            Files.createDirectory(directory);
            throw noModes;
        }
    }

    private static Optional<String> tightened(Path directory, boolean ours) throws IOException {
        if (OWNER_ONLY.containsAll(Files.getPosixFilePermissions(directory))) {
            return Optional.empty();
        }
        if (shared(directory) || !ours && !empty(directory)) {
            return Optional.of("warning: others may read " + directory + ", and it holds more than Afterimage's files; "
                    + "choose a directory of its own with --data, or run: chmod 700 " + directory);
        }
        try {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
            return Optional.empty();
        } catch (IOException notOurs) {
            return Optional.of("warning: others may read " + directory
                    + ", and its permissions cannot be changed; let its owner run: chmod 700 " + directory);
        }
    }

    /** Such as /tmp: everybody may write there, and delete only what is theirs. */
    private static boolean shared(Path directory) throws IOException {
        return ((int) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
    }

    private static boolean empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
