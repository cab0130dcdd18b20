package dev.afterimage.store;

import static dev.afterimage.store.Blocks.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.PortableStores.Copied;
import dev.afterimage.core.store.StoreSnapshot;
import dev.afterimage.core.store.StoreSnapshot.Part;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamStoresTest {

    private static final StreamId YARD = new StreamId("Hof & Tür");

    @TempDir
    private Path directory;

    private StreamStores open(String machine) {
        return StreamStores.open(directory.resolve(machine), Blocks.IDENTITY);
    }

    private static void commit(StreamStores stores, StreamId stream, int from, int until) {
        if (from == 0) {
            stores.putStream(Blocks.info(stream));
        }
        for (int number = from; number < until; number++) {
            stores.putFrame(stream, number, Blocks.thumbnail(number * 0.5));
            stores.commit(Blocks.block(stream, number));
        }
    }

    private static void assertHolds(StreamStores stores, StreamId stream, int blocks) {
        assertThat(stores.stream(stream).orElseThrow().blocks()).isEqualTo(blocks);
        for (int number = 0; number < blocks; number++) {
            RocksSegmentStoreTest.assertSame(stores.read(stream, number), Blocks.block(stream, number));
            assertThat(stores.thumbnail(stream, number * 0.5).orElseThrow().jpeg()).isEqualTo(Blocks.thumbnail(number * 0.5).jpeg());
        }
    }

    /** As somebody does who copies the files away: of those that grow, what belongs to the moment. */
    private static void copy(StoreSnapshot snapshot, Path into) throws IOException {
        for (Part part : snapshot.parts()) {
            byte[] bytes = Files.readAllBytes(snapshot.files().resolve(part.name()));
            assertThat(bytes.length).as(part.name()).isGreaterThanOrEqualTo((int) part.size());
            Files.write(into.resolve(part.name()), Arrays.copyOf(bytes, (int) part.size()));
        }
    }

    private static Copied move(StreamStores from, StreamId stream, StreamStores to) {
        try (StoreSnapshot snapshot = from.snapshot(stream, part -> true)) {
            Copied copied = new Copied(snapshot.lineage(), 7, snapshot.blocks());
            to.bringBack(stream, copied, into -> copy(snapshot, into));
            return copied;
        }
    }

    @Test
    void aHeldMomentIsWholeWhateverBecomesOfTheStoreMeanwhile() throws IOException {
        try (StreamStores stores = open("one"); StreamStores other = open("two")) {
            commit(stores, TABLE, 0, 20);
            // Some of it in files, some in the log alone.
            stores.find(TABLE).orElseThrow().flush();
            commit(stores, TABLE, 20, 30);
            try (StoreSnapshot snapshot = stores.snapshot(TABLE, part -> true)) {
                commit(stores, TABLE, 30, 40);
                stores.find(TABLE).orElseThrow().flush();
                stores.deleteStream(TABLE);
                other.bringBack(TABLE, new Copied(snapshot.lineage(), 1, snapshot.blocks()), into -> copy(snapshot, into));
            }
            assertHolds(other, TABLE, 30);
            commit(other, TABLE, 30, 35);
            assertHolds(other, TABLE, 35);
        }
        try (StreamStores reopened = open("two")) {
            assertHolds(reopened, TABLE, 35);
        }
    }

    @Test
    void onlyNeededFilesAreHeldAndNothingOfThemStays() throws IOException {
        try (StreamStores stores = open("one")) {
            commit(stores, TABLE, 0, 5);
            stores.find(TABLE).orElseThrow().flush();
            commit(stores, TABLE, 5, 6);
            try (StoreSnapshot snapshot = stores.snapshot(TABLE, Part::grows); Stream<Path> held = Files.list(snapshot.files())) {
                assertThat(held.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(
                        snapshot.parts().stream().filter(Part::grows).map(Part::name).toList());
                assertThat(snapshot.parts()).extracting(Part::name).anyMatch(name -> name.endsWith(".blob"))
                        .anyMatch(name -> name.endsWith(".sst")).anyMatch(name -> name.endsWith(".log"))
                        .anyMatch(name -> name.startsWith("MANIFEST-"));
            }
            try (Stream<Path> left = Files.list(directory.resolve("one/streams/table/held"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void withinALineageANameMeansTheSameBytes() throws IOException {
        try (StreamStores stores = open("one")) {
            commit(stores, TABLE, 0, 8);
            stores.find(TABLE).orElseThrow().flush();
            commit(stores, TABLE, 8, 10);
            try (StoreSnapshot before = stores.snapshot(TABLE, part -> true)) {
                commit(stores, TABLE, 10, 30);
                stores.find(TABLE).orElseThrow().flush();
                try (StoreSnapshot after = stores.snapshot(TABLE, part -> true)) {
                    assertThat(after.lineage()).isEqualTo(before.lineage());
                    for (Part part : after.parts()) {
                        List<Part> same = before.parts().stream().filter(each -> each.name().equals(part.name())).toList();
                        if (!same.isEmpty()) {
                            int size = (int) same.get(0).size();
                            assertThat(part.grows() || part.size() == size).as(part.name()).isTrue();
                            assertThat(Arrays.copyOf(Files.readAllBytes(after.files().resolve(part.name())), size)).as(part.name())
                                    .isEqualTo(Arrays.copyOf(Files.readAllBytes(before.files().resolve(part.name())), size));
                        }
                    }
                }
            }
        }
    }

    @Test
    void aStoreKnowsWhatItContinues() {
        try (StreamStores one = open("one"); StreamStores two = open("two")) {
            commit(one, TABLE, 0, 3);
            Copied copied = move(one, TABLE, two);
            assertThat(one.continues(TABLE, copied)).as("it was copied from it").isTrue();
            assertThat(two.continues(TABLE, copied)).as("it was made of it").isTrue();
            assertThat(two.continues(TABLE, new Copied(copied.lineage(), 8, 3))).as("a later copy of the other store").isFalse();
            assertThat(two.continues(TABLE, new Copied(copied.lineage(), 7, 4))).as("it has fewer blocks").isFalse();
            commit(two, TABLE, 3, 5);
            Copied later = move(two, TABLE, one);
            assertThat(later.lineage()).isNotEqualTo(copied.lineage());
            assertHolds(one, TABLE, 5);
            assertThat(one.continues(TABLE, copied)).as("its own earlier store was replaced").isFalse();
            assertThat(one.continues(YARD, copied)).isFalse();
        }
    }

    @Test
    void videoStaysWhereItWasRecordedWhenAStoreIsReplaced() {
        try (StreamStores one = open("one"); StreamStores two = open("two")) {
            commit(one, TABLE, 0, 3);
            commit(two, TABLE, 0, 1);
            two.recordings().begin(TABLE, 0).append(new byte[100], 1);
            move(one, TABLE, two);
            assertHolds(two, TABLE, 3);
            assertThat(two.recordings().pieces(TABLE, 0, 1)).hasSize(1);
        }
    }

    @Test
    void aCopyThatCannotBeOpenedLeavesTheStoreThatIsThere() {
        try (StreamStores one = open("one"); StreamStores two = open("two")) {
            commit(one, TABLE, 0, 3);
            commit(two, TABLE, 0, 2);
            assertThatThrownBy(() -> {
                try (StoreSnapshot snapshot = one.snapshot(TABLE, part -> true)) {
                    two.bringBack(TABLE, new Copied(snapshot.lineage(), 1, 3), into -> {
                        copy(snapshot, into);
                        for (Part part : snapshot.parts()) {
                            if (part.name().startsWith("MANIFEST-")) {
                                Files.write(into.resolve(part.name()), new byte[(int) part.size()]);
                            }
                        }
                    });
                }
            }).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_CORRUPT);
            assertHolds(two, TABLE, 2);
            assertThat(directory.resolve("two/streams/table/incoming")).doesNotExist();
        }
    }

    @Test
    void aCopyOfAnotherPackIsRefused() {
        StoreIdentity other = new StoreIdentity("other", "ffff", "1", Blocks.SMALL);
        try (StreamStores one = open("one"); StreamStores two = StreamStores.open(directory.resolve("two"), other)) {
            commit(one, TABLE, 0, 1);
            assertThatThrownBy(() -> move(one, TABLE, two)).hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_OTHER_PACK);
            assertThat(two.streams()).isEmpty();
        }
    }

    @Test
    void whatAKilledProcessLeftHalfReplacedIsPutBack() throws IOException {
        try (StreamStores stores = open("one")) {
            commit(stores, TABLE, 0, 2);
            commit(stores, YARD, 0, 1);
        }
        Path home = directory.resolve("one/streams/table");
        Files.move(home.resolve("store"), home.resolve("replaced"));
        Files.createDirectories(home.resolve("incoming/store"));
        Files.createDirectories(home.resolve("held/3"));
        try (StreamStores reopened = open("one")) {
            assertHolds(reopened, TABLE, 2);
            assertHolds(reopened, YARD, 1);
        }
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("store");
        }
    }

    @Test
    void aDirectoryBelongsToOneProcessAlsoWhereItHasNoStreams() throws IOException {
        try (StreamStores first = open("one")) {
            assertThatThrownBy(() -> open("one")).isInstanceOfSatisfying(AfterimageException.class, refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.STORAGE_IN_USE);
                assertThat(refused.line()).contains("another process is writing to " + directory.resolve("one"));
            });
            assertThat(first.streams()).isEmpty();
        }
        open("one").close();
    }

    @Test
    void aDirectoryWithOneStoreForAllStreamsIsRefused() {
        RocksSegmentStore.open(directory, Blocks.IDENTITY, true).close();
        assertThatThrownBy(() -> StreamStores.open(directory, Blocks.IDENTITY))
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FORMAT)
                .hasMessageContaining("one store for all its streams");
    }

    @Test
    void eachStreamsDirectoryIsADataDirectoryThatTellsWhatMadeIt() {
        try (StreamStores stores = open("one")) {
            commit(stores, TABLE, 0, 2);
        }
        assertThat(StreamStores.madeBy(directory.resolve("one"))).contains(Blocks.IDENTITY);
        assertThat(StreamStores.madeBy(directory.resolve("two"))).isEmpty();
        try (RocksSegmentStore read = RocksSegmentStore.openReadOnly(directory.resolve("one/streams/table")).orElseThrow()) {
            assertThat(read.stream(TABLE).orElseThrow().blocks()).isEqualTo(2);
        }
    }

    @Test
    void oneDamagedStoreHindersNoOther() throws IOException {
        try (StreamStores stores = open("one")) {
            commit(stores, TABLE, 0, 2);
            commit(stores, YARD, 0, 1);
        }
        Files.write(directory.resolve("one/streams/table/store/CURRENT"), new byte[] {1, 2, 3});
        try (StreamStores stores = open("one")) {
            assertHolds(stores, YARD, 1);
            assertThat(stores.streams()).hasSize(1);
            assertThat(stores.has(TABLE)).as("it is there, and is not taken for deleted").isTrue();
            assertThatThrownBy(() -> stores.putStream(Blocks.info(TABLE))).isInstanceOf(AfterimageException.class);
        }
    }
}
