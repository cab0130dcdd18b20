package dev.afterimage.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a database is opened: to write, with a log that may be damaged; to read, beside a process that writes. */
final class RocksOpening {

    private static final Logger LOG = LoggerFactory.getLogger(RocksOpening.class);
    private static final int OPENINGS = 5;

    private RocksOpening() { }

    static boolean exists(Path path) {
        return Files.exists(path.resolve("CURRENT"));
    }

    /**
     * @param create   whether to create it when there is none; only with {@code writable}
     * @param writable false for a view of what is there now, beside a writer or alone
     * @param shared   where it shares its memory with other databases
     */
    static RocksConnection open(Path path, boolean create, boolean writable, StorageErrors errors, Optional<RocksBudget> shared) {
        if (!create && !exists(path)) {
            throw errors.nothingThere();
        }
        RocksDB.loadLibrary();
        try {
            Files.createDirectories(path);
            return writable ? openToWrite(path, errors, shared) : openBesideAWriter(path, errors);
        } catch (IOException failure) {
            throw errors.of(failure, "the store");
        } catch (RocksDBException failure) {
            throw errors.of(failure, "the store");
        }
    }

    /** Damage inside the log costs what was written after it; that is said, and what was written before it is kept. */
    private static RocksConnection openToWrite(Path path, StorageErrors errors, Optional<RocksBudget> shared)
            throws RocksDBException {
        try {
            return new RocksConnection(path, true, WALRecoveryMode.TolerateCorruptedTailRecords, errors, shared);
        } catch (RocksDBException failure) {
            if (failure.getStatus() == null || failure.getStatus().getCode() != Status.Code.Corruption) {
                throw failure;
            }
            RocksConnection upToTheDamage = new RocksConnection(path, true, WALRecoveryMode.PointInTimeRecovery, errors, shared);
            LOG.warn("The log of the store in {} is damaged ({}): what was written last is lost, everything before it is kept", path,
                    failure.getMessage());
            return upToTheDamage;
        }
    }

    /** A writer may take a file away between a reader's look at the list of files and its opening of them. */
    private static RocksConnection openBesideAWriter(Path path, StorageErrors errors) throws RocksDBException {
        for (int left = OPENINGS; left > 1; left--) {
            try {
                return new RocksConnection(path, false, WALRecoveryMode.PointInTimeRecovery, errors, Optional.empty());
            } catch (RocksDBException moved) {
                LOG.debug("The store changed while it was being opened: {}", moved.getMessage());
            }
        }
        return new RocksConnection(path, false, WALRecoveryMode.PointInTimeRecovery, errors, Optional.empty());
    }

    /** A family that the store does not have yet can be created by a writer only. */
    static Set<String> familyNames(Path path, boolean writable) throws RocksDBException {
        Set<String> names = new LinkedHashSet<>(List.of("default"));
        if (exists(path)) {
            try (Options any = new Options()) {
                RocksDB.listColumnFamilies(any, path.toString()).forEach(name -> names.add(new String(name, StandardCharsets.UTF_8)));
            }
        }
        names.stream().filter(name -> !Column.known(name)).findAny().ifPresent(unknown -> {
            throw StoreIdentity.otherFormat(path, "keeps '" + unknown + "', which this program does not know");
        });
        if (writable) {
            Arrays.stream(Column.values()).map(Column::family).forEach(names::add);
        }
        return names;
    }
}
