package dev.afterimage.eval.stats;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Whether two methods that answered the same cells differ: the sign-flip permutation test of the mean difference, two
 * sided. If they did not differ, each cell's difference would as likely have the other sign. All flips are counted
 * where there are few, else 10,000 drawn by a fixed seed.
 *
 * @param difference mean of the first less that of the second, with its interval
 * @param differing  cells whose values differ: the others say nothing about which is better
 * @param p          how likely chance alone gives such a difference, 0..1; 1 where no cell differs
 */
public record PairedTest(Estimate difference, int differing, double p) {

    private static final int ALL_FLIPS_UP_TO = 13;
    private static final int FLIPS = 10_000;
    private static final long SEED = 20261201;
    private static final double SAME = 1e-9;

    /** @param first  values of the cells in an order
     *  @param second those of the other in the same order */
    public static PairedTest of(double[] first, double[] second, Scale scale) {
        double[] differences = IntStream.range(0, first.length).mapToDouble(i -> first[i] - second[i]).toArray();
        double[] nonzero = Arrays.stream(differences).filter(value -> Math.abs(value) > SAME).toArray();
        return new PairedTest(scale.ofDifferences(differences), nonzero.length, nonzero.length == 0 ? 1 : p(nonzero));
    }

    /** The smallest p that any result of so many cells could have: all signs alike. */
    static double smallestP(int cells) {
        return cells > ALL_FLIPS_UP_TO ? 1.0 / (FLIPS + 1) : Math.min(1, 2.0 / (1 << cells));
    }

    /** The smallest p that the cells that differ could have given, had they all been for the same one. */
    public double smallestP() {
        return smallestP(differing);
    }

    private static double p(double[] differences) {
        double observed = Math.abs(Arrays.stream(differences).sum()) - SAME;
        if (differences.length <= ALL_FLIPS_UP_TO) {
            int all = 1 << differences.length;
            return IntStream.range(0, all).filter(signs -> Math.abs(flipped(differences, signs)) >= observed).count() / (double) all;
        }
        Random random = new Random(SEED);
        int extreme = 0;
        for (int i = 0; i < FLIPS; i++) {
            double sum = 0;
            for (double difference : differences) {
                sum += random.nextBoolean() ? difference : -difference;
            }
            extreme += Math.abs(sum) >= observed ? 1 : 0;
        }
        return (extreme + 1.0) / (FLIPS + 1);
    }

    private static double flipped(double[] differences, int signs) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }
}
