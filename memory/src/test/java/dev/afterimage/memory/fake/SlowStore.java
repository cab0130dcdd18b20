package dev.afterimage.memory.fake;

import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose blocks take a while to be read, each another. */
public final class SlowStore extends ForwardingStore {

    private final int milliseconds;
    private final AtomicInteger underWay = new AtomicInteger();
    /** Number of a block that is damaged. */
    public long failAt = -1;

    /** @param milliseconds the longest that a read takes */
    public SlowStore(SegmentStore store, int milliseconds) {
        super(store);
        this.milliseconds = milliseconds;
    }

    /** Reads that have begun and not ended. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        underWay.incrementAndGet();
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(milliseconds + 1));
            if (number == failAt) {
                throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "block " + number + " is damaged", "watch again");
            }
            return super.read(stream, number);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            underWay.decrementAndGet();
        }
    }
}
