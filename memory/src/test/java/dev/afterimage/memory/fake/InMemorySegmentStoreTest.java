package dev.afterimage.memory.fake;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.SegmentStoreContract;

/** The store that other tests stand on behaves as the real one does. */
class InMemorySegmentStoreTest extends SegmentStoreContract {

    @Override
    protected SegmentStore open() {
        return new InMemorySegmentStore();
    }

    @Override
    protected SegmentStore reopen(SegmentStore written) {
        return written;
    }
}
