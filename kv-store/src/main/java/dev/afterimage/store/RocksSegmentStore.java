package dev.afterimage.store;

import static java.util.Comparator.comparing;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.Scene;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Thumbnail;
import dev.afterimage.store.codec.BlockEntryCodec;
import dev.afterimage.store.codec.BlockExtent;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.MalformedValueException;
import dev.afterimage.store.codec.RecordCodecs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The store on RocksDB, in {@code <data directory>/store}. One process writes; others may read, each what was there when it opened.
 *
 * <p>A committed block is on the disk when {@link #commit} returns. Frames, scenes and descriptions of streams are with the operating system
 * by then: they survive a killed process, and a power cut may take the last of them, to be written again by the job that replays. A block is
 * kept in half precision: what is read back is {@link KeyValuesCodec#storedForm} of what was committed.
 *
 * <p>{@link #entries} gives a list that fetches each entry when it is looked at: walk it once, do not copy it.
 */
public final class RocksSegmentStore implements SegmentStore {

    private static final byte[] IDENTITY = "identity".getBytes(StandardCharsets.UTF_8);
    private static final List<Column> OF_STREAM = List.of(Column.BLOCKS, Column.EXTENTS, Column.INDEX, Column.SCENES, Column.THUMBNAILS);

    private final RocksDatabase db;
    private final StorageErrors errors;
    private final Path directory;
    private final long entryBytes;
    private final Map<StreamId, StreamState> streams = new ConcurrentHashMap<>();

    /**
     * Opens the store to write and read.
     *
     * @param create whether to create it when there is none
     * @throws AfterimageException {@link ErrorCode#STORAGE_OTHER_PACK}, {@link ErrorCode#STORAGE_FORMAT}, {@link ErrorCode#STORAGE_IN_USE} when
     *                             another process writes, {@link ErrorCode#STORAGE_FULL}, {@link ErrorCode#STORAGE_CORRUPT},
     *                             {@link ErrorCode#STORAGE_FAILED} when there is none or it cannot be reached
     */
    public static RocksSegmentStore open(Path dataDirectory, StoreIdentity identity, boolean create) {
        Path path = dataDirectory.resolve("store");
        StorageErrors errors = new StorageErrors(dataDirectory);
        if (!create && !RocksDatabase.exists(path)) {
            throw errors.nothingThere();
        }
        return opened(RocksDatabase.open(path, true, errors), errors, dataDirectory, identity, true);
    }

    /**
     * Opens the store to read what is in it now, also while another process writes; later writes are not seen. Writing throws.
     *
     * @throws AfterimageException as {@link #open}, except that a writer is no hindrance
     */
    public static RocksSegmentStore openReadOnly(Path dataDirectory, StoreIdentity identity) {
        Path path = dataDirectory.resolve("store");
        StorageErrors errors = new StorageErrors(dataDirectory);
        if (!RocksDatabase.exists(path)) {
            throw errors.nothingThere();
        }
        return opened(RocksDatabase.open(path, false, errors), errors, dataDirectory, identity, false);
    }

    private static RocksSegmentStore opened(RocksDatabase db, StorageErrors errors, Path directory, StoreIdentity identity, boolean writable) {
        try {
            requireIdentity(db, directory, identity, writable);
            return new RocksSegmentStore(db, errors, directory);
        } catch (RuntimeException refused) {
            db.close();
            throw refused;
        }
    }

    /** A store without identity has just been created, or its creator was killed right then; it holds nothing. */
    private static void requireIdentity(RocksDatabase db, Path directory, StoreIdentity identity, boolean writable) {
        byte[] stored = db.get(Column.META, IDENTITY, "the store's identity");
        if (stored != null) {
            identity.requireSameAs(StoreIdentity.fromBytes(stored, directory), directory);
        } else if (writable) {
            db.write(true, "the store's identity", batch -> batch.put(Column.META, IDENTITY, identity.toBytes()));
        }
    }

    private RocksSegmentStore(RocksDatabase db, StorageErrors errors, Path directory) {
        this.db = db;
        this.errors = errors;
        this.directory = directory;
        this.entryBytes = Runtime.getRuntime().maxMemory() / 8;
        db.scan(Column.STREAMS, new byte[] {0}, new byte[] {(byte) 0xff}, "the streams", (key, value) -> {
            StreamId stream = new StreamId(new String(key, StandardCharsets.UTF_8));
            String what = "the description of stream '" + stream + "'";
            streams.put(stream, new StreamState(decoded(value.get(), what, bytes -> RecordCodecs.decodeStream(stream, bytes)), extents(stream)));
            return true;
        });
    }

    private List<BlockExtent> extents(StreamId stream) {
        List<BlockExtent> extents = new ArrayList<>();
        db.scan(Column.EXTENTS, Keys.from(stream), Keys.until(stream), "the extents of stream '" + stream + "'", (key, value) -> {
            String what = "the extent of " + block(stream, Keys.number(key));
            extents.add(decoded(value.get(), what, RecordCodecs::decodeExtent));
            return true;
        });
        return extents;
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
            StreamState state = streams.get(info.stream());
            if (state == null) {
                state = new StreamState(StreamState.withCounters(info, 0, 0, 0, 0, -1), List.of());
            }
            state.writing.lock();
            try {
                putRow(state, state.described(info));
            } finally {
                state.writing.unlock();
            }
            streams.put(info.stream(), state);
        }
    }

    private void putRow(StreamState state, StreamInfo row) {
        db.write(false, "the description of stream '" + row.stream() + "'",
                batch -> batch.put(Column.STREAMS, Keys.stream(row.stream()), RecordCodecs.encode(row)));
        state.replace(row);
    }

    @Override
    public void deleteStream(StreamId stream) {
        byte[] from = Keys.from(stream);
        byte[] until = Keys.until(stream);
        String what = "stream '" + stream + "'";
        synchronized (streams) {
            StreamState state = known(stream);
            state.writing.lock();
            try {
                db.write(true, what, batch -> {
                    batch.delete(Column.STREAMS, Keys.stream(stream));
                    for (Column column : OF_STREAM) {
                        batch.deleteRange(column, from, until);
                    }
                });
                state.markDeleted();
                streams.remove(stream);
            } finally {
                state.writing.unlock();
            }
        }
        db.flush(what);
        OF_STREAM.forEach(column -> db.reclaim(column, from, until, what));
    }

    @Override
    public boolean commit(KvBlock block) {
        BlockEntry entry = block.entry();
        StreamState state = known(entry.stream());
        byte[] key = Keys.numbered(entry.stream(), entry.number());
        byte[] keyValues = KeyValuesCodec.encode(block.keyValues());
        byte[] index = BlockEntryCodec.encode(entry);
        state.writing.lock();
        try {
            requireThere(state, entry.stream());
            requireInOrder(state, entry);
            if (entry.number() < state.blocks() && isStored(entry, key, keyValues, index)) {
                return false;
            }
            BlockExtent extent = new BlockExtent(entry.seconds(), entry.tokens(), keyValues.length);
            StreamInfo row = state.afterBlock(entry.number(), extent);
            db.write(true, block(entry.stream(), entry.number()), batch -> batch.put(Column.BLOCKS, key, keyValues)
                    .put(Column.INDEX, key, index).put(Column.EXTENTS, key, RecordCodecs.encode(extent))
                    .put(Column.STREAMS, Keys.stream(entry.stream()), RecordCodecs.encode(row)));
            // As it will be read after a restart, so that an answer does not depend on whether there was one.
            state.add(entry.number(), extent, BlockEntryCodec.decode(entry.stream(), entry.number(), index), row, budget());
            return true;
        } finally {
            state.writing.unlock();
        }
    }

    private static void requireInOrder(StreamState state, BlockEntry entry) {
        if (entry.number() < 0 || entry.number() > state.blocks()) {
            throw new IllegalArgumentException("block " + entry.number() + " of stream '" + entry.stream() + "' does not follow the "
                    + state.blocks() + " blocks before it");
        }
    }

    private boolean isStored(BlockEntry entry, byte[] key, byte[] keyValues, byte[] index) {
        byte[][] stored = db.getBoth(Column.BLOCKS, Column.INDEX, key, block(entry.stream(), entry.number()));
        return Arrays.equals(stored[0], keyValues) && Arrays.equals(stored[1], index);
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        StreamState state = known(stream);
        state.writing.lock();
        try {
            requireThere(state, stream);
            StreamInfo row = state.afterFrame(index, thumbnail.seconds());
            db.write(false, "frame " + index + " of stream '" + stream + "'",
                    batch -> batch.put(Column.THUMBNAILS, Keys.timed(stream, thumbnail.seconds()), RecordCodecs.encode(thumbnail))
                            .put(Column.STREAMS, Keys.stream(stream), RecordCodecs.encode(row)));
            state.replace(row);
        } finally {
            state.writing.unlock();
        }
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        String what = block(stream, number);
        requireBlock(known(stream), stream, number);
        byte[][] stored = db.getBoth(Column.BLOCKS, Column.INDEX, Keys.numbered(stream, number), what);
        KeyValues keyValues = decoded(stored[0], what, KeyValuesCodec::decode);
        BlockEntry entry = decoded(stored[1], "the index entry of " + what, bytes -> BlockEntryCodec.decode(stream, number, bytes));
        return new KvBlock(entry, keyValues);
    }

    @Override
    public List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        StreamState state = known(stream);
        for (long older = state.heldFrom() - 1L; older >= 0 && state.hold(readEntry(stream, older), budget()); older--) { }
        return new EntryList(state.numbers(fromNumber, untilSeconds), number -> entry(state, stream, number));
    }

    @Override
    public Optional<BlockEntry> lastEntry(StreamId stream) {
        StreamState state = known(stream);
        int blocks = state.blocks();
        return blocks == 0 ? Optional.empty() : Optional.of(entry(state, stream, blocks - 1));
    }

    private BlockEntry entry(StreamState state, StreamId stream, long number) {
        requireThere(state, stream);
        BlockEntry held = state.held(number);
        return held == null ? readEntry(stream, number) : held;
    }

    private BlockEntry readEntry(StreamId stream, long number) {
        String what = "the index entry of " + block(stream, number);
        return decoded(db.get(Column.INDEX, Keys.numbered(stream, number), what), what, bytes -> BlockEntryCodec.decode(stream, number, bytes));
    }

    @Override
    public void putScene(Scene scene) {
        StreamState state = known(scene.stream());
        state.writing.lock();
        try {
            requireThere(state, scene.stream());
            db.write(false, "scene " + scene.number() + " of stream '" + scene.stream() + "'",
                    batch -> batch.put(Column.SCENES, Keys.numbered(scene.stream(), scene.number()), RecordCodecs.encode(scene)));
        } finally {
            state.writing.unlock();
        }
    }

    @Override
    public List<Scene> scenes(StreamId stream, double untilSeconds) {
        known(stream);
        List<Scene> scenes = new ArrayList<>();
        db.scan(Column.SCENES, Keys.from(stream), Keys.until(stream), "the scenes of stream '" + stream + "'", (key, value) -> {
            long number = Keys.number(key);
            Scene scene = decoded(value.get(), "scene " + number + " of stream '" + stream + "'",
                    bytes -> RecordCodecs.decodeScene(stream, number, bytes));
            if (scene.start() <= untilSeconds) {
                scenes.add(scene);
            }
            return true;
        });
        return scenes;
    }

    @Override
    public Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        known(stream);
        String what = "the thumbnail at " + seconds + " s of stream '" + stream + "'";
        byte[] stored = db.atOrBefore(Column.THUMBNAILS, Keys.from(stream), Keys.timed(stream, seconds), what);
        byte[][] found = {stored};
        if (stored == null) {
            db.scan(Column.THUMBNAILS, Keys.from(stream), Keys.until(stream), what, (key, value) -> {
                found[0] = value.get();
                return false;
            });
        }
        return Optional.ofNullable(found[0]).map(bytes -> decoded(bytes, what, RecordCodecs::decodeThumbnail));
    }

    @Override
    public List<Double> thumbnailTimes(StreamId stream, double fromSeconds, double toSeconds) {
        known(stream);
        List<Double> times = new ArrayList<>();
        db.scan(Column.THUMBNAILS, Keys.timed(stream, fromSeconds), Keys.until(stream), "the thumbnails of stream '" + stream + "'",
                (key, value) -> Keys.seconds(key) <= toSeconds && times.add(Keys.seconds(key)));
        return times;
    }

    @Override
    public long storedBytes(StreamId stream, long number) {
        return requireBlock(known(stream), stream, number).kvBytes();
    }

    private long budget() {
        return entryBytes / Math.max(1, streams.size());
    }

    private StreamState known(StreamId stream) {
        StreamState state = streams.get(stream);
        if (state == null) {
            throw StorageErrors.unknown(stream);
        }
        return state;
    }

    private static void requireThere(StreamState state, StreamId stream) {
        if (state.deleted()) {
            throw StorageErrors.unknown(stream);
        }
    }

    private BlockExtent requireBlock(StreamState state, StreamId stream, long number) {
        BlockExtent extent = state.extent(number);
        if (extent == null) {
            throw errors.failed(block(stream, number), "there are only " + state.blocks() + " blocks", null);
        }
        return extent;
    }

    private <T> T decoded(byte[] stored, String what, Function<byte[], T> decoder) {
        if (stored == null) {
            throw errors.missing(what);
        }
        try {
            return decoder.apply(stored);
        } catch (MalformedValueException malformed) {
            throw errors.of(malformed, what);
        }
    }

    private static String block(StreamId stream, long number) {
        return "block " + number + " of stream '" + stream + "'";
    }

    @Override
    public void close() {
        db.close();
    }

    @Override
    public String toString() {
        return "RocksSegmentStore[" + directory + "]";
    }
}
