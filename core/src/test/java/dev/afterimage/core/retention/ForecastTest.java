package dev.afterimage.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final StreamId YARD = new StreamId("yard");
    private static final long GB = 1_000_000_000;
    private static final long DAY = 86_400_000;
    private static final long NOW = 100 * DAY;

    /** 1 GB a day of video, 0.1 GB of KV. */
    private final Holding video = new Holding(DOOR, Kept.RECORDING, 4 * GB, NOW - 4 * DAY);
    private final Holding kv = new Holding(DOOR, Kept.KV, GB, NOW - 10 * DAY);
    private final Holding evidence = new Holding(DOOR, null, GB / 2, Long.MAX_VALUE);
    /** 3 GB a day. */
    private final Holding others = new Holding(YARD, Kept.RECORDING, 6 * GB, NOW - 2 * DAY);

    @Test
    void withoutLimitsTheDiskOrTheLimitOfVideoDecides() {
        assertForecast(Limits.NONE, each -> Limits.NONE, 11 * GB, 10, false, video, kv);
        assertForecast(Limits.NONE, each -> Limits.NONE, 1000 * GB, Bounds.DEFAULT_VIDEO / 1e9, true, video, kv);
        assertForecast(Limits.NONE, each -> Limits.NONE, 1000 * GB, 9000, false, kv, new Holding(YARD, Kept.KV, GB, NOW - 90 * DAY));
    }

    @Test
    void theDaysOfAKindAreHeeded() {
        Limits own = new Limits(Limit.NONE, Map.of(Kept.RECORDING, new Limit(Long.MAX_VALUE, 7)));
        assertForecast(Limits.NONE, each -> own, 1000 * GB, 7, true, video, kv);
        assertForecast(own, each -> Limits.NONE, 1000 * GB, 7, true, video, kv);
        assertThat(forecast(Limits.NONE, each -> own, 11 * GB, kv).limited()).as("it has no video").isFalse();
    }

    @Test
    void limitsOfAllTogetherAreSharedWithTheOtherStreams() {
        assertForecast(new Limits(bytes(82), Map.of()), each -> Limits.NONE, 1000 * GB, 20, true, video, kv, others);
        Limits ofVideo = new Limits(Limit.NONE, Map.of(Kept.RECORDING, bytes(60)));
        assertForecast(ofVideo, each -> Limits.NONE, 1000 * GB, 15, true, video, kv, others);
    }

    @Test
    void whatAnotherStreamMayNotKeepIsLeftToThisOne() {
        Function<StreamId, Limits> limits = each -> each.equals(YARD) ? new Limits(new Limit(Long.MAX_VALUE, 10), Map.of()) : Limits.NONE;
        assertForecast(new Limits(Limit.NONE, Map.of(Kept.RECORDING, bytes(60))), limits, 1000 * GB, 30, true, video, others);
    }

    @Test
    void evidenceTakesItsPartOfALimit() {
        Limits own = new Limits(new Limit(22 * GB + GB / 2, Double.POSITIVE_INFINITY), Map.of());
        assertForecast(Limits.NONE, each -> own, 1000 * GB, 20, true, video, kv, evidence);
    }

    @Test
    void aDiskThatIsFullBeforeALimitIsReachedDecides() {
        Limits own = new Limits(bytes(1000), Map.of());
        assertForecast(Limits.NONE, each -> own, 11 * GB, 10, false, video, kv);
    }

    @Test
    void whereNothingComesNothingIsSaid() {
        Forecast none = forecast(Limits.NONE, each -> Limits.NONE, GB, evidence);
        assertThat(none).isEqualTo(new Forecast(0, Double.POSITIVE_INFINITY, false));
    }

    private static Limit bytes(long gigabytes) {
        return new Limit(gigabytes * GB, Double.POSITIVE_INFINITY);
    }

    private static Forecast forecast(Limits total, Function<StreamId, Limits> own, long free, Holding... holdings) {
        return Forecast.of(DOOR, List.of(holdings), new Bounds(total, own), free, NOW);
    }

    private static void assertForecast(Limits total, Function<StreamId, Limits> own, long free, double days, boolean limited,
            Holding... holdings) {
        Forecast forecast = forecast(total, own, free, holdings);
        assertThat(forecast.days()).isCloseTo(days, within(1e-6));
        assertThat(forecast.limited()).isEqualTo(limited);
    }
}
