package dev.afterimage.store;

import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.store.codec.RecordCodecs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The streams' rows, and all that belongs to a stream when it is deleted. */
final class StoredStreams {

    private static final List<Column> OF_STREAM = List.of(Column.EXTENTS, Column.INDEX, Column.SCENES, Column.THUMBNAILS);
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
        db.scan(Column.STREAMS, BEFORE_ALL, AFTER_ALL, "the streams", (key, value) -> {
            StreamId stream = new StreamId(new String(key, StandardCharsets.UTF_8));
            return rows.add(errors.decoded(value.get(), name(stream), bytes -> RecordCodecs.decodeStream(stream, bytes)));
        });
        return rows;
    }

    /** Makes room for a stream's blocks, then writes its row. */
    void write(StreamInfo row) {
        db.createFamily(Column.blocksOf(row.stream()), name(row.stream()));
        db.write(false, name(row.stream()), batch -> batch.put(Column.STREAMS, Keys.stream(row.stream()), RecordCodecs.encode(row)));
    }

    /** Once this returns, the stream is gone for good. */
    void delete(StreamId stream) {
        db.write(true, name(stream), batch -> {
            batch.delete(Column.STREAMS, Keys.stream(stream));
            for (Column column : OF_STREAM) {
                batch.deleteRange(column, Keys.from(stream), Keys.until(stream));
            }
        });
        db.dropFamily(Column.blocksOf(stream), name(stream));
    }

    /** Gives the rest of a deleted stream's space back: out of the log first, then out of the tables it shares with other streams. */
    void reclaim(StreamId stream) {
        db.flush(name(stream));
        OF_STREAM.forEach(column -> db.compact(column, Keys.from(stream), Keys.until(stream), name(stream)));
    }

    /** Drops the blocks of streams that were deleted by a process that was killed before it could. */
    void dropOrphans(Set<StreamId> alive) {
        db.families().stream().filter(Column::holdsBlocks).filter(family -> !alive.contains(Column.streamOf(family)))
                .forEach(family -> db.dropFamily(family, name(Column.streamOf(family))));
    }

    private static String name(StreamId stream) {
        return "stream '" + stream + "'";
    }
}
