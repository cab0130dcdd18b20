package dev.afterimage.eval.stats;

import java.util.Arrays;

/**
 * What can be measured of a cell: from where to where it goes, and so what may lie beyond the cells that were seen.
 */
public enum Scale {

    /** From 1, wrong, to 10, right. */
    SCORE(1, 10),
    /** Right or not: 1 or 0. */
    SHARE(0, 1);

    private final double least;
    private final double most;

    Scale(double least, double most) {
        this.least = least;
        this.most = most;
    }

    /** A mean with its interval: of shares Wilson's, else the bootstrap's. */
    public Estimate estimate(double[] values) {
        return this == SHARE ? Estimate.ofShare((int) Arrays.stream(values).filter(value -> value > 0.5).count(), values.length)
                : Estimate.of(values, least, most);
    }

    /** Of differences between two such values. */
    Estimate ofDifferences(double[] differences) {
        return Estimate.of(differences, least - most, most - least);
    }

    /** {@code 8.40 (7.90 to 8.85)}, or of a share {@code 84.0 % (79 to 88)}. */
    public String text(Estimate estimate) {
        return this == SHARE ? estimate.percent() : estimate.text();
    }
}
