package dev.afterimage.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Blocks and streams for tests; the same number always gives the same block. */
final class Blocks {

    static final KvLayout SMALL = new KvLayout(2, 1, 16);
    static final StreamId TABLE = new StreamId("table");
    static final StoreIdentity IDENTITY = new StoreIdentity("notes-135m", "a3f0c1d2e4b5968778695a4b3c2d1e0f", "1", SMALL);

    private Blocks() { }

    static StreamInfo info(StreamId stream) {
        return new StreamInfo(stream, "rtsp://camera:***@host/table", 2, Instant.ofEpochSecond(1_790_000_000L, 5), 640, 360, true,
                StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1, "");
    }

    static KvBlock block(StreamId stream, long number) {
        return block(stream, number, SMALL, 3);
    }

    /** Half a second a block. */
    static KvBlock block(StreamId stream, long number, KvLayout layout, int tokens) {
        SplittableRandom random = new SplittableRandom(31 * stream.name().hashCode() + number);
        KeyValues keyValues = new KeyValues(layout, tokens, floats(random, layout.size(tokens)), floats(random, layout.size(tokens)));
        List<Evidence> evidence = List.of(new Evidence(Evidence.Kind.OBJECT, "car", 2, List.of("left", "centre"), 0.75),
                new Evidence(Evidence.Kind.TEXT, "EXIT B" + number, 1, List.of(), 0.5));
        BlockEntry entry = new BlockEntry(stream, number, number * 0.5, tokens, Math.max(0, number - 4),
                "2 cars; text \"EXIT B" + number + "\"",
                evidence, floats(random, 384), floats(random, layout.layers() * layout.keyWidth()),
                floats(random, tokens * layout.keyWidth()));
        return new KvBlock(entry, keyValues);
    }

    static Thumbnail thumbnail(double seconds) {
        return new Thumbnail(seconds, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) seconds});
    }

    private static float[] floats(SplittableRandom random, int size) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = (float) random.nextDouble(-8, 8);
        }
        return floats;
    }
}
