package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;

import dev.afterimage.core.block.KvLayout;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Commits block after block of a stream, from where it stands, and prints each number once it is committed. Waits when
 * it has done {@code count}.
 */
final class WritingChild {

    /** SmolLM2-135M's. */
    static final KvLayout LAYOUT = new KvLayout(30, 3, 64);
    static final int TOKENS = 8;
    static final StoreIdentity IDENTITY = new StoreIdentity("notes-135m", "5d1e", "1", LAYOUT);

    private WritingChild() { }

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[1]);
        RocksSegmentStore store = RocksSegmentStore.open(Path.of(arguments[0]), IDENTITY, true);
        store.putStream(Blocks.info(TABLE));
        long number = store.stream(TABLE).orElseThrow().blocks();
        for (int done = 0; done < count; done++, number++) {
            store.putFrame(TABLE, number, Blocks.thumbnail(number * 0.5));
            store.commit(Blocks.block(TABLE, number, LAYOUT, TOKENS));
            System.out.println(number);
        }
        System.in.read();
    }
}
