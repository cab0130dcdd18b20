package dev.afterimage.answering.retrieval;

import dev.afterimage.core.block.BlockEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How far the block whose keys match a question best stands out from the others, in the nats that its probe was trained in.
 *
 * @param overMean over what the others score on average: evidence that the stream shows what is asked for at all
 * @param overNext over the best of the others: evidence that it shows it there alone
 */
public record Lead(BlockEntry best, double overMean, double overNext) {

    /** Beyond it, what a block shows is read better without others beside it; by measurement (docs/log). */
    private static final double ALONE = 5;

    /** Whether no other block comes near. */
    public boolean alone() {
        return overNext > ALONE;
    }

    /**
     * @param scores of every block, in the order of {@code entries}
     * @param scale  nats that a unit of score is worth; 0 where that isn't known
     * @return empty for fewer than two blocks, and without a scale
     */
    static Optional<Lead> of(double[] scores, double scale, List<BlockEntry> entries) {
        if (scale == 0 || scores.length < 2) {
            return Optional.empty();
        }
        int[] first = Ranking.best(scores, 2);
        double best = scores[first[0]];
        double others = (Arrays.stream(scores).sum() - best) / (scores.length - 1);
        return Optional.of(new Lead(entries.get(first[0]), scale * (best - others), scale * (best - scores[first[1]])));
    }
}
