package dev.afterimage.store;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.store.codec.BlockEntryCodec;
import dev.afterimage.store.codec.BlockExtent;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.RecordCodecs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Blocks with their index entries and extents, as RocksDB keeps them. */
final class StoredBlocks {

    /** A block ready to be written. */
    record Encoded(BlockEntry entry, byte[] key, byte[] keyValues, byte[] index) {

        static Encoded of(KvBlock block) {
            BlockEntry entry = block.entry();
            return new Encoded(entry, Keys.numbered(entry.stream(), entry.number()), KeyValuesCodec.encode(block.keyValues()),
                    BlockEntryCodec.encode(entry));
        }

        BlockExtent extent() {
            return new BlockExtent(entry.seconds(), entry.tokens(), keyValues.length);
        }

        /** The entry as it will be read after a restart, so that an answer does not depend on whether there was one. */
        BlockEntry storedEntry() {
            return BlockEntryCodec.decode(entry.stream(), entry.number(), index);
        }
    }

    private final RocksDatabase db;
    private final StorageErrors errors;

    StoredBlocks(RocksDatabase db, StorageErrors errors) {
        this.db = db;
        this.errors = errors;
    }

    /** All of it at once, on the disk when this returns. */
    void write(Encoded block, StreamInfo row) {
        db.write(true, name(block.entry.stream(), block.entry.number()), batch -> batch.put(Column.blocksOf(row.stream()), block.key, block.keyValues)
                .put(Column.INDEX, block.key, block.index).put(Column.EXTENTS, block.key, RecordCodecs.encode(block.extent()))
                .put(Column.STREAMS, Keys.stream(row.stream()), RecordCodecs.encode(row)));
    }

    /** Whether the very same bytes are there. Damaged ones are not the same, so that a replay repairs them. */
    boolean holds(Encoded block) {
        try {
            byte[][] stored = both(block.entry.stream(), block.entry.number());
            return Arrays.equals(stored[0], block.keyValues) && Arrays.equals(stored[1], block.index);
        } catch (AfterimageException unreadable) {
            if (unreadable.code() == ErrorCode.STORAGE_CORRUPT) {
                return false;
            }
            throw unreadable;
        }
    }

    KvBlock read(StreamId stream, long number) {
        byte[][] stored = both(stream, number);
        KeyValues keyValues = errors.decoded(stored[0], name(stream, number), KeyValuesCodec::decode);
        return new KvBlock(entry(stream, number, stored[1]), keyValues);
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

    private byte[][] both(StreamId stream, long number) {
        return db.getBoth(Column.blocksOf(stream), Column.INDEX.family(), Keys.numbered(stream, number), name(stream, number));
    }
}
