package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;

import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.store.Thumbnail;
import java.nio.file.Path;
import java.util.Map;

/** Writes blocks, pictures and video for ever within a limit, and prints each block's number once it is committed. */
final class LimitedChild {

    static final int TOKENS = 30;
    private static final int PIECE = 2_000_000;

    private LimitedChild() { }

    public static void main(String[] arguments) {
        RocksSegmentStore store = RocksSegmentStore.open(Path.of(arguments[0]), WritingChild.IDENTITY, true);
        store.putStream(Blocks.info(TABLE));
        store.setLimits(TABLE, new Limits(new Limit(Limit.LEAST_BYTES, Double.POSITIVE_INFINITY), Map.of()));
        for (long number = store.stream(TABLE).orElseThrow().blocks(); ; number++) {
            store.putFrame(TABLE, number, new Thumbnail(number * 0.5, new byte[12_000]));
            store.commit(Blocks.block(TABLE, number, WritingChild.LAYOUT, TOKENS));
            try (Recordings.Writer piece = store.recordings().begin(TABLE, number * 0.5)) {
                piece.append(new byte[PIECE], number * 0.5 + 0.5);
            }
            System.out.println(number);
        }
    }
}
