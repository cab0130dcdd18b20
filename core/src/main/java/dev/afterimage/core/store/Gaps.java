package dev.afterimage.core.store;

import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.List;
import java.util.Optional;

/** How gaps are begun and ended in a store. Both steps may be repeated, and come from any thread. */
public final class Gaps {

    private Gaps() { }

    /** The gap that a stream is in now. */
    public static Optional<Gap> open(SegmentStore store, StreamId stream) {
        return store.gaps(stream, Double.POSITIVE_INFINITY).stream().filter(Gap::open).findFirst();
    }

    /**
     * Notes that nobody watches from {@code start} on. While a gap is open, that one goes on: one outage has one
     * beginning, and the cause that was known first.
     *
     * @return the open gap
     */
    public static Gap begin(SegmentStore store, StreamId stream, double start, Gap.Cause cause) {
        return open(store, stream).orElseGet(() -> {
            Gap begun = Gap.from(stream, start, cause);
            store.putGap(begun);
            return begun;
        });
    }

    /**
     * Notes that nobody has watched a live stream since its newest frame. A file has no gaps: it is read on later as if nothing had
     * happened.
     *
     * @param info as it stood when it ended
     */
    public static void begin(SegmentStore store, StreamInfo info) {
        if (info.live() && info.status() != StreamInfo.Status.ENDED) {
            begin(store, info.stream(), info.lastSeconds(), Gap.Cause.of(info));
        }
    }

    /**
     * From now on nobody watches for another reason: the gap that is open ends there, and another begins.
     *
     * @param seconds when that is, on the stream's clock; where no gap is open, this is where one begins
     */
    public static void turn(SegmentStore store, StreamId stream, double seconds, Gap.Cause cause) {
        Optional<Gap> before = open(store, stream);
        if (before.filter(gap -> gap.cause() == cause).isPresent()) {
            return;
        }
        if (before.filter(gap -> gap.start() < seconds).isPresent()) {
            store.putGap(before.get().closed(seconds));
        }
        store.putGap(Gap.from(stream, Math.max(seconds, before.map(Gap::start).orElse(0.0)), cause));
    }

    /** Ends the gaps that began before a frame: it is the first one after them. */
    public static void end(SegmentStore store, StreamId stream, double frameSeconds) {
        List<Gap> before = store.gaps(stream, frameSeconds);
        before.stream().filter(gap -> gap.open() && gap.start() < frameSeconds).forEach(gap -> store.putGap(gap.closed(frameSeconds)));
    }
}
