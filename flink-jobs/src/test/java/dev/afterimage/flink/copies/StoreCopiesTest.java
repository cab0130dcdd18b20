package dev.afterimage.flink.copies;

import static dev.afterimage.flink.copies.CopiedBlocks.DOOR;
import static dev.afterimage.flink.copies.CopiedBlocks.assertHolds;
import static dev.afterimage.flink.copies.CopiedBlocks.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.store.StreamStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real stores and Flink's file system of this machine. */
class StoreCopiesTest {

    private static final StreamId YARD = new StreamId("yard");

    @TempDir
    private Path directory;
    private StreamStores store;
    private StoreCopies copies;

    private void begin(String machine, int keptCheckpoints, CopiedStore... restored) {
        store = CopiedBlocks.open(directory.resolve(machine));
        copies = new StoreCopies(new TravellingStores(store), List.of(restored), 0, 1, keptCheckpoints);
        copies.watches(DOOR);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    private String base(String folder) {
        return directory.resolve(folder).toUri().toString().replaceAll("/$", "");
    }

    private CopiedStore take(long checkpoint) {
        return take(checkpoint, "job", false);
    }

    private CopiedStore take(long checkpoint, String folder, boolean savepoint) {
        List<CopiedStore> taken = copies.begin(checkpoint, base(folder), savepoint).call();
        return taken.stream().filter(copy -> copy.stream().equals(DOOR)).findFirst().orElseThrow();
    }

    /** By path under the folder. */
    private Map<String, Long> files(String folder) {
        if (!Files.exists(directory.resolve(folder))) {
            return Map.of();
        }
        try (Stream<Path> found = Files.walk(directory.resolve(folder))) {
            return new TreeMap<>(found.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(Path::toString, file -> file.toFile().length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(Map<String, Long> files) {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }

    private void remove(String folder) throws IOException {
        try (Stream<Path> found = Files.walk(directory.resolve(folder))) {
            found.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }

    private void assertBroughtBack(CopiedStore copy, int blocks) {
        try (StreamStores other = CopiedBlocks.open(directory.resolve("other-" + copy.checkpoint()))) {
            TravellingStores travelling = new TravellingStores(other);
            travelling.restored(List.of(copy));
            assertThat(travelling.knows(DOOR)).isTrue();
            travelling.bringBack(DOOR);
            assertHolds(other, DOOR, blocks);
            commit(other, DOOR, blocks, blocks + 1);
            travelling.bringBack(DOOR);
            assertHolds(other, DOOR, blocks + 1);
        }
    }

    @Test
    void anotherMachineGetsWhatWasThereAtTheCheckpoint() {
        begin("one", 1);
        commit(store, DOOR, 0, 10);
        CopiedStore copy = take(1);
        commit(store, DOOR, 10, 15);
        assertThat(copy.blocks()).isEqualTo(10);
        assertBroughtBack(copy, 10);
    }

    @Test
    void onlyWhatIsNewIsCopied() {
        begin("one", 1);
        commit(store, DOOR, 0, 60);
        take(1);
        long first = bytes(files("job"));
        take(2);
        assertThat(bytes(files("job"))).as("nothing was stored since").isEqualTo(first);
        commit(store, DOOR, 60, 61);
        CopiedStore third = take(3);
        assertThat(bytes(files("job")) - first).as("one of 61 blocks").isBetween(1L, first / 10);
        assertBroughtBack(third, 61);
    }

    @Test
    void aMachineThatBeginsAgainOnItsDirectoryGoesOnFromWhatWasCopied() {
        begin("one", 1);
        commit(store, DOOR, 0, 60);
        CopiedStore before = take(1);
        store.close();
        begin("one", 1, before);
        commit(store, DOOR, 60, 61);
        CopiedStore after = take(2);
        assertThat(after.lineage()).isEqualTo(before.lineage());
        assertThat(after.paths().filter(path -> before.paths().noneMatch(path::equals))).as("what closing wrote out, and the new log")
                .isNotEmpty();
        assertBroughtBack(after, 61);
    }

    @Test
    void aStoreThatWasBroughtBackSharesTheFilesItCameWith() {
        begin("one", 1);
        commit(store, DOOR, 0, 60);
        CopiedStore before = take(1);
        long first = bytes(files("job"));
        store.close();
        store = CopiedBlocks.open(directory.resolve("two"));
        TravellingStores travelling = new TravellingStores(store);
        copies = new StoreCopies(travelling, List.of(before), 0, 1, 1);
        copies.watches(DOOR);
        travelling.bringBack(DOOR);
        commit(store, DOOR, 60, 61);
        CopiedStore after = take(2);
        assertThat(after.lineage()).isNotEqualTo(before.lineage());
        assertThat(bytes(files("job")) - first).isLessThan(first / 5);
        assertBroughtBack(after, 61);
    }

    @Test
    void whatNoCheckpointNeedsIsRemovedAndNothingElse() {
        begin("one", 2);
        CopiedStore newest = null;
        CopiedStore last = null;
        for (int checkpoint = 1; checkpoint <= 50; checkpoint++) {
            commit(store, DOOR, checkpoint - 1, checkpoint);
            last = newest;
            newest = take(checkpoint);
            copies.complete(checkpoint);
        }
        take(51);
        Set<String> needed = Stream.concat(last.paths(), newest.paths()).map(path -> path.replaceFirst("^file:/+", "/"))
                .collect(Collectors.toSet());
        assertThat(files("job").keySet()).as("of 50 pieces of the log").hasSizeLessThan(45).containsAll(needed);
        assertBroughtBack(last, 49);
        assertBroughtBack(newest, 50);
    }

    @Test
    void aCheckpointThatIsNotCompletedTakesNothingFromTheOneBefore() {
        begin("one", 2);
        commit(store, DOOR, 0, 5);
        CopiedStore completed = take(1);
        copies.complete(1);
        for (int checkpoint = 2; checkpoint < 50; checkpoint++) {
            commit(store, DOOR, checkpoint + 3, checkpoint + 4);
            take(checkpoint);
            copies.abort(checkpoint);
        }
        take(50);
        copies.complete(50);
        assertBroughtBack(completed, 5);
    }

    @Test
    void aStorageThatCannotBeWrittenIsToldAndTheNextCheckpointHasEverything() throws IOException {
        begin("one", 1);
        commit(store, DOOR, 0, 5);
        Files.writeString(directory.resolve("job"), "no directory");
        assertThatThrownBy(() -> take(1)).isInstanceOfSatisfying(AfterimageException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
            assertThat(failure.line()).contains("the store of stream 'door' cannot be copied to " + base("job"), "nothing is lost");
        });
        commit(store, DOOR, 5, 6);
        Files.delete(directory.resolve("job"));
        assertBroughtBack(take(2), 6);
        assertThat(directory.resolve("one/streams/door/held")).isEmptyDirectory();
    }

    @Test
    void aCopyOfWhichAFileIsMissingOrDamagedIsNotTaken() throws IOException {
        begin("one", 1);
        commit(store, DOOR, 0, 5);
        CopiedStore copy = take(1);
        Path piece = Path.of(copy.paths().filter(path -> path.contains(".log")).findFirst().orElseThrow().replaceFirst("^file:/+", "/"));
        byte[] bytes = Files.readAllBytes(piece);
        bytes[bytes.length / 2] ^= 1;
        Files.write(piece, bytes);
        assertMissing(copy, "is damaged");
        Files.write(piece, new byte[3]);
        assertMissing(copy, "is cut off");
        Files.delete(piece);
        assertMissing(copy, "is not there");
    }

    private void assertMissing(CopiedStore copy, String why) {
        try (StreamStores other = CopiedBlocks.open(directory.resolve("other"))) {
            TravellingStores travelling = new TravellingStores(other);
            travelling.restored(List.of(copy));
            assertThatThrownBy(() -> travelling.bringBack(DOOR)).isInstanceOfSatisfying(AfterimageException.class, failure -> {
                assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_COPY_MISSING);
                assertThat(failure.line()).contains("'door'", "checkpoint 1", why, "another checkpoint or savepoint");
            });
            assertThat(other.has(DOOR)).isFalse();
            assertThat(travelling.knows(DOOR)).as("its position is not forgotten").isTrue();
        }
    }

    @Test
    void aSavepointIsWholeInItself() throws IOException {
        begin("one", 1);
        commit(store, DOOR, 0, 10);
        take(1);
        CopiedStore savepoint = take(2, "savepoint", true);
        copies.complete(2);
        commit(store, DOOR, 10, 12);
        CopiedStore next = take(3);
        copies.complete(3);
        assertBroughtBack(next, 12);
        close();
        store = null;
        remove("job");
        assertBroughtBack(savepoint, 10);
    }

    @Test
    void anotherJobSharesNothingWithWhatItWasStartedFrom() throws IOException {
        begin("one", 1);
        commit(store, DOOR, 0, 10);
        CopiedStore savepoint = take(1, "savepoint", true);
        store.close();
        begin("one", 1, savepoint);
        Map<String, Long> whole = files("savepoint");
        CopiedStore first = take(2, "next job", false);
        copies.complete(2);
        commit(store, DOOR, 10, 11);
        take(3, "next job", false);
        copies.complete(3);
        assertThat(files("savepoint")).as("a savepoint is nobody's to remove").isEqualTo(whole);
        remove("savepoint");
        assertThat(first.paths()).allMatch(path -> path.startsWith(base("next job")));
        assertBroughtBack(take(4, "next job", false), 11);
    }

    @Test
    void aStreamThatNobodyWatchesIsHandedOnAndGoesIntoSavepoints() throws IOException {
        begin("one", 1);
        commit(store, DOOR, 0, 10);
        CopiedStore before = take(1);
        store.close();
        store = CopiedBlocks.open(directory.resolve("two"));
        copies = new StoreCopies(new TravellingStores(store), List.of(before), 0, 2, 1);
        assertThat(take(2)).as("nothing of it is copied").isEqualTo(before);
        assertThat(new StoreCopies(new TravellingStores(store), List.of(before), 1, 2, 1).begin(2, base("job"), false).call())
                .as("another subtask").isEmpty();
        CopiedStore savepoint = take(3, "savepoint", true);
        remove("job");
        assertBroughtBack(savepoint, 10);
        assertThat(take(4, "later savepoint", true)).as("its files are gone, and that is told when it is brought back").isEqualTo(before);
    }

    @Test
    void aStreamThatIsForgottenIsCopiedNoMore() {
        begin("one", 1);
        copies.watches(YARD);
        commit(store, DOOR, 0, 1);
        commit(store, YARD, 0, 1);
        assertThat(copies.begin(1, base("job"), false).call()).hasSize(2);
        copies.forget(YARD);
        assertThat(copies.begin(2, base("job"), false).call()).extracting(CopiedStore::stream).containsExactly(DOOR);
    }
}
