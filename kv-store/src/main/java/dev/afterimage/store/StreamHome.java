package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.PortableStores.Copied;
import dev.afterimage.core.store.PortableStores.Filling;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one stream: its {@code store}; beside it what is held of it ({@code held}), a copy that comes in ({@code incoming}) and
 * the store that this takes the place of ({@code replaced}).
 */
record StreamHome(Path path, StreamId stream) {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHome.class);
    /** In the store, and so moved together with it. */
    private static final String LINEAGE = "LINEAGE";

    /**
     * Where a store comes from.
     *
     * @param own   of this store
     * @param from  of the store whose copy this was; empty where it was none
     * @param moment of that copy
     */
    record Lineage(String own, String from, long moment) {

        boolean continues(Copied copy) {
            return own.equals(copy.lineage()) || from.equals(copy.lineage()) && moment == copy.moment();
        }

        private static Lineage read(Path store) throws IOException {
            List<String> lines = Files.readAllLines(store.resolve(LINEAGE), StandardCharsets.UTF_8);
            if (lines.size() != 3 || !lines.get(2).matches("-?\\d{1,18}")) {
                throw new IOException(store.resolve(LINEAGE) + " is damaged");
            }
            return new Lineage(lines.get(0), lines.get(1), Long.parseLong(lines.get(2)));
        }

        private void write(Path store) throws IOException {
            PrivateFile.replace(store.resolve(LINEAGE), (own + "\n" + from + "\n" + moment + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** By stream; others' directories are left out. */
    static Map<StreamId, Path> all(Path root, StorageErrors errors) {
        Map<StreamId, Path> homes = new TreeMap<>();
        try (Stream<Path> found = Files.list(root)) {
            found.filter(Files::isDirectory).forEach(home -> named(home).ifPresent(stream -> homes.put(stream, home)));
        } catch (NoSuchFileException none) {
            return homes;
        } catch (IOException unreadable) {
            throw errors.of(unreadable, root.toString());
        }
        return homes;
    }

    private static Optional<StreamId> named(Path home) {
        try {
            return StreamDirectory.stream(home.getFileName().toString());
        } catch (AfterimageException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    boolean holdsStore() {
        return RocksSegmentStore.exists(path);
    }

    Lineage lineage() throws IOException {
        return Lineage.read(store());
    }

    /** A store is about to be made. */
    void begin() throws IOException {
        Files.createDirectories(store());
        if (!Files.exists(store().resolve(LINEAGE))) {
            new Lineage(newLineage(), "", 0).write(store());
        }
    }

    /** The name says whose it is to people who look at copies. */
    private String newLineage() {
        return StreamDirectory.name(stream) + "-" + UUID.randomUUID();
    }

    private Path store() {
        return path.resolve(RocksDatabase.DIRECTORY);
    }

    /** A data directory of its own. */
    Path incoming() {
        return path.resolve("incoming");
    }

    private Path replaced() {
        return path.resolve("replaced");
    }

    private Path held() {
        return path.resolve("held");
    }

    Path snapshot(long number) {
        return held().resolve(String.valueOf(number));
    }

    /** Takes a copy in, beside what is there. */
    void fill(Copied copy, Filling filling) throws IOException {
        delete(incoming());
        Path store = Files.createDirectories(incoming().resolve(RocksDatabase.DIRECTORY));
        filling.into(store);
        RocksFiles.complete(store);
        new Lineage(newLineage(), copy.lineage(), copy.moment()).write(store);
    }

    /** The copy takes the place of what is there. */
    void takeOver() throws IOException {
        delete(replaced());
        if (Files.exists(store())) {
            Files.move(store(), replaced(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(incoming().resolve(RocksDatabase.DIRECTORY), store(), StandardCopyOption.ATOMIC_MOVE);
        delete(replaced());
        delete(incoming());
    }

    /** Removes what a killed process left half done; a store that was being replaced goes back to its place. */
    void tidy() throws IOException {
        if (Files.exists(replaced()) && !Files.exists(store())) {
            Files.move(replaced(), store(), StandardCopyOption.ATOMIC_MOVE);
        }
        delete(replaced());
        delete(incoming());
        delete(held());
    }

    /** What is still held stays until it is let go. */
    void delete() throws IOException {
        try (Stream<Path> content = Files.list(path)) {
            for (Path each : content.filter(file -> !file.equals(held())).toList()) {
                delete(each);
            }
        }
    }

    static void discard(Path directory) {
        try {
            delete(directory);
        } catch (IOException left) {
            LOG.warn("{} stays until the stores are opened again: {}", directory, left.getMessage());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> content = Files.walk(directory)) {
            for (Path each : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (NoSuchFileException gone) {
            LOG.trace("{} is not there", directory);
        }
    }
}
