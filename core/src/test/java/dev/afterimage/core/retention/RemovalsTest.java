package dev.afterimage.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        assertThat(removals(Limits.NONE, each -> Limits.NONE).next(all, NOW)).isEmpty();
    }

    @Test
    void ofWhatALimitCountsTheOldestGoes() {
        assertThat(total(new Limits(bytes(410), Map.of()))).isEmpty();
        assertThat(total(new Limits(bytes(409), Map.of()))).isEqualTo(List.of(yardKv));
        assertThat(total(new Limits(Limit.NONE, Map.of(Kept.KV, bytes(199))))).isEqualTo(List.of(yardKv));
        assertThat(total(new Limits(Limit.NONE, Map.of(Kept.RECORDING, bytes(199))))).isEqualTo(List.of(doorVideo));
    }

    @Test
    void aStreamsLimitCountsItsEvidenceAndTouchesNoOtherStream() {
        assertThat(ofDoor(new Limits(bytes(310), Map.of()))).isEmpty();
        assertThat(ofDoor(new Limits(bytes(309), Map.of()))).isEqualTo(List.of(doorKv));
        assertThat(ofDoor(new Limits(Limit.NONE, Map.of(Kept.RECORDING, bytes(150))))).isEqualTo(List.of(doorVideo));
    }

    @Test
    void whatIsTooOldGoes() {
        assertThat(total(new Limits(new Limit(Long.MAX_VALUE, 3.5), Map.of()))).isEqualTo(List.of(yardKv));
        assertThat(total(new Limits(Limit.NONE, Map.of(Kept.RECORDING, new Limit(Long.MAX_VALUE, 1))))).isEqualTo(List.of(doorVideo));
        assertThat(ofDoor(new Limits(new Limit(Long.MAX_VALUE, 2.5), Map.of()))).isEqualTo(List.of(doorKv));
    }

    @Test
    void whoeverWritesRemovesForTheLimitsThatCountItAndForNoOthers() {
        Holding incoming = new Holding(YARD, Kept.KV, 0, Long.MAX_VALUE);
        assertThat(removals(Limits.NONE, limitsOf(DOOR, new Limits(bytes(64), Map.of()))).nextFor(incoming, all)).isEmpty();
        Limits ofVideo = new Limits(Limit.NONE, Map.of(Kept.RECORDING, bytes(64)));
        assertThat(removals(ofVideo, each -> Limits.NONE).nextFor(incoming, all)).isEmpty();
        assertThat(holdings(removals(new Limits(bytes(64), Map.of()), each -> Limits.NONE).nextFor(incoming, all))).containsExactly(yardKv);
        assertThat(holdings(removals(Limits.NONE, limitsOf(YARD, new Limits(bytes(64), Map.of()))).nextFor(incoming, all)))
                .containsExactly(yardKv);
    }

    @Test
    void whatIsTooOldGoesAndNothingThatIsNot() {
        Removal removal = removals(new Limits(new Limit(Long.MAX_VALUE, 3.5), Map.of()), each -> Limits.NONE).next(all, NOW).orElseThrow();
        assertThat(removal).isEqualTo(new Removal(yardKv, NOW - 7 * DAY / 2));
    }

    @Test
    void videoThatNoLimitInBytesCountsHasOneByItself() {
        Holding much = new Holding(DOOR, Kept.RECORDING, 15L << 30, NOW - DAY);
        Holding more = new Holding(YARD, Kept.RECORDING, 6L << 30, NOW - 2 * DAY);
        List<Holding> video = List.of(much, more);
        assertThat(holdings(removals(Limits.NONE, each -> Limits.NONE).next(video, NOW))).containsExactly(more);
        assertThat(removals(new Limits(bytes(50_000), Map.of()), each -> Limits.NONE).next(video, NOW)).isEmpty();
        Holding large = new Holding(DOOR, Kept.RECORDING, 40L << 30, NOW - DAY);
        Limits own = new Limits(Limit.NONE, Map.of(Kept.RECORDING, bytes(50_000)));
        assertThat(removals(Limits.NONE, limitsOf(DOOR, own)).next(List.of(large, more), NOW)).as("its own limit is larger").isEmpty();
        assertThat(holdings(removals(Limits.NONE, limitsOf(YARD, own)).next(List.of(large, more), NOW))).containsExactly(large);
    }

    @Test
    void evidenceCountsForTheLimitsOfAllAndForThoseOfNoKind() {
        Bounds kv = new Bounds(Limits.NONE, limitsOf(DOOR, new Limits(Limit.NONE, Map.of(Kept.KV, bytes(100)))));
        assertThat(kv.left(List.of(doorKv, doorEvidence))).isZero();
        Bounds everything = new Bounds(Limits.NONE, limitsOf(DOOR, new Limits(bytes(100), Map.of())));
        assertThat(everything.left(List.of(doorKv, doorEvidence))).isEqualTo(-10 * MB);
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

    private static Removals removals(Limits total, Function<StreamId, Limits> ofStream) {
        return new Removals(new Bounds(total, ofStream));
    }

    private static List<Holding> holdings(Optional<Removal> removal) {
        return removal.map(Removal::holding).stream().toList();
    }

    private List<Holding> total(Limits limits) {
        return holdings(removals(limits, each -> Limits.NONE).next(all, NOW));
    }

    private List<Holding> ofDoor(Limits limits) {
        return holdings(removals(Limits.NONE, limitsOf(DOOR, limits)).next(all, NOW));
    }

    private static Function<StreamId, Limits> limitsOf(StreamId stream, Limits limits) {
        return each -> each.equals(stream) ? limits : Limits.NONE;
    }
}
