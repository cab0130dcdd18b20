package dev.afterimage.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemovalsTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final StreamId YARD = new StreamId("yard");
    private static final long MB = 1L << 20;
    private static final long DAY = 86_400_000;
    private static final long NOW = 100 * DAY;

    private final Holding doorKv = new Holding(DOOR, Kept.KV, 100 * MB, NOW - 3 * DAY);
    private final Holding doorVideo = new Holding(DOOR, Kept.RECORDING, 200 * MB, NOW - 2 * DAY);
    private final Holding doorEvidence = new Holding(DOOR, null, 10 * MB, Long.MAX_VALUE);
    private final Holding yardKv = new Holding(YARD, Kept.KV, 100 * MB, NOW - 4 * DAY);
    private final List<Holding> all = List.of(doorKv, doorVideo, doorEvidence, yardKv);

    @Test
    void withoutLimitsNothingGoes() {
        assertThat(new Removals(Limits.NONE, each -> Limits.NONE).next(all, null, NOW)).isEmpty();
    }

    @Test
    void ofWhatALimitCountsTheOldestGoes() {
        assertThat(total(new Limits(bytes(410), Map.of()), 0)).isEmpty();
        assertThat(total(new Limits(bytes(409), Map.of()), 0)).isEqualTo(List.of(yardKv));
        assertThat(total(new Limits(bytes(410), Map.of()), 1)).isEqualTo(List.of(yardKv));
        assertThat(total(new Limits(Limit.NONE, Map.of(Kept.KV, bytes(199))), 0)).isEqualTo(List.of(yardKv));
        assertThat(total(new Limits(Limit.NONE, Map.of(Kept.RECORDING, bytes(199))), 0)).isEqualTo(List.of(doorVideo));
    }

    @Test
    void aStreamsLimitCountsItsEvidenceAndTouchesNoOtherStream() {
        assertThat(ofDoor(new Limits(bytes(310), Map.of()))).isEmpty();
        assertThat(ofDoor(new Limits(bytes(309), Map.of()))).isEqualTo(List.of(doorKv));
        assertThat(ofDoor(new Limits(Limit.NONE, Map.of(Kept.RECORDING, bytes(150))))).isEqualTo(List.of(doorVideo));
    }

    @Test
    void whatIsTooOldGoes() {
        assertThat(total(new Limits(new Limit(Long.MAX_VALUE, 3.5), Map.of()), 0)).isEqualTo(List.of(yardKv));
        assertThat(total(new Limits(Limit.NONE, Map.of(Kept.RECORDING, new Limit(Long.MAX_VALUE, 1))), 0)).isEqualTo(List.of(doorVideo));
        assertThat(ofDoor(new Limits(new Limit(Long.MAX_VALUE, 2.5), Map.of()))).isEqualTo(List.of(doorKv));
    }

    @Test
    void sizesAreWrittenAsPeopleWriteThem() {
        assertThat(Limit.parseBytes("500MB")).isEqualTo(500_000_000);
        assertThat(Limit.parseBytes("2 GiB")).isEqualTo(2L << 30);
        assertThat(Limit.parseBytes("1.5g")).isEqualTo(1_500_000_000);
        assertThat(Limit.parseBytes("123456789")).isEqualTo(123_456_789);
        for (String wrong : List.of("", "GB", "-1GB", "1 XB", "1iB", "1e9", "999999999999999TB")) {
            assertThatThrownBy(() -> Limit.parseBytes(wrong)).as(wrong).isInstanceOf(AfterimageException.class);
        }
    }

    private static Limit bytes(long megabytes) {
        return new Limit(megabytes * MB, Double.POSITIVE_INFINITY);
    }

    private List<Holding> total(Limits limits, long incoming) {
        Holding coming = new Holding(YARD, Kept.KV, incoming, Long.MAX_VALUE);
        return new Removals(limits, each -> Limits.NONE).next(all, coming, NOW).stream().toList();
    }

    private List<Holding> ofDoor(Limits limits) {
        return new Removals(Limits.NONE, each -> each.stream().equals(DOOR) ? limits : Limits.NONE).next(all, null, NOW).stream().toList();
    }
}
