package dev.afterimage.flink.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceGapsTest {

    private static final StreamId DOOR = new StreamId("door");

    private final InMemorySegmentStore store = new InMemorySegmentStore();

    private List<Gap> stored() {
        return store.gaps(DOOR, 1000);
    }

    private static Gap overloaded(double start, double end) {
        return new Gap(DOOR, start, end, Gap.Cause.OVERLOADED);
    }

    @Test
    void whileFramesBetweenGapsAreStillUnderWayOnlyTheLastGapIsOpen() {
        store.putStream(StreamInfo.begun(new SourceSettings(DOOR, "rtsp://door", 2, SourceSettings.Pace.REALTIME, false,
                ReadingSettings.DEFAULT), Instant.EPOCH));
        SourceGaps gaps = new SourceGaps(store, DOOR);
        gaps.begins(486, Gap.Cause.OVERLOADED);
        gaps.begins(494, Gap.Cause.OVERLOADED);
        gaps.begins(502, Gap.Cause.OVERLOADED);
        assertThat(stored()).containsExactly(overloaded(486, 494), overloaded(494, 502), overloaded(502, Gap.OPEN));
        assertThat(gaps.endedBy(490)).as("the frame that was under way").contains(overloaded(486, 490));
        assertThat(gaps.endedBy(499)).contains(overloaded(494, 499));
        assertThat(gaps.endedBy(510)).contains(overloaded(502, 510));
    }
}
