package dev.afterimage.store;

import dev.afterimage.core.store.StoreSnapshot.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.rocksdb.LogFile;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WalFileType;

/**
 * The files that a database consists of, held as they are at one moment by links to them. RocksDB's own checkpoint would write everything
 * out of the log first, into new files each time: its Java binding cannot leave that out. Here the log belongs to the files.
 */
final class RocksFiles {

    private static final String LIST = "MANIFEST-";
    private static final String CURRENT = "CURRENT";

    private final RocksConnection connection;

    RocksFiles(RocksConnection connection) {
        this.connection = connection;
    }

    /**
     * @param into   directory on the same disk, which gets links to the needed files; RocksDB may delete and append meanwhile
     * @param needed files to link
     * @return all files from which the database can be opened as it is now, but for {@code CURRENT}
     */
    List<Part> hold(Path into, Predicate<Part> needed, String what) throws IOException {
        try {
            return connection.shared(what, db -> {
                db.disableFileDeletions();
                try {
                    List<Part> parts = parts(db);
                    for (Part part : parts) {
                        if (needed.test(part)) {
                            link(part.name(), into);
                        }
                    }
                    return parts;
                } finally {
                    db.enableFileDeletions();
                }
            });
        } catch (Unlinked failure) {
            throw failure.cause;
        }
    }

    /** The log is looked at last: what leaves it meanwhile lies in both, and what comes into it is behind the rest. */
    private static List<Part> parts(RocksDB db) throws RocksDBException {
        List<Part> parts = new ArrayList<>();
        RocksDB.LiveFiles live = db.getLiveFiles(false);
        for (String path : live.files) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (name.startsWith(LIST)) {
                parts.add(new Part(name, live.manifestFileSize, true));
            } else if (name.endsWith(".sst") || name.endsWith(".blob")) {
                parts.add(new Part(name, Path.of(db.getName(), name).toFile().length(), false));
            }
        }
        for (LogFile log : db.getSortedWalFiles()) {
            if (log.type() == WalFileType.kAliveLogFile && log.sizeFileBytes() > 0) {
                parts.add(new Part(log.pathName().substring(log.pathName().lastIndexOf('/') + 1), log.sizeFileBytes(), true));
            }
        }
        return parts;
    }

    private void link(String name, Path into) {
        try {
            Files.createLink(into.resolve(name), connection.path().resolve(name));
        } catch (IOException failure) {
            throw new Unlinked(failure);
        }
    }

    private static final class Unlinked extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final IOException cause;

        Unlinked(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /** Files of a copy become a database: RocksDB finds the list of files by this one. */
    static void complete(Path database) throws IOException {
        try (var files = Files.list(database)) {
            String list = files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(LIST)).findFirst()
                    .orElseThrow(() -> new IOException("no list of its files is among them"));
            Files.write(database.resolve(CURRENT), (list + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
