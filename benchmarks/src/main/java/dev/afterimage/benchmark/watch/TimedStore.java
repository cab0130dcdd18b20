package dev.afterimage.benchmark.watch;

import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;

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
