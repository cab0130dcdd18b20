package dev.afterimage.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.BlockEntryCodec;
import dev.afterimage.store.codec.BlockExtent;
import dev.afterimage.store.codec.EncodedKeyValues;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.RecordCodecs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.rocksdb.RocksDBException;

/** Blocks with their index entries and extents, as RocksDB keeps them. */
final class StoredBlocks {

    /**
     * A block ready to be written: its KV as one value, or as one a layer; {@code memory} is null where it came without. The keys by which
     * it is found lie with its KV and go with it; its note and evidence stay ({@code index}).
     *
     * @param keyValues empty where its KV is not kept; {@code vectors} is null then
     */
    record Encoded(BlockEntry entry, BlockExtent extent, List<byte[]> keyValues, byte[] index, byte[] vectors, byte[] memory) {

        static Encoded of(KvBlock block, StorageForm form) {
            BlockEntry entry = block.entry();
            List<byte[]> values = KeyValuesCodec.stored(block.kept(), form.kv(), form.byLayer());
            BlockExtent extent = new BlockExtent(entry.seconds(), entry.tokens(), values.stream().mapToInt(value -> value.length).sum());
            return new Encoded(entry, extent, values, BlockEntryCodec.encode(entry.withoutKeys()),
                    BlockEntryCodec.encode(entry.keysAlone()),
                    block.memory().map(RecordCodecs::encode).orElse(null));
        }

        /** What stays of it when its KV is gone. */
        Encoded withoutKv() {
            return new Encoded(entry, extent, List.of(), index, null, null);
        }

        private boolean hasKv() {
            return vectors != null;
        }

        /** The entry as it will be read after a restart, so that an answer does not depend on whether there was one. */
        BlockEntry storedEntry() {
            BlockEntry noted = BlockEntryCodec.decode(entry.stream(), entry.number(), index);
            return hasKv() ? joinedWith(noted, BlockEntryCodec.decode(entry.stream(), entry.number(), vectors)) : noted;
        }

        /** What is written. */
        long bytes() {
            return keyValues.stream().mapToLong(value -> value.length).sum() + index.length + length(vectors) + length(memory);
        }

        private static int length(byte[] value) {
            return value == null ? 0 : value.length;
        }
    }

    private final RocksDatabase db;
    private final StorageErrors errors;
    private final KvLayout layout;
    private final StorageForm form;

    StoredBlocks(RocksDatabase db, StorageErrors errors, StoreIdentity identity) {
        this.db = db;
        this.errors = errors;
        this.layout = identity.layout();
        this.form = identity.kept();
    }

    Encoded encoded(KvBlock block) {
        return Encoded.of(block, form);
    }

    /** All of it at once, on the disk when this returns. */
    void write(Encoded block, StreamInfo row) {
        StreamId stream = row.stream();
        db.write(true, name(stream, block.entry.number()), batch -> {
            if (block.hasKv()) {
                putKv(batch, block);
            }
            byte[] key = Keys.numbered(stream, block.entry.number());
            batch.put(Column.INDEX, key, block.index).put(Column.EXTENTS, key, RecordCodecs.encode(block.extent()))
                    .put(Column.STREAMS, Keys.stream(stream), RecordCodecs.encode(row));
        });
    }

    private void putKv(Batch batch, Encoded block) throws RocksDBException {
        StreamId stream = block.entry.stream();
        List<byte[]> keys = keys(stream, block.entry.number());
        for (int i = 0; i < keys.size(); i++) {
            batch.put(Column.blocksOf(stream), keys.get(i), block.keyValues.get(i));
        }
        if (block.memory != null) {
            batch.put(Column.blocksOf(stream), Keys.memory(stream, block.entry.number()), block.memory);
        }
        batch.put(Column.blocksOf(stream), Keys.vectors(stream, block.entry.number()), block.vectors);
    }

    /** Whether the very same bytes are there. Damaged ones are not the same, so that a replay repairs them. */
    boolean holds(Encoded block) {
        try {
            if (!block.hasKv()) {
                String what = entryName(block.entry.stream(), block.entry.number());
                RocksReads.Place place = indexPlace(block.entry.stream(), block.entry.number());
                return Arrays.equals(db.read().getTogether(List.of(place), what)[0], block.index);
            }
            byte[][] stored = together(block.entry.stream(), block.entry.number());
            return Arrays.equals(stored[0], block.index)
                    && Arrays.equals(storedMemory(block.entry.stream(), block.entry.number()), block.memory)
                    && Arrays.equals(stored[1], block.vectors)
                    && IntStream.range(2, stored.length).allMatch(i -> Arrays.equals(stored[i], block.keyValues.get(i - 2)));
        } catch (AfterimageException unreadable) {
            if (unreadable.code() == ErrorCode.STORAGE_CORRUPT) {
                return false;
            }
            throw unreadable;
        }
    }

    KvBlock read(StreamId stream, long number) {
        byte[][] stored = together(stream, number);
        List<KeyValues> parts = IntStream.range(2, stored.length).mapToObj(i -> decoded(stored[i], stream, number, i - 2)).toList();
        return new KvBlock(entry(stream, number, stored[0], stored[1]), form.byLayer() ? KeyValuesCodec.joined(parts) : parts.get(0));
    }

    /** The memory that came with a block, if one did. */
    Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return Optional.ofNullable(storedMemory(stream, number))
                .map(stored -> errors.decoded(stored, "the memory of " + name(stream, number), RecordCodecs::decodeMemory));
    }

    private byte[] storedMemory(StreamId stream, long number) {
        return db.read().get(Column.blocksOf(stream), Keys.memory(stream, number), "the memory of " + name(stream, number));
    }

    /** One layer, of a layout with one layer; where layers lie by themselves, nothing else is read. */
    KeyValues layer(StreamId stream, long number, int layer) {
        if (!form.byLayer()) {
            return read(stream, number).keyValues().layer(layer);
        }
        return decoded(layerBytes(stream, number, layer), stream, number, layer);
    }

    private byte[] layerBytes(StreamId stream, long number, int layer) {
        RocksReads.Place place = new RocksReads.Place(Column.blocksOf(stream), Keys.layer(stream, number, layer));
        return db.read().getTogether(List.of(place), name(stream, number))[0];
    }

    /** The KV as it lies there, checked. */
    StoredKeyValues stored(StreamId stream, long number) {
        byte[][] stored = together(stream, number);
        List<EncodedKeyValues> parts = IntStream.range(2, stored.length).mapToObj(i -> encoded(stored[i], stream, number, i - 2)).toList();
        return form.byLayer() ? EncodedKeyValues.joined(parts) : parts.get(0);
    }

    /** The same of one layer; where layers do not lie by themselves, it is decoded. */
    StoredKeyValues storedLayer(StreamId stream, long number, int layer) {
        return form.byLayer() ? encoded(layerBytes(stream, number, layer), stream, number, layer) : layer(stream, number, layer);
    }

    private EncodedKeyValues encoded(byte[] stored, StreamId stream, long number, int layer) {
        return errors.decoded(stored, what(stream, number, layer), EncodedKeyValues::of);
    }

    private KeyValues decoded(byte[] stored, StreamId stream, long number, int layer) {
        return errors.decoded(stored, what(stream, number, layer), KeyValuesCodec::decode);
    }

    private String what(StreamId stream, long number, int layer) {
        return (form.byLayer() ? "layer " + layer + " of " : "") + name(stream, number);
    }

    BlockEntry entry(StreamId stream, long number) {
        byte[][] stored = db.read().getTogether(List.of(indexPlace(stream, number), vectorsPlace(stream, number)),
                entryName(stream, number));
        return entry(stream, number, stored[0], stored[1]);
    }

    /** Entries as they stay when their KV is gone, from a number on. */
    List<BlockEntry> told(StreamId stream, long from, int most) {
        List<BlockEntry> told = new ArrayList<>();
        db.read().scan(Column.INDEX, Keys.numbered(stream, from), Keys.until(stream), "what stream '" + stream + "' tells",
                (key, value) -> told.size() < most && told.add(entry(stream, Keys.number(key), value.get(), null).withoutKeys()));
        return told;
    }

    List<BlockExtent> extents(StreamId stream) {
        List<BlockExtent> extents = new ArrayList<>();
        db.read().scan(Column.EXTENTS, Keys.from(stream), Keys.until(stream), "the extents of stream '" + stream + "'", (key, value) -> {
            String what = "the extent of " + name(stream, Keys.number(key));
            extents.add(errors.decoded(value.get(), what, RecordCodecs::decodeExtent));
            return true;
        });
        return extents;
    }

    static String name(StreamId stream, long number) {
        return "block " + number + " of stream '" + stream + "'";
    }

    private static String entryName(StreamId stream, long number) {
        return "the index entry of " + name(stream, number);
    }

    /** @param vectors null where the block's KV is gone, and of a block of an older version, whose index entry holds them */
    private BlockEntry entry(StreamId stream, long number, byte[] stored, byte[] vectors) {
        BlockEntry entry = errors.decoded(stored, entryName(stream, number), bytes -> BlockEntryCodec.decode(stream, number, bytes));
        return vectors == null ? entry : joinedWith(entry,
                errors.decoded(vectors, entryName(stream, number), bytes -> BlockEntryCodec.decode(stream, number, bytes)));
    }

    private static BlockEntry joinedWith(BlockEntry entry, BlockEntry vectors) {
        return entry.withKeys(vectors.meanKeys(), vectors.tokenKeys());
    }

    private static RocksReads.Place indexPlace(StreamId stream, long number) {
        return new RocksReads.Place(Column.INDEX.family(), Keys.numbered(stream, number));
    }

    private static RocksReads.Place vectorsPlace(StreamId stream, long number) {
        return new RocksReads.Place(Column.blocksOf(stream), Keys.vectors(stream, number));
    }

    /** Number of the first block whose KV is kept; empty where none is. */
    OptionalLong firstKept(StreamId stream) {
        byte[] first = db.read().firstKey(Column.blocksOf(stream), Keys.from(stream), Keys.until(stream),
                "the blocks of stream '" + stream + "'");
        return first == null ? OptionalLong.empty() : OptionalLong.of(Keys.leadingNumber(stream, first));
    }

    /** Removes the KV of the blocks before {@code number}; what was seen in them stays. */
    void removeBefore(StreamId stream, long number, StreamInfo row) {
        String what = "the blocks before " + number + " of stream '" + stream + "'";
        byte[] until = Keys.numbered(stream, number);
        db.writeAnyway(true, what, batch -> batch.deleteRange(Column.blocksOf(stream), Keys.from(stream), until)
                .put(Column.STREAMS, Keys.stream(stream), RecordCodecs.encode(row)));
        db.giveBack(Column.blocksOf(stream), Keys.from(stream), until, what);
    }

    private List<byte[]> keys(StreamId stream, long number) {
        return form.byLayer() ? IntStream.range(0, layout.layers()).mapToObj(layer -> Keys.layer(stream, number, layer)).toList()
                : List.of(Keys.numbered(stream, number));
    }

    /** The index entry, the keys by which it is found, then the KV's values. */
    private byte[][] together(StreamId stream, long number) {
        List<RocksReads.Place> places = new ArrayList<>();
        places.add(indexPlace(stream, number));
        places.add(vectorsPlace(stream, number));
        keys(stream, number).forEach(key -> places.add(new RocksReads.Place(Column.blocksOf(stream), key)));
        return db.read().getTogether(places, name(stream, number));
    }
}
