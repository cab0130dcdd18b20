package dev.afterimage.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StoreSnapshot;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.KeyValuesCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store on RocksDB, in {@code <data directory>/store}. One process writes; others may read what was there when they
 * opened it.
 *
 * <p>A committed block is on the disk when {@link #commit} returns. Frames, scenes, gaps and descriptions of streams
 * are with the operating system by then: they survive a killed process, and a power cut may take the last of them, to
 * be written again by the job that replays. KV is kept as {@link StorageForm} says: what is read back is
 * {@link KeyValuesCodec#storedForm} of what was committed.
 *
 * <p>{@link #entries} gives a list that fetches older entries when they are looked at: walk it once, do not copy it.
 * Blocks of a stream are committed in the order of their numbers; a number that was there before may come again, with
 * other bytes too.
 */
public final class RocksSegmentStore implements SegmentStore {

    private static final Logger LOG = LoggerFactory.getLogger(RocksSegmentStore.class);
    private static final int SHARE_OF_HEAP_FOR_ENTRIES = 8;
    /** Some 350 notes, ten minutes of two busy cameras; older ones are read from the disk, once for each stream that is asked about. */
    private static final long MOST_BYTES_OF_ENTRIES = 16L << 20;

    private final RocksDatabase db;
    private final StoreIdentity identity;
    private final Path directory;
    private final StoredStreams rows;
    private final StoredMoments moments;
    private final StreamStates states;
    private final KeptBlocks kept;
    private final StoredShelves shelves;
    private final LimitKeeper keeper;
    private final RecordingDirectory recordings;
    private final StoreWriter writer;

    /** Whether anything was ever stored there. */
    public static boolean exists(Path dataDirectory) {
        return RocksDatabase.exists(dataDirectory);
    }

    /**
     * Opens the store to write and read.
     *
     * @param create whether to create it when there is none
     * @throws AfterimageException {@link ErrorCode#STORAGE_OTHER_PACK}, {@link ErrorCode#STORAGE_FORMAT},
     *                             {@link ErrorCode#STORAGE_IN_USE} when another process writes,
     *                             {@link ErrorCode#STORAGE_FULL}, {@link ErrorCode#STORAGE_CORRUPT},
     *                             {@link ErrorCode#STORAGE_FAILED} when there is none or it cannot be reached
     */
    public static RocksSegmentStore open(Path dataDirectory, StoreIdentity identity, boolean create) {
        return open(dataDirectory, identity, create, true, bytesOfEntries());
    }

    /**
     * Opens the store to read what is in it now, also while another process writes; later writes are not seen. Writing throws.
     *
     * @throws AfterimageException as {@link #open(Path, StoreIdentity, boolean)}, except that a writer is no hindrance
     */
    public static RocksSegmentStore openReadOnly(Path dataDirectory, StoreIdentity identity) {
        return open(dataDirectory, identity, false, false, bytesOfEntries());
    }

    /**
     * Opens the store to read as whatever made it.
     *
     * @return empty when there is no store or nothing in it
     */
    public static Optional<RocksSegmentStore> openReadOnly(Path dataDirectory) {
        if (!exists(dataDirectory)) {
            return Optional.empty();
        }
        RocksDatabase db = RocksDatabase.open(dataDirectory, false, false);
        try {
            Optional<StoreIdentity> identity = StoreIdentity.in(db, dataDirectory);
            if (identity.isEmpty()) {
                db.close();
            }
            return identity.map(made -> new RocksSegmentStore(db, dataDirectory, made, RocksSegmentStore::bytesOfEntries, false));
        } catch (RuntimeException refused) {
            db.close();
            throw refused;
        }
    }

    /**
     * Opens the store of one stream, which has a directory of its own, to write and read.
     *
     * @param machine what it shares with the stores of other streams
     */
    static RocksSegmentStore openOne(Path directory, StoreIdentity identity, boolean create, Shared machine) {
        RocksDatabase db = RocksDatabase.open(directory, create, true, Optional.of(machine.memory()));
        try {
            identity.requireIn(db, directory, true);
            RocksSegmentStore store = new RocksSegmentStore(db, directory, identity, machine.entryBytes(),
                    one -> machine.recordings());
            store.begunToWrite();
            return store;
        } catch (RuntimeException refused) {
            db.close();
            throw refused;
        }
    }

    /**
     * What stores of single streams have together.
     *
     * @param entryBytes most bytes of index entries that one of them holds in memory
     */
    record Shared(RocksBudget memory, LongSupplier entryBytes, RecordingDirectory recordings) { }

    static long bytesOfEntries() {
        return Math.min(MOST_BYTES_OF_ENTRIES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP_FOR_ENTRIES);
    }

    /** @param entryBytes most bytes of index entries held in memory, all streams together */
    static RocksSegmentStore open(Path dataDirectory, StoreIdentity identity, boolean create, boolean writable, long entryBytes) {
        RocksDatabase db = RocksDatabase.open(dataDirectory, create, writable);
        try {
            identity.requireIn(db, dataDirectory, writable);
            RocksSegmentStore store = new RocksSegmentStore(db, dataDirectory, identity, () -> entryBytes, writable);
            if (writable) {
                store.beginToWrite();
            }
            return store;
        } catch (RuntimeException refused) {
            db.close();
            throw refused;
        }
    }

    private RocksSegmentStore(RocksDatabase db, Path dataDirectory, StoreIdentity identity, LongSupplier entryBytes, boolean writable) {
        this(db, dataDirectory, identity, entryBytes,
                store -> new RecordingDirectory(dataDirectory, writable, store::makeRoomForRecording));
    }

    private RocksSegmentStore(RocksDatabase db, Path dataDirectory, StoreIdentity identity, LongSupplier entryBytes,
            Function<RocksSegmentStore, RecordingDirectory> recorded) {
        StorageErrors errors = new StorageErrors(dataDirectory);
        StoredBlocks blocks = new StoredBlocks(db, errors, identity);
        this.db = db;
        this.identity = identity;
        this.directory = dataDirectory;
        this.rows = new StoredStreams(db, errors);
        this.moments = new StoredMoments(db, errors);
        this.states = new StreamStates(blocks, errors, entryBytes);
        this.kept = new KeptBlocks(states, blocks, errors);
        this.recordings = recorded.apply(this);
        this.shelves = new StoredShelves(db, states, rows, blocks, moments, recordings);
        states.load(rows.all());
        shelves.findLogged();
        this.keeper = new LimitKeeper(dataDirectory, shelves);
        this.writer = new StoreWriter(states, rows, blocks, moments, recordings, keeper);
    }

    Retention.Room makeRoomForRecording(StreamId stream, long bytes) {
        return keeper.makeRoom(stream, Kept.RECORDING, bytes);
    }

    /** Finishes what processes that were killed left half done, and removes from now on what becomes too old. */
    private void beginToWrite() {
        dropOrphanedRecordings();
        begunToWrite();
    }

    private void begunToWrite() {
        rows.dropOrphans(states.names());
        createMissingFamilies();
        keeper.begin(states.names());
    }

    /** Video of streams that were deleted by a process that was killed before it had removed all of it. */
    private void dropOrphanedRecordings() {
        for (StreamId stream : recordings.streams()) {
            try {
                if (!states.names().contains(stream)) {
                    recordings.delete(stream);
                }
            } catch (AfterimageException notNow) {
                LOG.warn("The video of the deleted stream '{}' is removed at a later start: {}", stream, notNow.line());
            }
        }
    }

    /** On a disk that is full they are made when the stream is watched again. */
    private void createMissingFamilies() {
        try {
            states.names().forEach(rows::createFamilies);
        } catch (AfterimageException full) {
            if (full.code() != ErrorCode.STORAGE_FULL) {
                throw full;
            }
        }
    }

    /** Links the files that are needed to open it as it is now; see {@link RocksFiles#hold}. */
    List<StoreSnapshot.Part> hold(Path into, Predicate<StoreSnapshot.Part> needed) throws IOException {
        return db.files().hold(into, needed, "the store's files");
    }

    /** Writes everything out of the log into files. */
    void flush() {
        shelves.flush();
    }

    /** What made it. */
    public StoreIdentity identity() {
        return identity;
    }

    @Override
    public List<StreamInfo> streams() {
        return states.infos();
    }

    @Override
    public Optional<StreamInfo> stream(StreamId stream) {
        return states.find(stream).map(StreamState::info);
    }

    @Override
    public void putStream(StreamInfo info) {
        writer.putStream(info);
    }

    @Override
    public void rename(StreamId stream, String name) {
        writer.rename(stream, name);
    }

    @Override
    public void deleteStream(StreamId stream) {
        writer.deleteStream(stream);
    }

    @Override
    public boolean commit(KvBlock block) {
        return writer.commit(block);
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        writer.putFrame(stream, index, thumbnail);
    }

    @Override
    public void putEvidence(EvidenceEntry entry) {
        writer.putEvidence(entry);
    }

    @Override
    public List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        states.known(stream);
        return moments.evidence(stream, fromNumber, untilSeconds);
    }

    @Override
    public void putScene(Scene scene) {
        writer.putScene(scene);
    }

    @Override
    public void putGap(Gap gap) {
        writer.putGap(gap);
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        return kept.read(stream, number);
    }

    @Override
    public KeyValues readLayer(StreamId stream, long number, int layer) {
        return kept.layer(stream, number, layer);
    }

    @Override
    public StoredKeyValues stored(StreamId stream, long number) {
        return kept.stored(stream, number);
    }

    @Override
    public StoredKeyValues storedLayer(StreamId stream, long number, int layer) {
        return kept.storedLayer(stream, number, layer);
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return kept.memory(stream, number);
    }

    @Override
    public long firstKept(StreamId stream) {
        return states.known(stream).firstKept();
    }

    @Override
    public Limits limits(StreamId stream) {
        return keeper.of(stream);
    }

    @Override
    public Limits totalLimits() {
        return keeper.total();
    }

    @Override
    public void setLimits(StreamId stream, Limits limited) {
        keeper.set(stream, limited);
    }

    /** Limits of all streams together, until the store is closed. */
    public void setTotalLimits(Limits limited) {
        keeper.setTotal(limited);
    }

    @Override
    public void configureLimits(Map<StreamId, Limits> configured) {
        keeper.configure(configured);
    }

    @Override
    public List<Holding> holdings() {
        return shelves.holdings();
    }

    @Override
    public long diskFree() {
        return directory.toFile().getUsableSpace();
    }

    @Override
    public void sweep() {
        keeper.sweep();
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        return states.entries(stream, fromNumber, untilSeconds);
    }

    @Override
    public List<BlockEntry> told(StreamId stream, long fromNumber, int most) {
        states.known(stream);
        return kept.told(stream, fromNumber, most);
    }

    @Override
    public long blocksUntil(StreamId stream, double seconds) {
        return states.known(stream).blocksUntil(seconds);
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        return states.lastEntry(stream);
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        states.known(stream);
        return moments.scenes(stream, untilSeconds);
    }

    @Override
    public List<Gap> gaps(StreamId stream, double untilSeconds) {
        return states.known(stream).withHeldGap(moments.gaps(stream, untilSeconds), untilSeconds);
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        states.known(stream);
        return moments.thumbnail(stream, seconds);
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        states.known(stream);
        return moments.times(stream, fromSeconds, toSeconds);
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return states.extent(stream, number).kvBytes();
    }

    @Override
    public Recordings recordings() {
        return recordings;
    }

    @Override
    public void requireRoom() {
        db.requireRoom("what is seen");
    }

    @Override
    public void close() {
        keeper.close();
        db.close();
    }
}
