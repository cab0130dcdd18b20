package dev.afterimage.flink.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredStatusTest {

    private static final SourceSettings MISTYPED = new SourceSettings(new StreamId("door"), "rtsp://camrea/door", 2,
            SourceSettings.Pace.REALTIME, false, new ReadingSettings(Set.of(), Map.of(), -1, true));

    @Test
    void aStreamWithoutAFrameKeepsItsNameWhereItsAddressIsMended() {
        SegmentStore store = new InMemorySegmentStore();
        store.putStream(StreamInfo.begun(MISTYPED, Instant.EPOCH));
        StreamNames.rename(store, MISTYPED.stream(), "Front door");
        SourceSettings mended = MISTYPED.at("rtsp://camera/door");
        StoredStatus status = new StoredStatus(store, new LiveFeed());
        status.requireSameSource(mended);
        StreamInfo begun = status.begin(mended, status.known(mended));
        assertThat(begun.uri()).isEqualTo("rtsp://camera/door");
        assertThat(begun.started()).as("nothing was watched before").isAfter(Instant.EPOCH);
        assertThat(store.stream(mended.stream()).orElseThrow().name()).isEqualTo("Front door");
    }
}
