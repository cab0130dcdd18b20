package dev.afterimage.store;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.SegmentStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksSegmentStoreContractTest extends SegmentStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected SegmentStore open() {
        return RocksSegmentStore.open(directory, identity(), true);
    }

    @Override
    protected SegmentStore reopen(SegmentStore written) {
        written.close();
        return RocksSegmentStore.open(directory, identity(), false);
    }

    StoreIdentity identity() {
        return new StoreIdentity("notes-135m", "a3f0c1d2e4b5968778695a4b3c2d1e0f", "1", LAYOUT);
    }
}
