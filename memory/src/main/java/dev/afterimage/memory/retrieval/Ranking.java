package dev.afterimage.memory.retrieval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Scores put in order, straightened, and fused. */
public final class Ranking {

    /** Reciprocal-rank fusion's constant. Published with 60 (Cormack, Clarke and Buettcher, SIGIR 2009); 10 ranks notes better. */
    static final int RRF_K = 10;

    private Ranking() { }

    /**
     * Takes the linear trend over time out (MemStream: scores of the model's own keys drift upward toward late blocks), by least squares;
     * the mean stays.
     */
    public static double[] withoutDrift(double[] scores, double[] seconds) {
        if (scores.length < 3) {
            return scores.clone();
        }
        double meanScore = Arrays.stream(scores).average().orElse(0);
        double meanTime = Arrays.stream(seconds).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < scores.length; i++) {
            covariance += (seconds[i] - meanTime) * (scores[i] - meanScore);
            variance += (seconds[i] - meanTime) * (seconds[i] - meanTime);
        }
        double slope = variance == 0 ? 0 : covariance / variance;
        return IntStream.range(0, scores.length).mapToDouble(i -> scores[i] - slope * (seconds[i] - meanTime)).toArray();
    }

    /** Indices from best to worst; of equals the later first. */
    public static int[] order(double[] scores) {
        return IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparing(Comparator.reverseOrder())).mapToInt(Integer::intValue).toArray();
    }

    /** {@code RRF(b) = sum over rankings r of weight_r / (k + rank_r(b))}, ranks from 1; equal scores share the best of their ranks. */
    public static double[] fused(List<Weighted> rankings, int blocks) {
        double[] fused = new double[blocks];
        for (Weighted ranking : rankings) {
            int[] order = order(ranking.scores);
            int shared = 1;
            for (int rank = 1; rank <= blocks; rank++) {
                boolean tied = rank > 1 && ranking.scores[order[rank - 1]] == ranking.scores[order[rank - 2]];
                shared = tied ? shared : rank;
                fused[order[rank - 1]] += ranking.weight / (RRF_K + shared);
            }
        }
        return fused;
    }

    /** @param weight how much the ranking counts; 1 is plain fusion */
    public record Weighted(double[] scores, double weight) { }
}
