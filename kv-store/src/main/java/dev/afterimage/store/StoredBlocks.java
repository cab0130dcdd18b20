package dev.afterimage.store;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.KvLayout;
import dev.afterimage.core.RecurrentMemory;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.store.codec.BlockEntryCodec;
import dev.afterimage.store.codec.BlockExtent;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.RecordCodecs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Blocks with their index entries and extents, as RocksDB keeps them. */
final class StoredBlocks {

    /** A block ready to be written: its KV as one value, or as one a layer; {@code memory} is null where it came without. */
    record Encoded(BlockEntry entry, List<byte[]> keyValues, byte[] index, byte[] memory) {

        static Encoded of(KvBlock block, KeptAs kept) {
            KeyValues whole = block.keyValues();
            List<byte[]> values = kept.byLayer()
                    ? IntStream.range(0, whole.layout().layers()).mapToObj(layer -> KeyValuesCodec.encode(whole.layer(layer), kept.kv())).toList()
                    : List.of(KeyValuesCodec.encode(whole, kept.kv()));
            return new Encoded(block.entry(), values, BlockEntryCodec.encode(block.entry()), block.memory().map(RecordCodecs::encode).orElse(null));
        }

        BlockExtent extent() {
            return new BlockExtent(entry.seconds(), entry.tokens(), keyValues.stream().mapToInt(value -> value.length).sum());
        }

        /** The entry as it will be read after a restart, so that an answer does not depend on whether there was one. */
        BlockEntry storedEntry() {
            return BlockEntryCodec.decode(entry.stream(), entry.number(), index);
        }
    }

    private final RocksDatabase db;
    private final StorageErrors errors;
    private final KvLayout layout;
    private final KeptAs kept;

    StoredBlocks(RocksDatabase db, StorageErrors errors, StoreIdentity identity) {
        this.db = db;
        this.errors = errors;
        this.layout = identity.layout();
        this.kept = identity.kept();
    }

    Encoded encoded(KvBlock block) {
        return Encoded.of(block, kept);
    }

    /** All of it at once, on the disk when this returns. */
    void write(Encoded block, StreamInfo row) {
        StreamId stream = row.stream();
        List<byte[]> keys = keys(stream, block.entry.number());
        db.write(true, name(stream, block.entry.number()), batch -> {
            for (int i = 0; i < keys.size(); i++) {
                batch.put(Column.blocksOf(stream), keys.get(i), block.keyValues.get(i));
            }
            if (block.memory != null) {
                batch.put(Column.blocksOf(stream), Keys.memory(stream, block.entry.number()), block.memory);
            }
            byte[] key = Keys.numbered(stream, block.entry.number());
            batch.put(Column.INDEX, key, block.index).put(Column.EXTENTS, key, RecordCodecs.encode(block.extent()))
                    .put(Column.STREAMS, Keys.stream(stream), RecordCodecs.encode(row));
        });
    }

    /** Whether the very same bytes are there. Damaged ones are not the same, so that a replay repairs them. */
    boolean holds(Encoded block) {
        try {
            byte[][] stored = together(block.entry.stream(), block.entry.number());
            return Arrays.equals(stored[0], block.index) && Arrays.equals(storedMemory(block.entry.stream(), block.entry.number()), block.memory)
                    && IntStream.range(1, stored.length).allMatch(i -> Arrays.equals(stored[i], block.keyValues.get(i - 1)));
        } catch (AfterimageException unreadable) {
            if (unreadable.code() == ErrorCode.STORAGE_CORRUPT) {
                return false;
            }
            throw unreadable;
        }
    }

    KvBlock read(StreamId stream, long number) {
        byte[][] stored = together(stream, number);
        List<KeyValues> parts = IntStream.range(1, stored.length).mapToObj(i -> decoded(stored[i], stream, number, i - 1)).toList();
        return new KvBlock(entry(stream, number, stored[0]), kept.byLayer() ? joined(parts) : parts.get(0));
    }

    /** The memory that came with a block, if one did. */
    Optional<RecurrentMemory> memory(StreamId stream, long number) {
        return Optional.ofNullable(storedMemory(stream, number))
                .map(stored -> errors.decoded(stored, "the memory of " + name(stream, number), RecordCodecs::decodeMemory));
    }

    private byte[] storedMemory(StreamId stream, long number) {
        return db.get(Column.blocksOf(stream), Keys.memory(stream, number), "the memory of " + name(stream, number));
    }

    /** One layer, of a layout with one layer; where layers lie by themselves, nothing else is read. */
    KeyValues layer(StreamId stream, long number, int layer) {
        if (!kept.byLayer()) {
            return read(stream, number).keyValues().layer(layer);
        }
        RocksDatabase.Place place = new RocksDatabase.Place(Column.blocksOf(stream), Keys.layer(stream, number, layer));
        return decoded(db.getTogether(List.of(place), name(stream, number))[0], stream, number, layer);
    }

    private KeyValues decoded(byte[] stored, StreamId stream, long number, int layer) {
        String what = (kept.byLayer() ? "layer " + layer + " of " : "") + name(stream, number);
        return errors.decoded(stored, what, KeyValuesCodec::decode);
    }

    private KeyValues joined(List<KeyValues> layers) {
        int tokens = layers.get(0).tokens();
        int each = layout.size(tokens) / layout.layers();
        float[] keys = new float[layout.size(tokens)];
        float[] values = new float[keys.length];
        for (int layer = 0; layer < layers.size(); layer++) {
            System.arraycopy(layers.get(layer).keys(), 0, keys, layer * each, each);
            System.arraycopy(layers.get(layer).values(), 0, values, layer * each, each);
        }
        return new KeyValues(layout, tokens, keys, values);
    }

    BlockEntry entry(StreamId stream, long number) {
        return entry(stream, number, db.get(Column.INDEX.family(), Keys.numbered(stream, number), entryName(stream, number)));
    }

    List<BlockExtent> extents(StreamId stream) {
        List<BlockExtent> extents = new ArrayList<>();
        db.scan(Column.EXTENTS, Keys.from(stream), Keys.until(stream), "the extents of stream '" + stream + "'", (key, value) -> {
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

    private BlockEntry entry(StreamId stream, long number, byte[] stored) {
        return errors.decoded(stored, entryName(stream, number), bytes -> BlockEntryCodec.decode(stream, number, bytes));
    }

    private List<byte[]> keys(StreamId stream, long number) {
        return kept.byLayer() ? IntStream.range(0, layout.layers()).mapToObj(layer -> Keys.layer(stream, number, layer)).toList()
                : List.of(Keys.numbered(stream, number));
    }

    /** The index entry, then the KV's values. */
    private byte[][] together(StreamId stream, long number) {
        List<RocksDatabase.Place> places = new ArrayList<>();
        places.add(new RocksDatabase.Place(Column.INDEX.family(), Keys.numbered(stream, number)));
        keys(stream, number).forEach(key -> places.add(new RocksDatabase.Place(Column.blocksOf(stream), key)));
        return db.getTogether(places, name(stream, number));
    }
}
