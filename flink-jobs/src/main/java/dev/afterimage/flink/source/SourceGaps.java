package dev.afterimage.flink.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The gaps of one stream that is being read. A gap is stored the moment it is noticed, so that it is known while it
 * lasts and after a kill. Its end travels as data, with the first frame after it, through the whole write path:
 * encoders and scenes begin again at just that frame, and it is stored as closed together with it. Until then, whatever
 * is replayed or killed, the stored gap stays open, and the next reader goes on with it. Safe for use by several
 * threads: a camera's own thread notices what it loses.
 */
final class SourceGaps implements FrameSource.GapListener {

    private static final Logger LOG = LoggerFactory.getLogger(SourceGaps.class);

    private final SegmentStore store;
    private final StreamId stream;
    private final List<Gap> open = new ArrayList<>();

    SourceGaps(SegmentStore store, StreamId stream) {
        this.store = store;
        this.stream = stream;
    }

    /** Whether nobody watched the stream until now, as far as the store knows. */
    boolean interrupted() {
        return Gaps.open(store, stream).isPresent();
    }

    /** The stream is taken up again: the gap that is open goes on, or else one began with the newest frame that was stored. */
    synchronized void resume() {
        double newest = store.stream(stream).map(info -> info.lastSeconds()).orElse(-1.0);
        open.add(Gaps.open(store, stream).orElseGet(() -> noted(Gap.from(stream, newest, Gap.Cause.NOT_RUNNING))));
    }

    /**
     * Where no picture came since a gap began, that one goes on; where some did, it ends with the first of them, which may still be under
     * way. Until that one is stored, the earlier gap is stored as ending where this one begins: only the last gap is open.
     */
    @Override
    public synchronized void begins(double afterSeconds, Gap.Cause cause) {
        Gap begun = Gap.from(stream, afterSeconds, cause);
        if (open.stream().noneMatch(gap -> gap.start() >= begun.start())) {
            open.stream().max(Comparator.comparingDouble(Gap::start)).ifPresent(gap -> noted(gap.closed(begun.start())));
            open.add(noted(begun));
        }
    }

    /** A disk that is full keeps nobody from watching on; the gap is stored when it ends. */
    private Gap noted(Gap gap) {
        try {
            store.putGap(gap);
        } catch (AfterimageException notStored) {
            LOG.warn("{}: that nobody watched from {} s on could not be stored: {}", StreamNames.shown(store, stream),
                    gap.start(), notStored.line());
        }
        return gap;
    }

    /** The gap that a frame ends; frames that came before it and were waiting end none. */
    synchronized Optional<Gap> endedBy(double frameSeconds) {
        List<Gap> ended = open.stream().filter(gap -> gap.start() < frameSeconds).sorted(Comparator.comparingDouble(Gap::start)).toList();
        open.removeAll(ended);
        return ended.stream().findFirst().map(gap -> gap.closed(frameSeconds));
    }
}
