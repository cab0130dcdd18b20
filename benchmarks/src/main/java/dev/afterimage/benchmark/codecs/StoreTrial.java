package dev.afterimage.benchmark.codecs;

import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.benchmark.compression.Shape;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Parts;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/** Times of the store with whole blocks and with every layer by itself. */
final class StoreTrial {

    private static final StreamId STREAM = new StreamId("street");
    private static final int BLOCKS = 300;

    private final Shape shape;
    private final KeyValues keyValues;

    StoreTrial(Shape shape) {
        this.shape = shape;
        this.keyValues = RandomBlocks.of(shape.layout(), shape.pictureTokens(), 1);
    }

    Table table() {
        Table table = new Table("RocksDB, " + BLOCKS + " blocks of a picture at the shape of " + shape.name() + ", int8, ms", "kept",
                "commit, synced", "read a block",
                "read one layer of a block");
        for (boolean byLayer : new boolean[] {false, true}) {
            try (TemporaryDirectory directory = new TemporaryDirectory(); RocksSegmentStore store = Parts.store(directory.path(),
                    new StoreIdentity("random", "random", "random", shape.layout(), new StorageForm(KvForm.INT8, byLayer, "none")), true)) {
                store.putStream(StreamInfo.begun(new SourceSettings(STREAM, "random", 1, SourceSettings.Pace.ASAP, false,
                        ReadingSettings.DEFAULT), Instant.EPOCH));
                Samples commits = timed(number -> store.commit(block(number)));
                SplittableRandom random = new SplittableRandom(4);
                Samples reads = timed(any -> store.read(STREAM, random.nextInt(BLOCKS)));
                Samples layers = timed(any -> store.readLayer(STREAM, random.nextInt(BLOCKS), random.nextInt(shape.layout().layers())));
                table.row(byLayer ? "layer by layer" : "whole", commits, reads, layers);
            }
        }
        return table;
    }

    private KvBlock block(long number) {
        return new KvBlock(new BlockEntry(STREAM, number, number, keyValues.tokens(), number, "", List.of(), new float[0], new float[0],
                new float[0]), keyValues);
    }

    private static Samples timed(LongConsumer action) {
        double[] milliseconds = new double[BLOCKS];
        for (int number = 0; number < BLOCKS; number++) {
            long start = System.nanoTime();
            action.accept(number);
            milliseconds[number] = (System.nanoTime() - start) / 1e6;
        }
        return Samples.of(milliseconds);
    }
}
