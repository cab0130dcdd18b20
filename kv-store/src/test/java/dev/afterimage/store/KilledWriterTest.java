package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.stream.StreamInfo;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterTest {

    private static final int ROUNDS = 4;

    @TempDir
    private Path directory;

    @Test
    void everyAcknowledgedBlockSurvivesKillsInTheMiddleOfWriting() throws Exception {
        long seed = System.nanoTime();
        System.out.println("The kills of this run are drawn with the seed " + seed + ".");
        SplittableRandom random = new SplittableRandom(seed);
        long acknowledged = -1;
        for (int round = 0; round < ROUNDS; round++) {
            long killAfter = acknowledged + 1 + random.nextInt(60);
            try (ChildProcess writer = new ChildProcess(WritingChild.class, directory, Integer.MAX_VALUE)) {
                String line;
                boolean killed = false;
                while ((line = writer.line()) != null) {
                    acknowledged = Long.parseLong(line);
                    // It may begin behind this number: what it committed last before it was killed was perhaps not printed.
                    if (acknowledged >= killAfter && !killed) {
                        killed = true;
                        Thread.sleep(0, random.nextInt(999_999));
                        writer.kill();
                    }
                }
            }
            assertThat(acknowledged).isGreaterThanOrEqualTo(killAfter);
            assertWhole(acknowledged);
        }
    }

    private void assertWhole(long acknowledged) {
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, WritingChild.IDENTITY, false)) {
            StreamInfo info = store.stream(TABLE).orElseThrow();
            assertThat(info.blocks()).as("at most the block under way when it was killed came on top")
                    .isBetween(acknowledged + 1, acknowledged + 2);
            assertThat(info.tokens()).isEqualTo(info.blocks() * WritingChild.TOKENS);
            assertThat(info.kvBytes()).isEqualTo(info.blocks() * store.storedBytes(TABLE, 0));
            assertThat(info.frames()).isBetween(info.blocks(), info.blocks() + 1);
            for (long number = 0; number < info.blocks(); number++) {
                RocksSegmentStoreTest.assertSame(store.read(TABLE, number), block(number));
            }
            assertThat(store.entries(TABLE, 0, 1e9)).hasSize((int) info.blocks());
            for (long number = Math.max(0, acknowledged - 3); number < info.blocks(); number++) {
                assertThat(store.commit(block(number))).as("replayed").isFalse();
            }
            assertThat(store.stream(TABLE).orElseThrow()).isEqualTo(info);
        }
    }

    private static KvBlock block(long number) {
        return Blocks.block(TABLE, number, WritingChild.LAYOUT, WritingChild.TOKENS);
    }
}
