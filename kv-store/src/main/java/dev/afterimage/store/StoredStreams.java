package dev.afterimage.store;

import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.RecordCodecs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The streams' rows, and all that belongs to a stream when it is deleted. */
final class StoredStreams {

    private static final List<Column> OF_STREAM = List.of(Column.EXTENTS, Column.INDEX, Column.EVIDENCE, Column.SCENES, Column.GAPS,
            Column.THUMBNAILS);
    private static final byte[] BEFORE_ALL = {0};
    private static final byte[] AFTER_ALL = {(byte) 0xff};

    private final RocksDatabase db;
    private final StorageErrors errors;

    StoredStreams(RocksDatabase db, StorageErrors errors) {
        this.db = db;
        this.errors = errors;
    }

    List<StreamInfo> all() {
        List<StreamInfo> rows = new ArrayList<>();
        db.read().scan(Column.STREAMS, BEFORE_ALL, AFTER_ALL, "the streams", (key, value) -> {
            StreamId stream = new StreamId(new String(key, StandardCharsets.UTF_8));
            return rows.add(errors.decoded(value.get(), name(stream), bytes -> RecordCodecs.decodeStream(stream, bytes)));
        });
        return rows;
    }

    /** Makes room for a stream's blocks, then writes its row. */
    void write(StreamInfo row) {
        createFamilies(row.stream());
        db.write(false, name(row.stream()), batch -> batch.put(Column.STREAMS, Keys.stream(row.stream()), RecordCodecs.encode(row)));
    }

    /** Writes a known stream's row so that no crash loses it. */
    void rewrite(StreamInfo row) {
        db.write(true, name(row.stream()), batch -> batch.put(Column.STREAMS, Keys.stream(row.stream()), RecordCodecs.encode(row)));
    }

    /** Streams of older versions have none for thumbnails. */
    void createFamilies(StreamId stream) {
        db.createFamily(Column.blocksOf(stream), name(stream));
        db.createFamily(Column.thumbnailsOf(stream), name(stream));
    }

    /** Once this returns, the stream is gone for good. */
    void delete(StreamId stream) {
        db.writeAnyway(true, name(stream), batch -> {
            batch.delete(Column.STREAMS, Keys.stream(stream));
            for (Column column : OF_STREAM) {
                batch.deleteRange(column, Keys.from(stream), Keys.until(stream));
            }
        });
        db.dropFamily(Column.blocksOf(stream), name(stream));
        db.dropFamily(Column.thumbnailsOf(stream), name(stream));
    }

    /** Bytes that a stream takes of the tables that it shares with others: its notes, evidence and scenes. */
    long bytes(StreamId stream) {
        byte[] from = Keys.from(stream);
        byte[] until = Keys.until(stream);
        return OF_STREAM.stream().mapToLong(column -> db.sizes().approximate(column, from, until, name(stream))).sum();
    }

    /** Gives the rest of a deleted stream's space back: out of the log first, then out of the tables it shares with other streams. */
    void reclaim(StreamId stream) {
        db.flush(name(stream));
        OF_STREAM.forEach(column -> db.compact(column, Keys.from(stream), Keys.until(stream), name(stream)));
    }

    /** Drops the blocks of streams that were deleted by a process that was killed before it could. */
    void dropOrphans(Set<StreamId> alive) {
        db.families().stream().filter(Column::ofStream).filter(family -> !alive.contains(Column.streamOf(family)))
                .forEach(family -> db.dropFamily(family, name(Column.streamOf(family))));
    }

    private static String name(StreamId stream) {
        return "stream '" + stream + "'";
    }
}
