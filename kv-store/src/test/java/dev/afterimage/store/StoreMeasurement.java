package dev.afterimage.store;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.store.codec.KeyValuesCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Prints what the store does with blocks of SmolLM2-135M, 30 tokens or about 700 KB each. Not a test: run its main with a directory. */
final class StoreMeasurement {

    private static final KvLayout LAYOUT = new KvLayout(30, 3, 64);
    private static final int TOKENS = 30;
    private static final StoreIdentity IDENTITY = new StoreIdentity("notes-135m", "5d1e", "1", LAYOUT);

    private StoreMeasurement() { }

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "store");
        int streams = Integer.parseInt(arguments[1]);
        int blocks = Integer.parseInt(arguments[2]);
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, true)) {
            write(store, streams, blocks);
        }
        try (RocksSegmentStore store = RocksSegmentStore.open(directory, IDENTITY, false)) {
            read(store, streams, blocks);
            entries(store);
            long before = bytes(directory);
            long start = System.nanoTime();
            store.deleteStream(stream(0));
            System.out.printf("delete 1 of %d streams: %.0f MB -> %.0f MB in %.2f s%n", streams, before / 1e6, bytes(directory) / 1e6,
                    seconds(start));
        }
    }

    private static StreamId stream(int number) {
        return new StreamId("camera" + number);
    }

    private static void write(RocksSegmentStore store, int streams, int blocks) {
        IntStream.range(0, streams).forEach(s -> store.putStream(Blocks.info(stream(s))));
        KvBlock[] prepared = IntStream.range(0, 16).mapToObj(n -> Blocks.block(stream(0), n, LAYOUT, TOKENS)).toArray(KvBlock[]::new);
        double[] latencies = new double[blocks * streams];
        long bytes = 0;
        long start = System.nanoTime();
        for (int i = 0; i < latencies.length; i++) {
            KvBlock like = prepared[i % prepared.length];
            BlockEntry e = like.entry();
            BlockEntry entry = new BlockEntry(stream(i % streams), i / streams, i / streams * 0.5, e.tokens(), 0, e.note(), e.evidence(),
                    e.textVector(),
                    e.meanKeys(), e.tokenKeys());
            long one = System.nanoTime();
            store.commit(new KvBlock(entry, like.keyValues()));
            latencies[i] = seconds(one) * 1e3;
            bytes += store.storedBytes(entry.stream(), entry.number());
        }
        System.out.printf("write: %d blocks of %d KB, %.0f MB/s%n", latencies.length, bytes / latencies.length / 1000,
                bytes / 1e6 / seconds(start));
        Arrays.sort(latencies);
        System.out.printf("commit: median %.2f ms, 99 %% %.2f ms, longest %.1f ms%n", latencies[latencies.length / 2],
                latencies[latencies.length * 99 / 100], latencies[latencies.length - 1]);
    }

    private static void read(RocksSegmentStore store, int streams, int blocks) {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 3; round++) {
            long bytes = 0;
            long start = System.nanoTime();
            for (int i = 0; i < 300; i++) {
                StreamId stream = stream(random.nextInt(streams));
                int number = random.nextInt(blocks);
                store.read(stream, number);
                bytes += store.storedBytes(stream, number);
            }
            System.out.printf("random read, decoded to floats: %.0f MB/s stored, %.2f ms a block%n", bytes / 1e6 / seconds(start),
                    seconds(start) * 1e3 / 300);
        }
        byte[] value = KeyValuesCodec.encode(Blocks.block(stream(0), 0, LAYOUT, 500).keyValues());
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            KeyValuesCodec.decode(value);
            System.out.printf("decode 500 tokens, %.1f MB: %.1f ms%n", value.length / 1e6, seconds(start) * 1e3);
        }
    }

    private static void entries(RocksSegmentStore store) {
        for (String when : new String[] {"first", "then"}) {
            long start = System.nanoTime();
            double sum = 0;
            int count = 0;
            for (BlockEntry entry : store.entries(stream(0), 0, 1e9)) {
                sum += entry.meanKeys()[0];
                count++;
            }
            System.out.printf("walk %d entries, %s: %.1f ms (%.0f)%n", count, when, seconds(start) * 1e3, sum);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long bytes(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }
}
