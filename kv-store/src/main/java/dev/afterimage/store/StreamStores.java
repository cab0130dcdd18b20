package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.store.PortableStores;
import dev.afterimage.core.store.StoreSnapshot;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of one machine of a cluster: each stream has a RocksDB of its own in {@code <data directory>/streams/STREAM/store}, whose
 * files can be copied away and brought back. They share their memory. Recorded video lies in {@code <data directory>/recordings}, as with
 * one store for all streams, and is not moved. {@code streams/STREAM} is itself a data directory that can be read.
 */
public final class StreamStores extends RoutedStore implements PortableStores {

    private static final Logger LOG = LoggerFactory.getLogger(StreamStores.class);
    private static final Set<StreamInfo.Status> AT_REST = Set.of(StreamInfo.Status.ENDED, StreamInfo.Status.FAILED,
            StreamInfo.Status.PAUSED);

    private final Path directory;
    private final StoreIdentity identity;
    private final StorageErrors errors;
    private final OneProcess lock;
    private final RocksBudget memory;
    private final RecordingDirectory recordings;
    private final RocksSegmentStore.Shared shared;
    private final Map<StreamId, RocksSegmentStore> open = new ConcurrentHashMap<>();
    private final AtomicLong snapshots = new AtomicLong();

    /**
     * Opens all stores that there are, and waits for more streams. One that cannot be opened is left out, and opened again when its stream
     * is wanted.
     *
     * @throws AfterimageException {@link ErrorCode#STORAGE_IN_USE} when another process has the directory, {@link ErrorCode#STORAGE_FORMAT}
     *                             when it holds one store of all streams
     */
    public static StreamStores open(Path dataDirectory, StoreIdentity identity) {
        if (RocksSegmentStore.exists(dataDirectory)) {
            throw new AfterimageException(ErrorCode.STORAGE_FORMAT, dataDirectory + " holds one store for all its streams, and task"
                    + " managers keep each stream in a store of its own",
                    "give the task manager another directory in AFTERIMAGE_HOME; 'afterimage serve' reads this one");
        }
        OneProcess lock = OneProcess.in(root(dataDirectory));
        try {
            StreamStores stores = new StreamStores(dataDirectory, identity, lock);
            stores.openAll();
            return stores;
        } catch (RuntimeException refused) {
            lock.close();
            throw refused;
        }
    }

    /** What made the stores of a directory; empty when there is none that tells. */
    public static Optional<StoreIdentity> madeBy(Path dataDirectory) {
        return homes(dataDirectory).values().stream().flatMap(home -> {
            try {
                return StoreIdentity.of(home).stream();
            } catch (AfterimageException unreadable) {
                LOG.warn("{} is left out: {}", home, unreadable.line());
                return Optional.<StoreIdentity>empty().stream();
            }
        }).findFirst();
    }

    private StreamStores(Path directory, StoreIdentity identity, OneProcess lock) {
        this.directory = directory;
        this.identity = identity;
        this.errors = new StorageErrors(directory);
        this.lock = lock;
        this.memory = new RocksBudget();
        this.recordings = new RecordingDirectory(directory, true, (stream, bytes) -> Optional.ofNullable(open.get(stream))
                .map(store -> store.makeRoomForRecording(stream, bytes)).orElse(Retention.Room.UNLIMITED));
        this.shared = new RocksSegmentStore.Shared(memory, () -> RocksSegmentStore.bytesOfEntries() / Math.max(1, open.size()), recordings);
    }

    private static Path root(Path dataDirectory) {
        return dataDirectory.resolve("streams");
    }

    private static Map<StreamId, Path> homes(Path dataDirectory) {
        return StreamHome.all(root(dataDirectory), new StorageErrors(dataDirectory));
    }

    private StreamHome home(StreamId stream) {
        return new StreamHome(root(directory).resolve(StreamDirectory.name(stream)), stream);
    }

    private void openAll() {
        for (StreamId stream : homes(directory).keySet()) {
            try {
                tidied(stream);
                if (home(stream).holdsStore()) {
                    open.put(stream, opened(stream, false));
                }
            } catch (AfterimageException unreadable) {
                LOG.warn("{}: its store cannot be opened: {}", stream, unreadable.line());
            }
        }
    }

    private RocksSegmentStore opened(StreamId stream, boolean create) {
        return RocksSegmentStore.openOne(home(stream).path(), identity, create, shared);
    }

    /** Ends what a killed process had begun. */
    private void tidied(StreamId stream) {
        reaching(stream, () -> home(stream).tidy());
    }

    private interface Reaching {
        void run() throws IOException;
    }

    private void reaching(StreamId stream, Reaching action) {
        try {
            action.run();
        } catch (IOException failure) {
            throw errors.of(failure, "the store of stream '" + stream + "'");
        }
    }

    @Override
    Collection<RocksSegmentStore> all() {
        return open.values();
    }

    @Override
    Optional<RocksSegmentStore> find(StreamId stream) {
        return Optional.ofNullable(open.get(stream));
    }

    @Override
    public synchronized void putStream(StreamInfo info) {
        StreamId stream = info.stream();
        RocksSegmentStore store = open.get(stream);
        if (store == null) {
            reaching(stream, () -> home(stream).begin());
            store = opened(stream, true);
        }
        store.putStream(info);
        open.put(stream, store);
        if (AT_REST.contains(info.status())) {
            settle(stream, store);
        }
    }

    /** What nobody writes is not held in memory: it would count against those who write, and have them flush at every turn. */
    private static void settle(StreamId stream, RocksSegmentStore store) {
        try {
            store.flush();
        } catch (AfterimageException notNow) {
            LOG.warn("{}: {}", stream, notNow.line());
        }
    }

    @Override
    public synchronized void deleteStream(StreamId stream) {
        RocksSegmentStore store = open.remove(stream);
        if (store != null) {
            store.deleteStream(stream);
            store.close();
        }
        if (store != null || home(stream).holdsStore()) {
            // Also one that is damaged, and so is not open.
            reaching(stream, () -> home(stream).delete());
        }
    }

    @Override
    public boolean has(StreamId stream) {
        return open.containsKey(stream) || home(stream).holdsStore();
    }

    @Override
    public StoreSnapshot snapshot(StreamId stream, Predicate<StoreSnapshot.Part> needed) {
        RocksSegmentStore store = find(stream).orElseThrow(() -> StorageErrors.unknown(stream));
        StreamHome home = home(stream);
        Path links = home.snapshot(snapshots.incrementAndGet());
        try {
            Files.createDirectories(links);
            // What is counted before the files are looked at is in them.
            long blocks = store.stream(stream).map(StreamInfo::blocks).orElse(0L);
            List<StoreSnapshot.Part> parts = store.hold(links, needed);
            return new StoreSnapshot(home.lineage().own(), blocks, parts, links, () -> StreamHome.discard(links));
        } catch (IOException failure) {
            StreamHome.discard(links);
            throw errors.of(failure, "the store of stream '" + stream + "'");
        } catch (RuntimeException failure) {
            StreamHome.discard(links);
            throw failure;
        }
    }

    @Override
    public boolean continues(StreamId stream, Copied copy) {
        long blocks = stream(stream).map(StreamInfo::blocks).orElse(-1L);
        try {
            return blocks >= copy.blocks() && home(stream).lineage().continues(copy);
        } catch (IOException none) {
            LOG.debug("{}: its store does not say where it comes from: {}", stream, none.getMessage());
            return false;
        }
    }

    /** What stands there stays until the copy has been opened once. */
    @Override
    public void bringBack(StreamId stream, Copied copy, Filling filling) {
        StreamHome home = home(stream);
        try {
            reaching(stream, () -> home.fill(copy, filling));
            RocksSegmentStore.openReadOnly(home.incoming(), identity).close();
        } catch (RuntimeException failure) {
            StreamHome.discard(home.incoming());
            throw failure;
        }
        synchronized (this) {
            Optional.ofNullable(open.remove(stream)).ifPresent(RocksSegmentStore::close);
            reaching(stream, home::takeOver);
            open.put(stream, opened(stream, false));
        }
    }

    @Override
    public Recordings recordings() {
        return recordings;
    }

    @Override
    public long diskFree() {
        return directory.toFile().getUsableSpace();
    }

    @Override
    public void requireRoom() {
        open.values().stream().findFirst().ifPresent(RocksSegmentStore::requireRoom);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(RocksSegmentStore::close);
        open.clear();
        memory.close();
        lock.close();
    }
}
