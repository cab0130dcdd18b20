package dev.afterimage.cli;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything stored of a stream's blocks, in a form that can be compared. */
final class StoredBytes {

    private StoredBytes() { }

    /** Of a stream on a task manager, where each has a store of its own. */
    static List<String> ofMachine(Path machine, String stream) {
        return of(home(machine, stream), stream);
    }

    /** Where a task manager keeps a stream. */
    static Path home(Path machine, String stream) {
        return machine.resolve("streams").resolve(stream);
    }

    static List<String> of(Path data, String stream) {
        List<String> blocks = new ArrayList<>();
        try (SegmentStore store = RocksSegmentStore.openReadOnly(data, StoreIdentity.of(data).orElseThrow())) {
            for (BlockEntry entry : store.entries(new StreamId(stream), 0, Double.POSITIVE_INFINITY)) {
                KvBlock block = store.read(entry.stream(), entry.number());
                blocks.add(entry.number() + " " + entry.seconds() + " " + entry.windowStart() + " " + entry.note() + " " + entry.evidence()
                        + " keys " + Arrays.hashCode(block.keyValues().keys()) + " values " + Arrays.hashCode(block.keyValues().values())
                        + " text " + Arrays.hashCode(entry.textVector()) + " means " + Arrays.hashCode(entry.meanKeys()));
            }
        }
        return blocks;
    }
}
