package dev.afterimage.core.retention;

import java.util.List;

/**
 * How long what is kept will last at the rate at which it came so far.
 *
 * @param bytesADay of the stream; 0 where too little is known
 * @param days      how far back it will reach within its limits, or until the disk is full; infinite where nothing comes
 * @param limited   whether the limits decide, and not the disk
 */
public record Forecast(double bytesADay, double days, boolean limited) {

    private static final double MILLIS_A_DAY = 86_400_000;
    /** What came in less than this says nothing of a day. */
    private static final double LEAST_DAYS = 1 / 1440.0;

    /** @param holdings of one stream */
    public static Forecast of(List<Holding> holdings, Limits limits, long diskFree, long nowMillis) {
        double rate = 0;
        double days = limits.all().days();
        for (Holding holding : holdings) {
            double span = holding.oldestMillis() == Long.MAX_VALUE ? 0 : (nowMillis - holding.oldestMillis()) / MILLIS_A_DAY;
            double each = span < LEAST_DAYS ? 0 : holding.bytes() / span;
            rate += each;
            if (holding.kind() != null && each > 0 && limits.of(holding.kind()).bytes() != Long.MAX_VALUE) {
                days = Math.min(days, limits.of(holding.kind()).bytes() / each);
            }
        }
        if (rate == 0) {
            return new Forecast(0, Double.POSITIVE_INFINITY, false);
        }
        if (limits.all().bytes() != Long.MAX_VALUE) {
            days = Math.min(days, limits.all().bytes() / rate);
        }
        double untilFull = diskFree / rate;
        boolean limited = Double.isFinite(days);
        return new Forecast(rate, limited ? days : untilFull, limited);
    }
}
