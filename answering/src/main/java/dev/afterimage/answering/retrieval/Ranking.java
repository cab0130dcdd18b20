package dev.afterimage.answering.retrieval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Scores put in order, straightened, and fused. */
public final class Ranking {

    /** Reciprocal-rank fusion's constant. Published with 60 (Cormack, Clarke and Buettcher, SIGIR 2009); 10 ranks notes better. */
    static final int RRF_K = 10;

    private Ranking() { }

    /**
     * Takes the linear trend over time out (MemStream: scores of the model's own keys drift upward toward late blocks), by least squares;
     * the mean stays. Infinite scores take no part.
     */
    public static double[] withoutDrift(double[] scores, double[] seconds) {
        int[] scored = IntStream.range(0, scores.length).filter(i -> Double.isFinite(scores[i])).toArray();
        if (scored.length < 3) {
            return scores.clone();
        }
        double meanScore = Arrays.stream(scored).mapToDouble(i -> scores[i]).average().orElse(0);
        double meanTime = Arrays.stream(scored).mapToDouble(i -> seconds[i]).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i : scored) {
            covariance += (seconds[i] - meanTime) * (scores[i] - meanScore);
            variance += (seconds[i] - meanTime) * (seconds[i] - meanTime);
        }
        double slope = variance == 0 ? 0 : covariance / variance;
        return IntStream.range(0, scores.length).mapToDouble(i -> scores[i] - slope * (seconds[i] - meanTime)).toArray();
    }

    /** Indices from best to worst; of equals the later first. */
    public static int[] order(double[] scores) {
        return best(scores, scores.length);
    }

    /** The first {@code count} of {@link #order}, found without sorting the rest. */
    public static int[] best(double[] scores, int count) {
        Comparator<Integer> worseFirst = Comparator.<Integer>comparingDouble(i -> scores[i]).thenComparing(Comparator.naturalOrder());
        PriorityQueue<Integer> kept = new PriorityQueue<>(worseFirst);
        int wanted = Math.min(count, scores.length);
        for (int i = 0; wanted > 0 && i < scores.length; i++) {
            if (kept.size() < wanted) {
                kept.add(i);
            } else if (Double.compare(scores[i], scores[kept.peek()]) >= 0) {
                kept.poll();
                kept.add(i);
            }
        }
        int[] best = new int[wanted];
        for (int i = wanted - 1; i >= 0; i--) {
            best[i] = kept.remove();
        }
        return best;
    }

    /** {@code RRF(b) = sum over rankings r of weight_r / (k + rank_r(b))}, ranks from 1; equal scores share the best of their ranks. */
    public static double[] fused(List<Weighted> rankings, int blocks) {
        double[] fused = new double[blocks];
        for (Weighted ranking : rankings) {
            double[] sorted = ranking.scores.clone();
            Arrays.sort(sorted);
            for (int i = 0; i < blocks; i++) {
                fused[i] += ranking.weight / (RRF_K + 1 + above(sorted, ranking.scores[i]));
            }
        }
        return fused;
    }

    /** How many are greater. */
    private static int above(double[] sorted, double score) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Double.compare(sorted[middle], score) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return sorted.length - from;
    }

    /** @param weight how much the ranking counts; 1 is plain fusion */
    public record Weighted(double[] scores, double weight) { }
}
