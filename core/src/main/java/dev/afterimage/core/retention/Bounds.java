package dev.afterimage.core.retention;

import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** All limits that hold: of all streams together, of each stream, and of the video that no limit in bytes counts. */
public final class Bounds {

    /** Of all video together that no limit in bytes counts. */
    public static final long DEFAULT_VIDEO = 20L << 30;

    private final Limits total;
    private final Function<StreamId, Limits> ofStream;

    public Bounds(Limits total, Function<StreamId, Limits> ofStream) {
        this.total = total;
        this.ofStream = ofStream;
    }

    /** In days, what is of this kind of the stream may be as old as this. */
    double days(StreamId stream, Kept kind) {
        return Math.min(total.days(kind), ofStream.apply(stream).days(kind));
    }

    /** Whether a limit in bytes counts what is of this kind of the stream. */
    public boolean count(StreamId stream, Kept kind) {
        return kind == Kept.RECORDING || total.bounds(kind) || ofStream.apply(stream).bounds(kind);
    }

    /** How far the nearest limit in bytes is; negative where one is exceeded. */
    public long left(List<Holding> holdings) {
        return of(holdings).stream().mapToLong(bound -> bound.left(holdings)).min().orElse(Long.MAX_VALUE);
    }

    /** The limits in bytes of all these holdings. */
    List<Bound> of(Collection<Holding> holdings) {
        List<Bound> bounds = new ArrayList<>();
        add(bounds, total, null);
        if (!total.bounds(Kept.RECORDING)) {
            bounds.add(new Bound(DEFAULT_VIDEO, holding -> holding.kind() == Kept.RECORDING
                    && !ofStream.apply(holding.stream()).bounds(Kept.RECORDING)));
        }
        holdings.stream().map(Holding::stream).distinct().forEach(stream -> add(bounds, ofStream.apply(stream), stream));
        return bounds;
    }

    /** @param stream null for all */
    private static void add(List<Bound> bounds, Limits limits, StreamId stream) {
        for (Kept kind : Kept.values()) {
            add(bounds, limits.of(kind), stream, kind);
        }
        add(bounds, limits.all(), stream, null);
    }

    /** @param kind null for all, evidence too */
    private static void add(List<Bound> bounds, Limit limit, StreamId stream, Kept kind) {
        if (limit.bytes() != Long.MAX_VALUE) {
            bounds.add(new Bound(limit.bytes(), holding -> (stream == null || stream.equals(holding.stream()))
                    && (kind == null || kind == holding.kind())));
        }
    }
}
