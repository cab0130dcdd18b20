package dev.afterimage.core.retention;

import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How long what is kept will last at the rate at which it came so far.
 *
 * @param bytesADay of the stream; 0 where too little is known
 * @param days      how far back all of it will reach within the limits, or until the disk is full; infinite where nothing comes
 * @param limited   whether the limits decide, and not the disk
 */
public record Forecast(double bytesADay, double days, boolean limited) {

    private static final double MILLIS_A_DAY = 86_400_000;
    /** What came in less than this says nothing of a day. */
    private static final double LEAST_DAYS = 1 / 1440.0;

    /**
     * What comes of one holding.
     *
     * @param span  days that it reaches back now
     * @param reach days that it may reach back within all limits
     */
    private record Growth(Holding holding, double bytesADay, double span, double reach) {

        Growth within(double days) {
            return new Growth(holding, bytesADay, span, Math.min(reach, days));
        }

        double daysLeft() {
            return Math.max(0, reach - span);
        }
    }

    /** @param holdings of all streams: they share limits and the disk */
    public static Forecast of(StreamId stream, List<Holding> holdings, Bounds bounds, long diskFree, long nowMillis) {
        Map<Holding, Growth> growths = growths(holdings, bounds, nowMillis);
        List<Bound> narrowFirst = bounds.of(holdings);
        // What a stream may keep says how much of the limits of all it takes.
        Collections.reverse(narrowFirst);
        for (Bound bound : narrowFirst) {
            double reach = reach(bound, holdings, List.copyOf(growths.values()));
            growths.replaceAll((holding, growth) -> bound.counts(holding) ? growth.within(reach) : growth);
        }
        List<Growth> own = growths.values().stream().filter(growth -> growth.holding().stream().equals(stream)).toList();
        if (own.isEmpty()) {
            return new Forecast(0, Double.POSITIVE_INFINITY, false);
        }
        double rate = own.stream().mapToDouble(Growth::bytesADay).sum();
        Growth nearest = own.stream().reduce((one, other) -> other.reach() < one.reach() ? other : one).orElseThrow();
        double untilFull = daysUntil(diskFree, List.copyOf(growths.values()), Growth::daysLeft);
        boolean limited = Double.isFinite(nearest.reach()) && nearest.daysLeft() <= untilFull;
        return new Forecast(rate, limited ? nearest.reach() : untilFull, limited);
    }

    private static Map<Holding, Growth> growths(List<Holding> holdings, Bounds bounds, long nowMillis) {
        Map<Holding, Growth> growths = new LinkedHashMap<>();
        for (Holding holding : holdings) {
            double span = holding.oldestMillis() == Long.MAX_VALUE ? 0 : (nowMillis - holding.oldestMillis()) / MILLIS_A_DAY;
            if (span >= LEAST_DAYS && holding.bytes() > 0) {
                growths.put(holding, new Growth(holding, holding.bytes() / span, span, bounds.days(holding.stream(), holding.kind())));
            }
        }
        return growths;
    }

    /** How far back all that a limit counts will reach. What does not grow takes its part of it. */
    private static double reach(Bound bound, List<Holding> holdings, List<Growth> growths) {
        List<Growth> counted = growths.stream().filter(growth -> bound.counts(growth.holding())).toList();
        long still = holdings.stream().filter(bound::counts).mapToLong(Holding::bytes).sum()
                - counted.stream().mapToLong(growth -> growth.holding().bytes()).sum();
        return daysUntil(Math.max(0, bound.bytes() - still), counted, Growth::reach);
    }

    /** Days until so many bytes have come; each growth ends after some days, so that they may never come. */
    private static double daysUntil(double bytes, List<Growth> growths, ToDoubleFunction<Growth> ends) {
        List<Growth> growing = new ArrayList<>(growths);
        double left = bytes;
        while (!growing.isEmpty()) {
            double days = left / growing.stream().mapToDouble(Growth::bytesADay).sum();
            List<Growth> ended = growing.stream().filter(growth -> ends.applyAsDouble(growth) < days).toList();
            if (ended.isEmpty()) {
                return days;
            }
            left -= ended.stream().mapToDouble(growth -> growth.bytesADay() * ends.applyAsDouble(growth)).sum();
            growing.removeAll(ended);
        }
        return Double.POSITIVE_INFINITY;
    }
}
