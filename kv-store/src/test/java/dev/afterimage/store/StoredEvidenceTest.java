package dev.afterimage.store;

import static dev.afterimage.store.Blocks.IDENTITY;
import static dev.afterimage.store.Blocks.TABLE;
import static dev.afterimage.store.Blocks.info;
import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.evidence.Evidence.Kind;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.stream.StreamId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredEvidenceTest {

    private static final StreamId STREET = new StreamId("street");

    @TempDir
    private Path directory;
    private RocksSegmentStore store;

    @BeforeEach
    void open() {
        store = RocksSegmentStore.open(directory, IDENTITY, true);
        store.putStream(info(TABLE));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static EvidenceEntry car(long number, double seconds) {
        Evidence car = new Evidence("car", List.of("left"), 0.75, List.of(new Sighting(3, 1.5, Sighting.THERE, "red", "left", "")));
        return new EvidenceEntry(TABLE, number, seconds, "red car on the left", List.of(car), Set.of(Kind.OBJECT, Kind.TEXT));
    }

    private static EvidenceEntry said(long number, double seconds) {
        return new EvidenceEntry(TABLE, number, seconds, "said: \"hello\"",
                List.of(new Evidence(Kind.SPEECH, "hello", 1, List.of(), 0.5, 1, 2.5)),
                Set.of(Kind.SPEECH));
    }

    @Test
    void evidenceBesideBlocksComesBackWholeAfterAReopening() {
        store.putEvidence(car(0, 0));
        store.putEvidence(said(1, 2.5));
        store.putEvidence(car(2, 2.5));
        store.putEvidence(car(3, 9));
        store.close();
        store = RocksSegmentStore.open(directory, IDENTITY, false);
        assertThat(store.evidence(TABLE, 0, 1e9)).containsExactly(car(0, 0), said(1, 2.5), car(2, 2.5), car(3, 9));
        assertThat(store.evidence(TABLE, 1, 2.5)).containsExactly(said(1, 2.5), car(2, 2.5));
        assertThat(store.entries(TABLE, 0, 1e9)).as("no block came of it").isEmpty();
    }

    @Test
    void theClassesThatWereLookedForComeBack() {
        EvidenceEntry some = new EvidenceEntry(TABLE, 0, 0, "nothing", List.of(), Set.of(Kind.OBJECT), Set.of("person", "car"));
        store.putEvidence(some);
        assertThat(store.evidence(TABLE, 0, 1)).containsExactly(some);
    }

    @Test
    void theSameNumberAgainReplacesWhatWasThere() {
        store.putEvidence(car(0, 0));
        store.putEvidence(said(0, 0));
        assertThat(store.evidence(TABLE, 0, 1)).containsExactly(said(0, 0));
    }

    @Test
    void evidenceIsDeletedWithItsStream() {
        store.putStream(info(STREET));
        store.putEvidence(car(0, 0));
        store.deleteStream(TABLE);
        store.putStream(info(TABLE));
        assertThat(store.evidence(TABLE, 0, 1e9)).isEmpty();
        assertThat(store.evidence(STREET, 0, 1e9)).isEmpty();
    }

    @Test
    void aStoreFromBeforeThereWasEvidenceBesideBlocksHasNoneAndTakesSome() {
        store.close();
        try (RocksDatabase db = RocksDatabase.open(directory, false, true)) {
            db.dropFamily(Column.EVIDENCE.family(), "the evidence");
        }
        store = RocksSegmentStore.openReadOnly(directory, IDENTITY);
        assertThat(store.evidence(TABLE, 0, 1e9)).isEmpty();
        store.close();
        store = RocksSegmentStore.open(directory, IDENTITY, false);
        store.putEvidence(car(0, 0));
        assertThat(store.evidence(TABLE, 0, 1e9)).hasSize(1);
    }
}
