package dev.afterimage.store;

import static java.util.Comparator.comparing;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.RecurrentMemory;
import dev.afterimage.core.Scene;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Thumbnail;
import dev.afterimage.store.codec.BlockExtent;
import dev.afterimage.store.codec.KeyValuesCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The store on RocksDB, in {@code <data directory>/store}. One process writes; others may read what was there when they opened it.
 *
 * <p>A committed block is on the disk when {@link #commit} returns. Frames, scenes and descriptions of streams are with the operating system
 * by then: they survive a killed process, and a power cut may take the last of them, to be written again by the job that replays. KV is kept
 * as {@link KeptAs} says: what is read back is {@link KeyValuesCodec#storedForm} of what was committed.
 *
 * <p>{@link #entries} gives a list that fetches older entries when they are looked at: walk it once, do not copy it. Blocks of a stream are
 * committed in the order of their numbers; a number that was there before may come again, with other bytes too.
 */
public final class RocksSegmentStore implements SegmentStore {

    private static final int SHARE_OF_HEAP_FOR_ENTRIES = 8;

    private final RocksDatabase db;
    private final StorageErrors errors;
    private final StoredStreams rows;
    private final StoredBlocks blocks;
    private final StoredMoments moments;
    private final long entryBytes;
    private final Map<StreamId, StreamState> streams = new ConcurrentHashMap<>();

    /** Whether anything was ever stored there. */
    public static boolean exists(Path dataDirectory) {
        return RocksDatabase.exists(dataDirectory.resolve("store"));
    }

    /**
     * Opens the store to write and read.
     *
     * @param create whether to create it when there is none
     * @throws AfterimageException {@link ErrorCode#STORAGE_OTHER_PACK}, {@link ErrorCode#STORAGE_FORMAT}, {@link ErrorCode#STORAGE_IN_USE} when
     *                             another process writes, {@link ErrorCode#STORAGE_FULL}, {@link ErrorCode#STORAGE_CORRUPT},
     *                             {@link ErrorCode#STORAGE_FAILED} when there is none or it cannot be reached
     */
    public static RocksSegmentStore open(Path dataDirectory, StoreIdentity identity, boolean create) {
        return open(dataDirectory, identity, create, true, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP_FOR_ENTRIES);
    }

    /**
     * Opens the store to read what is in it now, also while another process writes; later writes are not seen. Writing throws.
     *
     * @throws AfterimageException as {@link #open(Path, StoreIdentity, boolean)}, except that a writer is no hindrance
     */
    public static RocksSegmentStore openReadOnly(Path dataDirectory, StoreIdentity identity) {
        return open(dataDirectory, identity, false, false, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP_FOR_ENTRIES);
    }

    /** @param entryBytes most bytes of index entries held in memory, all streams together */
    static RocksSegmentStore open(Path dataDirectory, StoreIdentity identity, boolean create, boolean writable, long entryBytes) {
        RocksDatabase db = RocksDatabase.open(dataDirectory, create, writable);
        try {
            identity.requireIn(db, dataDirectory, writable);
            RocksSegmentStore store = new RocksSegmentStore(db, new StorageErrors(dataDirectory), identity, entryBytes);
            if (writable) {
                store.rows.dropOrphans(store.streams.keySet());
            }
            return store;
        } catch (RuntimeException refused) {
            db.close();
            throw refused;
        }
    }

    private RocksSegmentStore(RocksDatabase db, StorageErrors errors, StoreIdentity identity, long entryBytes) {
        this.db = db;
        this.errors = errors;
        this.entryBytes = entryBytes;
        this.rows = new StoredStreams(db, errors);
        this.blocks = new StoredBlocks(db, errors, identity);
        this.moments = new StoredMoments(db, errors);
        rows.all().forEach(row -> streams.put(row.stream(), new StreamState(row, blocks.extents(row.stream()))));
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
        rows.reclaim(stream);
    }

    @Override
    public boolean commit(KvBlock block) {
        StoredBlocks.Encoded encoded = blocks.encoded(block);
        boolean[] written = new boolean[1];
        write(block.entry().stream(), state -> {
            state.requireNoGap(block.entry().number());
            written[0] = block.entry().number() == state.blocks() || !blocks.holds(encoded);
            if (written[0]) {
                StreamInfo row = state.afterBlock(block.entry().number(), encoded.extent());
                blocks.write(encoded, row);
                state.add(block.entry().number(), encoded.extent(), encoded.storedEntry(), row, budget());
            }
        });
        return written[0];
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        write(stream, state -> {
            StreamInfo row = state.afterFrame(index, thumbnail.seconds());
            moments.write(index, thumbnail, row);
            state.replace(row);
        });
    }

    @Override
    public void putScene(Scene scene) {
        write(scene.stream(), state -> moments.write(scene));
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        requireBlock(stream, number);
        return blocks.read(stream, number);
    }

    @Override
    public KeyValues readLayer(StreamId stream, long number, int layer) {
        requireBlock(stream, number);
        return blocks.layer(stream, number, layer);
    }

    @Override
    public Optional<RecurrentMemory> memory(StreamId stream, long number) {
        requireBlock(stream, number);
        return blocks.memory(stream, number);
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        StreamState state = known(stream);
        long older = state.heldFrom() - 1L;
        while (older >= 0 && state.hasRoom(budget())) {
            state.hold(blocks.entry(stream, older--));
        }
        return new EntryList(state.numbers(fromNumber, untilSeconds), number -> entry(state, stream, number));
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        StreamState state = known(stream);
        int count = state.blocks();
        return count == 0 ? Optional.empty() : Optional.of(entry(state, stream, count - 1));
    }

    private BlockEntry entry(StreamState state, StreamId stream, long number) {
        state.requireThere();
        BlockEntry held = state.held(number);
        return held == null ? blocks.entry(stream, number) : held;
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        known(stream);
        return moments.scenes(stream, untilSeconds);
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
    public void close() {
        db.close();
    }
}
