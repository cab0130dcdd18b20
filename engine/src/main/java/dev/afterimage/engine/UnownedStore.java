package dev.afterimage.engine;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * The store of a data directory that nobody owns. A camera that it takes for watched was left so by a process that was
 * killed, which could write nothing at the end: nobody has watched it since its newest frame. So it is with one that was
 * just being paused.
 */
public final class UnownedStore extends ForwardingStore {

    private final SegmentStore store;

    public UnownedStore(SegmentStore store) {
        super(store);
        this.store = store;
    }

    @Override
    public KeyValues readLayer(StreamId stream, long number, int layer) {
        return store.readLayer(stream, number, layer);
    }

    @Override
    public StoredKeyValues stored(StreamId stream, long number) {
        return store.stored(stream, number);
    }

    @Override
    public StoredKeyValues storedLayer(StreamId stream, long number, int layer) {
        return store.storedLayer(stream, number, layer);
    }

    @Override
    public List<Gap> gaps(StreamId stream, double untilSeconds) {
        List<Gap> gaps = new ArrayList<>(super.gaps(stream, untilSeconds));
        stream(stream).filter(UnownedStore::leftAlone).map(info -> Gap.from(stream, info.lastSeconds(), Gap.Cause.of(info)))
                .filter(gap -> gap.start() <= untilSeconds && gaps.stream().noneMatch(Gap::open)).ifPresent(gaps::add);
        return gaps;
    }

    private static boolean leftAlone(StreamInfo info) {
        return info.live() && (info.status() == StreamInfo.Status.WATCHING
                || info.status() == StreamInfo.Status.PAUSED && info.frames() > 0);
    }

    /** Nothing is kept of the first of them, or of any stream where none is named. */
    public static AfterimageException unknown(List<StreamId> named) {
        return named.isEmpty() ? new AfterimageException(ErrorCode.STREAM_UNKNOWN, "there is no stream to ask",
                "begin one with 'afterimage watch URI --stream NAME'") : unknown(named.get(0));
    }

    /** Nothing is kept of the stream. */
    public static AfterimageException unknown(StreamId stream) {
        return new AfterimageException(ErrorCode.STREAM_UNKNOWN, "there is no stream '" + stream + "'",
                "see 'afterimage streams list', or begin it with 'afterimage watch URI --stream " + stream + "'");
    }
}
