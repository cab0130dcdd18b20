package dev.afterimage.flink.copies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.StreamStores;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Stores with blocks; the same number always gives the same block. */
final class CopiedBlocks {

    static final StreamId DOOR = new StreamId("door");
    private static final KvLayout LAYOUT = new KvLayout(2, 1, 16);
    private static final int TOKENS = 40;

    private CopiedBlocks() { }

    static StreamStores open(Path directory) {
        return StreamStores.open(directory, new StoreIdentity("fake", "0123456789abcdef", "1", LAYOUT));
    }

    static void commit(SegmentStore store, StreamId stream, int from, int until) {
        if (from == 0) {
            store.putStream(new StreamInfo(stream, "rtsp://host/door", 2, Instant.EPOCH, 640, 360, true, StreamInfo.Status.WATCHING, 0, 0,
                    0, 0, -1, ""));
        }
        for (int number = from; number < until; number++) {
            store.putFrame(stream, number, new Thumbnail(number, new byte[] {(byte) number}));
            store.commit(block(stream, number));
        }
    }

    static void assertHolds(SegmentStore store, StreamId stream, int blocks) {
        assertThat(store.stream(stream).orElseThrow().blocks()).isEqualTo(blocks);
        for (int number = 0; number < blocks; number++) {
            assertThat(store.commit(block(stream, number))).as("block %s is another", number).isFalse();
        }
    }

    private static KvBlock block(StreamId stream, int number) {
        SplittableRandom random = new SplittableRandom(number);
        return new KvBlock(new BlockEntry(stream, number, number, TOKENS, Math.max(0, number - 4), "note " + number, List.of(),
                floats(random, 8), floats(random, LAYOUT.layers() * LAYOUT.keyWidth()), floats(random, TOKENS * LAYOUT.keyWidth())),
                new KeyValues(LAYOUT, TOKENS, floats(random, LAYOUT.size(TOKENS)), floats(random, LAYOUT.size(TOKENS))));
    }

    private static float[] floats(SplittableRandom random, int size) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = (float) random.nextDouble(-8, 8);
        }
        return floats;
    }
}
