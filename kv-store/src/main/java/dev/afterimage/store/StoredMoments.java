package dev.afterimage.store;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.EvidenceEntryCodec;
import dev.afterimage.store.codec.RecordCodecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Scenes, gaps, thumbnails and the evidence beside blocks, as RocksDB keeps them. Written without waiting for the disk. */
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
                batch -> batch.put(Column.thumbnailsOf(row.stream()), Keys.timed(row.stream(), thumbnail.seconds()),
                                RecordCodecs.encode(thumbnail))
                        .put(Column.STREAMS, Keys.stream(row.stream()), RecordCodecs.encode(row)));
    }

    void write(Gap gap) {
        db.write(false, gapsOf(gap.stream()),
                batch -> batch.put(Column.GAPS, Keys.timed(gap.stream(), gap.start()), RecordCodecs.encode(gap)));
    }

    void write(EvidenceEntry entry) {
        db.write(false, evidenceOf(entry.stream()),
                batch -> batch.put(Column.EVIDENCE, Keys.numbered(entry.stream(), entry.number()), EvidenceEntryCodec.encode(entry)));
    }

    List<EvidenceEntry> evidence(StreamId stream, long fromNumber, double untilSeconds) {
        List<EvidenceEntry> entries = new ArrayList<>();
        db.read().scan(Column.EVIDENCE, Keys.numbered(stream, fromNumber), Keys.until(stream), evidenceOf(stream), (key, value) -> {
            long number = Keys.number(key);
            EvidenceEntry entry = errors.decoded(value.get(), evidenceOf(stream),
                    bytes -> EvidenceEntryCodec.decode(stream, number, bytes));
            return entry.seconds() <= untilSeconds && entries.add(entry);
        });
        return entries;
    }

    List<Gap> gaps(StreamId stream, double untilSeconds) {
        List<Gap> gaps = new ArrayList<>();
        db.read().scan(Column.GAPS, Keys.from(stream), Keys.until(stream), gapsOf(stream), (key, value) -> {
            double start = Keys.seconds(key);
            return start <= untilSeconds
                    && gaps.add(errors.decoded(value.get(), gapsOf(stream), bytes -> RecordCodecs.decodeGap(stream, start, bytes)));
        });
        return gaps;
    }

    List<Scene> scenes(StreamId stream, double untilSeconds) {
        List<Scene> scenes = new ArrayList<>();
        db.read().scan(Column.SCENES, Keys.from(stream), Keys.until(stream), "the scenes of stream '" + stream + "'", (key, value) -> {
            long number = Keys.number(key);
            Scene scene = errors.decoded(value.get(), name(stream, number), bytes -> RecordCodecs.decodeScene(stream, number, bytes));
            return scene.start() <= untilSeconds && scenes.add(scene);
        });
        return scenes;
    }

    Optional<Thumbnail> thumbnail(StreamId stream, double seconds) {
        String what = "the thumbnail at " + seconds + " s of stream '" + stream + "'";
        byte[] nearest = null;
        // The newer ones first.
        for (String family : List.of(Column.thumbnailsOf(stream), Column.THUMBNAILS.family())) {
            nearest = nearest == null ? db.read().atOrBefore(family, Keys.from(stream), Keys.timed(stream, seconds), what) : nearest;
        }
        nearest = nearest == null ? first(stream, what) : nearest;
        return Optional.ofNullable(nearest).map(bytes -> errors.decoded(bytes, what, RecordCodecs::decodeThumbnail));
    }

    private byte[] first(StreamId stream, String what) {
        byte[][] found = new byte[1][];
        for (String family : oldestFirst(stream)) {
            db.read().scan(family, Keys.from(stream), Keys.until(stream), what, (key, value) -> {
                found[0] = found[0] == null ? value.get() : found[0];
                return false;
            });
        }
        return found[0];
    }

    /** Where a stream's thumbnails lie. */
    private static List<String> oldestFirst(StreamId stream) {
        return List.of(Column.THUMBNAILS.family(), Column.thumbnailsOf(stream));
    }

    /** Time of the oldest thumbnail; NaN where there is none. */
    double oldestThumbnail(StreamId stream) {
        List<Double> times = times(stream, 0, Double.MAX_VALUE, 1);
        return times.isEmpty() ? Double.NaN : times.get(0);
    }

    /** The time of the thumbnail that so many bytes of older ones lie before; infinite where all together are fewer. */
    double afterBytes(StreamId stream, long bytes) {
        double[] time = {Double.POSITIVE_INFINITY};
        long[] seen = {0};
        for (String family : oldestFirst(stream)) {
            db.read().scan(family, Keys.from(stream), Keys.until(stream), thumbnailsOf(stream), (key, value) -> {
                if (seen[0] >= bytes) {
                    time[0] = Math.min(time[0], Keys.seconds(key));
                    return false;
                }
                seen[0] += value.get().length;
                return true;
            });
        }
        return time[0];
    }

    /** Removes the thumbnails before a time. */
    void removeThumbnailsBefore(StreamId stream, double seconds) {
        byte[] until = seconds == Double.POSITIVE_INFINITY ? Keys.until(stream) : Keys.timed(stream, seconds);
        boolean older = db.read().firstKey(Column.THUMBNAILS.family(), Keys.from(stream), until, thumbnailsOf(stream)) != null;
        db.writeAnyway(true, thumbnailsOf(stream), batch -> batch.deleteRange(Column.THUMBNAILS, Keys.from(stream), until)
                .deleteRange(Column.thumbnailsOf(stream), Keys.from(stream), until));
        db.giveBack(Column.thumbnailsOf(stream), Keys.from(stream), until, thumbnailsOf(stream));
        if (older) {
            db.giveBack(Column.THUMBNAILS.family(), Keys.from(stream), until, thumbnailsOf(stream));
        }
    }

    private static String thumbnailsOf(StreamId stream) {
        return "the thumbnails of stream '" + stream + "'";
    }

    List<Double> times(StreamId stream, double fromSeconds, double toSeconds) {
        return times(stream, fromSeconds, toSeconds, Integer.MAX_VALUE);
    }

    private List<Double> times(StreamId stream, double fromSeconds, double toSeconds, int most) {
        TreeSet<Double> times = new TreeSet<>();
        for (String family : oldestFirst(stream)) {
            db.read().scan(family, Keys.timed(stream, fromSeconds), Keys.until(stream), thumbnailsOf(stream), (key, value) -> {
                boolean within = times.size() < most && Keys.seconds(key) <= toSeconds;
                if (within) {
                    times.add(Keys.seconds(key));
                }
                return within;
            });
        }
        return List.copyOf(times);
    }

    private static String evidenceOf(StreamId stream) {
        return "the evidence of stream '" + stream + "'";
    }

    private static String gapsOf(StreamId stream) {
        return "the gaps of stream '" + stream + "'";
    }

    private static String name(StreamId stream, long number) {
        return "scene " + number + " of stream '" + stream + "'";
    }
}
