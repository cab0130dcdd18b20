package dev.afterimage.flink.copies;

import static dev.afterimage.flink.copies.CopiedBlocks.DOOR;

import dev.afterimage.store.StreamStores;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Stores a block and copies the store, again and again, and prints what each copy is once it is complete; until it is killed. */
final class CopyingChild {

    private CopyingChild() { }

    /** @param arguments directory of the stores, folder of the copies, and the newest copy, if there is one */
    public static void main(String... arguments) throws Exception {
        CopiedStoreSerializer serializer = new CopiedStoreSerializer();
        List<CopiedStore> restored = arguments.length < 3 ? List.of()
                : List.of(serializer.deserialize(serializer.getVersion(), HexFormat.of().parseHex(arguments[2])));
        try (StreamStores store = CopiedBlocks.open(Path.of(arguments[0]))) {
            StoreCopies copies = new StoreCopies(new TravellingStores(store), restored, 0, 1, 1);
            copies.watches(DOOR);
            long checkpoint = restored.stream().mapToLong(CopiedStore::checkpoint).sum();
            while (true) {
                int blocks = (int) store.stream(DOOR).map(info -> info.blocks()).orElse(0L).longValue();
                CopiedBlocks.commit(store, DOOR, blocks, blocks + 1);
                CopiedStore copy = copies.begin(++checkpoint, arguments[1], false).call().get(0);
                copies.complete(checkpoint);
                System.out.println(HexFormat.of().formatHex(serializer.serialize(copy)));
            }
        }
    }
}
