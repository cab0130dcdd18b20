package dev.afterimage.store;

import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** RocksDB's native part. */
public final class RocksLibrary {

    private static final String NAME = "rocksdbjni";

    private RocksLibrary() { }

    /**
     * Loads it.
     *
     * @throws RuntimeException or LinkageError where it does not load
     */
    public static String version() {
        RocksDB.loadLibrary();
        return RocksDB.rocksdbVersion().toString();
    }

    /**
     * Unpacks it for this machine under the name by which Java finds it in {@code java.library.path}. RocksDB looks there before it
     * unpacks 17 MB of its jar, as it would do in each process.
     *
     * @param directory is made
     */
    public static void unpackTo(Path directory) throws IOException {
        String packed = Environment.getJniLibraryFileName("rocksdb");
        try (InputStream library = RocksDB.class.getClassLoader().getResourceAsStream(packed)) {
            if (library == null) {
                throw new IOException("RocksDB's jar has no " + packed);
            }
            Files.createDirectories(directory);
            Files.copy(library, directory.resolve(System.mapLibraryName(NAME)));
        }
    }
}
