package dev.afterimage.benchmark.watch;

import dev.afterimage.core.ForwardingStore;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.Scene;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.Thumbnail;

/** A store whose writes are timed. */
final class TimedStore extends ForwardingStore {

    private final StageClock clock;

    TimedStore(SegmentStore store, StageClock clock) {
        super(store);
        this.clock = clock;
    }

    @Override
    public boolean commit(KvBlock block) {
        return clock.time(Stage.STORE, () -> super.commit(block));
    }

    @Override
    public void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        clock.time(Stage.FRAMES, () -> super.putFrame(stream, index, thumbnail));
    }

    @Override
    public void putScene(Scene scene) {
        clock.time(Stage.SCENES, () -> super.putScene(scene));
    }
}
