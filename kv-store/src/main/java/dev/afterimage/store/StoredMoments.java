package dev.afterimage.store;

import dev.afterimage.core.Scene;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Thumbnail;
import dev.afterimage.store.codec.RecordCodecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scenes and thumbnails, as RocksDB keeps them. Written without waiting for the disk. */
final class StoredMoments {

    private final RocksDatabase db;
    private final StorageErrors errors;

    StoredMoments(RocksDatabase db, StorageErrors errors) {
        this.db = db;
        this.errors = errors;
    }

    void write(Scene scene) {
        db.write(false, name(scene.stream(), scene.number()),
                batch -> batch.put(Column.SCENES, Keys.numbered(scene.stream(), scene.number()), RecordCodecs.encode(scene)));
    }

    void write(long frame, Thumbnail thumbnail, StreamInfo row) {
        db.write(false, "frame " + frame + " of stream '" + row.stream() + "'",
                batch -> batch.put(Column.THUMBNAILS, Keys.timed(row.stream(), thumbnail.seconds()), RecordCodecs.encode(thumbnail))
                        .put(Column.STREAMS, Keys.stream(row.stream()), RecordCodecs.encode(row)));
    }

    List<Scene> scenes(StreamId stream, double untilSeconds) {
        List<Scene> scenes = new ArrayList<>();
        db.scan(Column.SCENES, Keys.from(stream), Keys.until(stream), "the scenes of stream '" + stream + "'", (key, value) -> {
            long number = Keys.number(key);
            Scene scene = errors.decoded(value.get(), name(stream, number), bytes -> RecordCodecs.decodeScene(stream, number, bytes));
            return scene.start() <= untilSeconds && scenes.add(scene);
        });
        return scenes;
    }

    Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        String what = "the thumbnail at " + seconds + " s of stream '" + stream + "'";
        byte[] atOrBefore = db.atOrBefore(Column.THUMBNAILS, Keys.from(stream), Keys.timed(stream, seconds), what);
        byte[] nearest = atOrBefore == null ? first(stream, what) : atOrBefore;
        return Optional.ofNullable(nearest).map(bytes -> errors.decoded(bytes, what, RecordCodecs::decodeThumbnail));
    }

    private byte[] first(StreamId stream, String what) {
        byte[][] found = new byte[1][];
        db.scan(Column.THUMBNAILS, Keys.from(stream), Keys.until(stream), what, (key, value) -> {
            found[0] = value.get();
            return false;
        });
        return found[0];
    }

    List<Double> times(StreamId stream, double fromSeconds, double toSeconds) {
        List<Double> times = new ArrayList<>();
        db.scan(Column.THUMBNAILS, Keys.timed(stream, fromSeconds), Keys.until(stream), "the thumbnails of stream '" + stream + "'",
                (key, value) -> Keys.seconds(key) <= toSeconds && times.add(Keys.seconds(key)));
        return times;
    }

    private static String name(StreamId stream, long number) {
        return "scene " + number + " of stream '" + stream + "'";
    }
}
