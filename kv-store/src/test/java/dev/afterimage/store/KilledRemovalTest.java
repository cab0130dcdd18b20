package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.recording.Piece;
import dev.afterimage.core.retention.Limit;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that writes within a limit, and so removes all the time, is killed at random moments. */
class KilledRemovalTest {

    private static final int ROUNDS = 3;
    /** Beyond these the limit is reached, and each block removes others. */
    private static final int FULL = 30;

    @TempDir
    private Path directory;

    @Test
    void whateverItWasDoingWhatIsKeptIsWholeAndTheLimitHolds() throws Exception {
        long seed = System.nanoTime();
        System.out.println("The kills of this run are drawn with the seed " + seed + ".");
        SplittableRandom random = new SplittableRandom(seed);
        long committed = -1;
        for (int round = 0; round < ROUNDS; round++) {
            long killAfter = Math.max(FULL, committed + 1) + random.nextInt(12);
            try (ChildProcess writer = new ChildProcess(LimitedChild.class, directory)) {
                String line;
                boolean killed = false;
                while ((line = writer.line()) != null) {
                    committed = Long.parseLong(line);
                    // It may begin behind this number: what it committed last before it was killed was perhaps not printed.
                    if (committed >= killAfter && !killed) {
                        killed = true;
                        Thread.sleep(random.nextInt(60));
                        writer.kill();
                    }
                }
            }
            assertWhole(committed);
        }
    }

    private void assertWhole(long committed) throws Exception {
        assertThat(onDisk()).isLessThanOrEqualTo(Limit.LEAST_BYTES);
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, WritingChild.IDENTITY, false)) {
            long blocks = store.stream(TABLE).orElseThrow().blocks();
            assertThat(blocks).isBetween(committed + 1, committed + 2);
            long first = store.firstKept(TABLE);
            assertThat(first).isBetween(1L, blocks - 1);
            long bytes = 0;
            for (long number = first; number < blocks; number++) {
                RocksSegmentStoreTest.assertSame(store.read(TABLE, number),
                        Blocks.block(TABLE, number, WritingChild.LAYOUT, LimitedChild.TOKENS));
                bytes += store.storedBytes(TABLE, number);
            }
            assertThat(store.stream(TABLE).orElseThrow().kvBytes()).isEqualTo(bytes);
            assertThat(store.entries(TABLE, 0, Double.MAX_VALUE)).hasSize((int) blocks);
            for (Piece piece : store.recordings().pieces(TABLE, 0, Double.MAX_VALUE)) {
                try (SeekableByteChannel channel = store.recordings().read(piece)) {
                    assertThat(channel.size()).isEqualTo(piece.bytes());
                }
            }
        }
    }

    private long onDisk() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
