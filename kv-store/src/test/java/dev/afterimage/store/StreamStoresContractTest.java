package dev.afterimage.store;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.SegmentStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Stores of single streams keep to what one store for all streams does. */
class StreamStoresContractTest extends SegmentStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected SegmentStore open() {
        return StreamStores.open(directory, new StoreIdentity("notes-135m", "a3f0c1d2e4b5968778695a4b3c2d1e0f", "1", LAYOUT));
    }

    @Override
    protected SegmentStore reopen(SegmentStore written) {
        written.close();
        return open();
    }
}
