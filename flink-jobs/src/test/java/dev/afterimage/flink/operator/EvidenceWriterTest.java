package dev.afterimage.flink.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.encode.FrameEvidence;
import dev.afterimage.core.evidence.Evidence.Kind;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvidenceWriterTest {

    private static final StreamId HALL = new StreamId("hall");
    private static final ReadingSettings NOTHING = new ReadingSettings(Set.of(), Map.of(), -1, false, false, false);
    private static final ReadingSettings PEOPLE = new ReadingSettings(Set.of("person"), Map.of(), -1, true);

    private final InMemorySegmentStore store = new InMemorySegmentStore();

    @BeforeEach
    void watch() {
        store.putStream(StreamInfo.begun(new SourceSettings(HALL, "rtsp://hall", 1, SourceSettings.Pace.REALTIME, false, NOTHING),
                Instant.EPOCH));
    }

    private EvidenceWriter writer(ReadingSettings reading) {
        return EvidenceWriter.goingOn(store, HALL, reading, true, Optional.empty());
    }

    private List<EvidenceEntry> kept() {
        return store.evidence(HALL, 0, 100);
    }

    @Test
    void theFirstFrameTellsWhatIsLookedForAlsoWhereThatIsNothing() {
        EvidenceWriter writer = writer(NOTHING);
        writer.seen(0, true, Optional.empty());
        writer.seen(1, true, Optional.empty());
        assertThat(kept()).containsExactly(new EvidenceEntry(HALL, 0, 0, "", List.of(), Set.of()));
    }

    @Test
    void theFirstFrameFromWhichOnSomethingElseIsLookedForTellsSo() {
        writer(ReadingSettings.DEFAULT).seen(0, true, Optional.of(new FrameEvidence("nothing", List.of())));
        writer(ReadingSettings.DEFAULT).seen(1, true, Optional.empty());
        writer(PEOPLE).seen(2, true, Optional.empty());
        writer(PEOPLE).seen(3, true, Optional.empty());
        writer(NOTHING).seen(4, true, Optional.empty());
        assertThat(kept()).extracting(EvidenceEntry::seconds).containsExactly(0.0, 2.0, 4.0);
        assertThat(kept().get(1).classes()).containsExactly("person");
        assertThat(kept().get(1).looked()).contains(Kind.OBJECT, Kind.TEXT);
        assertThat(kept().get(2).looked()).isEmpty();
    }

    @Test
    void whereThereIsNoSoundSpeechIsNotLookedFor() {
        EvidenceWriter writer = writer(ReadingSettings.DEFAULT);
        writer.seen(0, false, Optional.empty());
        writer.seen(1, false, Optional.empty());
        writer.seen(2, true, Optional.empty());
        writer(ReadingSettings.DEFAULT).seen(3, true, Optional.empty());
        writer.seen(4, false, Optional.empty());
        assertThat(kept()).extracting(EvidenceEntry::seconds).containsExactly(0.0, 2.0, 4.0);
        assertThat(kept().get(0).looked()).containsExactlyInAnyOrder(Kind.OBJECT, Kind.TEXT);
        assertThat(kept().get(1).looked()).contains(Kind.SPEECH);
    }
}
