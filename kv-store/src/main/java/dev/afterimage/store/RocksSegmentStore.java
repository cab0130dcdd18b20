package dev.afterimage.store;

import static java.util.Comparator.comparing;

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
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.BlockExtent;
import dev.afterimage.store.codec.KeyValuesCodec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final StorageErrors errors;
    private final StoreIdentity identity;
    private final StoredStreams rows;
    private final StoredBlocks blocks;
    private final StoredMoments moments;
    private final long entryBytes;
    private final RecordingDirectory recordings;
    private final StoredShelves shelves;
    private final LimitKeeper keeper;
    private final Path directory;
    private final Map<StreamId, StreamState> streams = new ConcurrentHashMap<>();

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
            return identity.map(made -> new RocksSegmentStore(db, dataDirectory, made, bytesOfEntries(), false));
        } catch (RuntimeException refused) {
            db.close();
            throw refused;
        }
    }

    private static long bytesOfEntries() {
        return Math.min(MOST_BYTES_OF_ENTRIES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP_FOR_ENTRIES);
    }

    /** @param entryBytes most bytes of index entries held in memory, all streams together */
    static RocksSegmentStore open(Path dataDirectory, StoreIdentity identity, boolean create, boolean writable, long entryBytes) {
        RocksDatabase db = RocksDatabase.open(dataDirectory, create, writable);
        try {
            identity.requireIn(db, dataDirectory, writable);
            RocksSegmentStore store = new RocksSegmentStore(db, dataDirectory, identity, entryBytes, writable);
            if (writable) {
                store.rows.dropOrphans(store.streams.keySet());
                store.dropOrphanedRecordings();
                store.createMissingFamilies();
                store.keeper.begin(store.streams.keySet());
            }
            return store;
        } catch (RuntimeException refused) {
            db.close();
            throw refused;
        }
    }

    private RocksSegmentStore(RocksDatabase db, Path dataDirectory, StoreIdentity identity, long entryBytes, boolean writable) {
        this.db = db;
        this.errors = new StorageErrors(dataDirectory);
        this.identity = identity;
        this.entryBytes = entryBytes;
        this.rows = new StoredStreams(db, errors);
        this.blocks = new StoredBlocks(db, errors, identity);
        this.moments = new StoredMoments(db, errors);
        this.recordings = new RecordingDirectory(dataDirectory, writable, this::makeRoomForRecording);
        this.shelves = new StoredShelves(db, streams, rows, blocks, moments, recordings, this::entry);
        rows.all().forEach(row -> {
            StreamState state = new StreamState(row, blocks.extents(row.stream()));
            state.keptFrom(blocks.firstKept(row.stream()).orElse(state.blocks()));
            streams.put(row.stream(), state);
        });
        shelves.findLogged();
        this.directory = dataDirectory;
        this.keeper = new LimitKeeper(dataDirectory, shelves);
    }

    private Retention.Room makeRoomForRecording(StreamId stream, long bytes) {
        return keeper.makeRoom(stream, Kept.RECORDING, bytes);
    }

    /** Video of streams that were deleted by a process that was killed before it had removed all of it. */
    private void dropOrphanedRecordings() {
        recordings.streams().stream().filter(stream -> !streams.containsKey(stream)).forEach(recordings::delete);
    }

    /** On a disk that is full they are made when the stream is watched again. */
    private void createMissingFamilies() {
        try {
            streams.keySet().forEach(rows::createFamilies);
        } catch (AfterimageException full) {
            if (full.code() != ErrorCode.STORAGE_FULL) {
                throw full;
            }
        }
    }

    /** What made it. */
    public StoreIdentity identity() {
        return identity;
    }

    @Override
    public List<StreamInfo> streams() {
        return streams.values().stream().map(StreamState::info).sorted(comparing(StreamInfo::stream)).toList();
    }

    @Override
    public Optional<StreamInfo> stream(StreamId stream) {
        return Optional.ofNullable(streams.get(stream)).map(StreamState::info);
    }

    @Override
    public void putStream(StreamInfo info) {
        synchronized (streams) {
            StreamState state = streams.getOrDefault(info.stream(), StreamState.empty(info));
            state.write(() -> {
                StreamInfo row = state.described(info);
                rows.write(row);
                state.replace(row);
            });
            streams.put(info.stream(), state);
        }
    }

    @Override
    public void deleteStream(StreamId stream) {
        synchronized (streams) {
            StreamState state = streams.get(stream);
            if (state == null) {
                return;
            }
            state.write(() -> {
                rows.delete(stream);
                state.markDeleted();
            });
            streams.remove(stream);
        }
        keeper.forget(stream);
        recordings.delete(stream);
        reclaim(stream);
    }

    /** What is deleted is deleted; its space may come back later, when the disk has enough to tidy up with. */
    private void reclaim(StreamId stream) {
        try {
            rows.reclaim(stream);
        } catch (AfterimageException notNow) {
            if (notNow.code() != ErrorCode.STORAGE_FULL) {
                throw notNow;
            }
            LOG.warn("The space of the deleted stream '{}' is given back later: {}", stream, notNow.getMessage());
        }
    }

    @Override
    public boolean commit(KvBlock block) {
        StreamId stream = block.entry().stream();
        long number = block.entry().number();
        StoredBlocks.Encoded whole = blocks.encoded(block);
        boolean[] written = new boolean[1];
        try (Retention.Room held = keeper.makeRoom(stream, Kept.KV, whole.bytes())) {
            write(stream, state -> {
                state.requireNoGap(number);
                // What was given up stays so when a replay brings it again: with holes before it nothing could tell where the rest begins.
                StoredBlocks.Encoded encoded = number < state.firstKept() ? whole.withoutKv() : whole;
                written[0] = number == state.blocks() || !blocks.holds(encoded);
                if (written[0]) {
                    StreamInfo row = state.afterBlock(number, encoded.extent());
                    blocks.write(encoded, row);
                    state.loggedBlocks().addAndGet(encoded.bytes());
                    state.add(number, encoded.extent(), encoded.storedEntry(), row, budget());
                }
            });
        }
        return written[0];
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        try (Retention.Room held = keeper.makeRoom(stream, Kept.THUMBNAILS, thumbnail.jpeg().length)) {
            write(stream, state -> {
                StreamInfo row = state.afterFrame(index, thumbnail.seconds());
                moments.write(index, thumbnail, row);
                state.loggedThumbnails().addAndGet(thumbnail.jpeg().length);
                state.replace(row);
            });
        }
    }

    @Override
    public void putEvidence(EvidenceEntry entry) {
        write(entry.stream(), state -> moments.write(entry));
    }

    @Override
    public List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        known(stream);
        return moments.evidence(stream, fromNumber, untilSeconds);
    }

    @Override
    public void putScene(Scene scene) {
        write(scene.stream(), state -> moments.write(scene));
    }

    @Override
    public void putGap(Gap gap) {
        write(gap.stream(), state -> {
            // A disk that is full takes no note of it: until it does, memory says that nobody watches.
            state.holdGap(gap);
            moments.write(gap);
            state.holdGap(null);
        });
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        requireBlock(stream, number);
        return kept(stream, number, () -> blocks.read(stream, number));
    }

    @Override
    public KeyValues readLayer(StreamId stream, long number, int layer) {
        requireBlock(stream, number);
        return kept(stream, number, () -> blocks.layer(stream, number, layer));
    }

    @Override
    public StoredKeyValues stored(StreamId stream, long number) {
        requireBlock(stream, number);
        return kept(stream, number, () -> blocks.stored(stream, number));
    }

    @Override
    public StoredKeyValues storedLayer(StreamId stream, long number, int layer) {
        requireBlock(stream, number);
        return kept(stream, number, () -> blocks.storedLayer(stream, number, layer));
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        requireBlock(stream, number);
        return kept(stream, number, () -> blocks.memory(stream, number));
    }

    /** What is missing because it was removed for space, before or meanwhile, is not damaged. */
    private <T> T kept(StreamId stream, long number, Supplier<T> read) {
        StreamState state = known(stream);
        try {
            if (number >= state.firstKept()) {
                return read.get();
            }
        } catch (AfterimageException missing) {
            if (number >= state.firstKept()) {
                throw missing;
            }
        }
        throw errors.removed(StoredBlocks.name(stream, number));
    }

    @Override
    public long firstKept(StreamId stream) {
        return known(stream).firstKept();
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
        StreamState state = known(stream);
        long older = state.heldFrom() - 1L;
        while (older >= 0 && state.hasRoom(budget())) {
            state.hold(blocks.entry(stream, older--));
        }
        return new EntryList(state.numbers(fromNumber, untilSeconds), number -> entry(state, number));
    }

    @Override
    public long blocksUntil(StreamId stream, double seconds) {
        return known(stream).blocksUntil(seconds);
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        StreamState state = known(stream);
        int count = state.blocks();
        return count == 0 ? Optional.empty() : Optional.of(entry(state, count - 1));
    }

    private BlockEntry entry(StreamState state, long number) {
        state.requireThere();
        BlockEntry held = state.held(number);
        return held == null ? blocks.entry(state.info().stream(), number) : held;
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        known(stream);
        return moments.scenes(stream, untilSeconds);
    }

    @Override
    public List<Gap> gaps(StreamId stream, double untilSeconds) {
        return known(stream).withHeldGap(moments.gaps(stream, untilSeconds), untilSeconds);
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        known(stream);
        return moments.thumbnail(stream, seconds);
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        known(stream);
        return moments.times(stream, fromSeconds, toSeconds);
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return requireBlock(stream, number).kvBytes();
    }

    private void write(StreamId stream, Consumer<StreamState> action) {
        StreamState state = known(stream);
        state.write(() -> {
            state.requireThere();
            action.accept(state);
        });
    }

    private StreamState known(StreamId stream) {
        return Optional.ofNullable(streams.get(stream)).orElseThrow(() -> StorageErrors.unknown(stream));
    }

    private BlockExtent requireBlock(StreamId stream, long number) {
        StreamState state = known(stream);
        return Optional.ofNullable(state.extent(number)).orElseThrow(() ->
                errors.failed(StoredBlocks.name(stream, number), "there are only " + state.blocks() + " blocks", null));
    }

    private long budget() {
        return entryBytes / Math.max(1, streams.size());
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
