package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.UnownedStore;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnownedStoreTest {

    private static final StreamId DOOR = new StreamId("door");

    private final InMemorySegmentStore store = new InMemorySegmentStore();

    private void left(StreamInfo.Status status) {
        store.putStream(new StreamInfo(DOOR, "rtsp://door", 1, Instant.EPOCH, 1, 1, true, status, 0, 0, 0, 0, -1, ""));
        store.putFrame(DOOR, 1, new Thumbnail(7, new byte[] {1}));
    }

    @ParameterizedTest
    @CsvSource({"WATCHING, NOT_RUNNING", "PAUSED, PAUSED"})
    void aCameraThatAKilledProcessLeftHasNotBeenWatchedSinceItsNewestFrame(StreamInfo.Status status, Gap.Cause cause) {
        left(status);
        assertThat(new UnownedStore(store).gaps(DOOR, 100)).containsExactly(Gap.from(DOOR, 7, cause));
        assertThat(new UnownedStore(store).gaps(DOOR, 5)).isEmpty();
    }

    @Test
    void aGapThatIsStoredIsTheOneThatLasts() {
        left(StreamInfo.Status.PAUSED);
        store.putGap(Gap.from(DOOR, 3, Gap.Cause.UNREACHABLE));
        assertThat(new UnownedStore(store).gaps(DOOR, 100)).containsExactly(Gap.from(DOOR, 3, Gap.Cause.UNREACHABLE));
    }
}
