package dev.afterimage.eval.stats;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * A mean with its 95 % interval, by the percentile bootstrap (Efron, 1979): what other cells of the same kind might have
 * given. The resamples are drawn by a fixed seed, so the same values give the same interval.
 *
 * @param n values; with none, everything is NaN
 */
public record Estimate(int n, double mean, double low, double high) {

    private static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;
    /** Of the normal distribution, at that tail. */
    private static final double NORMAL = 1.959964;
    private static final long SEED = 20261201;

    /**
     * Where all values are alike the bootstrap would have no interval, as if they were certain. Then it is known by
     * Wilson how many others may be alike, and the rest may be anything.
     *
     * @param least the smallest value there can be
     * @param most  the largest one
     */
    public static Estimate of(double[] values, double least, double most) {
        if (values.length == 0) {
            return new Estimate(0, Double.NaN, Double.NaN, Double.NaN);
        }
        if (Arrays.stream(values).allMatch(value -> value == values[0])) {
            double alike = ofShare(values.length, values.length).low();
            return new Estimate(values.length, values[0], alike * values[0] + (1 - alike) * least, alike * values[0] + (1 - alike) * most);
        }
        return resampled(values);
    }

    private static Estimate resampled(double[] values) {
        Random random = new Random(SEED);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        return new Estimate(values.length, Arrays.stream(values).average().orElseThrow(), means[(int) (TAIL * RESAMPLES)],
                means[(int) ((1 - TAIL) * RESAMPLES) - 1]);
    }

    /**
     * Of a share, by Wilson's score interval (1927). Unlike the bootstrap it is no point where all or none are right.
     *
     * @param right how many of them are
     */
    public static Estimate ofShare(int right, int n) {
        if (n == 0) {
            return of(new double[0], 0, 1);
        }
        double share = (double) right / n;
        double square = NORMAL * NORMAL;
        double centre = (share + square / (2 * n)) / (1 + square / n);
        double half = NORMAL / (1 + square / n) * Math.sqrt(share * (1 - share) / n + square / (4.0 * n * n));
        return new Estimate(n, share, Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** {@code 8.40 (7.90 to 8.85)}; {@code -} where there are no values. */
    public String text() {
        return n == 0 ? "-" : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", mean, low, high);
    }

    /** A share in per cent: {@code 84.0 % (79 to 88)}. */
    public String percent() {
        return n == 0 ? "-" : String.format(Locale.ROOT, "%.1f %% (%.0f to %.0f)", 100 * mean, 100 * low, 100 * high);
    }
}
