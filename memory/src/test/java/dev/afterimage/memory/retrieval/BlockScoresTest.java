package dev.afterimage.memory.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.StreamId;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockScoresTest {

    /** One KV head of size 2. */
    private static BlockEntry block(float[] meanKeys, float... tokenKeys) {
        return new BlockEntry(new StreamId("s"), 0, 0, tokenKeys.length / 2, 0, "", List.of(), new float[] {1, 0}, meanKeys, tokenKeys);
    }

    @Test
    void summingQueriesOverAGroupGivesTheScoresOfRepeatedKeys() {
        float[] queries = {1, 2, 3, 4, 5, 6, 7, 8}; // (1 token, 4 heads, 2): two KV heads
        float[] keys = {0.5f, -1, 2, 0.25f};        // (2 KV heads, 2)
        float[] grouped = BlockScores.grouped(queries, 4, 2, 2);
        assertThat(grouped).containsExactly(4, 6, 12, 14);
        double repeated = 0;
        for (int head = 0; head < 4; head++) {
            repeated += queries[head * 2] * keys[head / 2 * 2] + queries[head * 2 + 1] * keys[head / 2 * 2 + 1];
        }
        assertThat(grouped[0] * keys[0] + grouped[1] * keys[1] + grouped[2] * keys[2] + grouped[3] * keys[3]).isCloseTo((float) repeated, within(1e-6f));
    }

    @Test
    void lateInteractionSumsTheBestMatchOfEveryQuestionToken() {
        double[] scores = BlockScores.lateInteraction(new float[] {2, 0, 0, 3}, 2, List.of(block(new float[2], 1, 0, 0, 5), block(new float[2], 1, 0, 1, 0), block(new float[2])));
        assertThat(scores).containsExactly(new double[] {2, 1, 0}, within(1e-9));
    }

    @Test
    void aTokenThatEveryBlockAnswersAlikeDoesNotDecide() {
        // The first question token is in every block, the second only in the last.
        List<BlockEntry> blocks = List.of(block(new float[2], 1, 0), block(new float[2], 1, 0), block(new float[2], 1, 0), block(new float[2], 0.6f, 0.8f));
        float[] question = {1, 0, 0, 1};
        assertThat(Ranking.order(BlockScores.distinctiveInteraction(question, 2, blocks))[0]).isEqualTo(3);
    }

    @Test
    void theMeanKeyScoreIsTheCosineOfTheMeans() {
        double[] scores = BlockScores.meanKey(new float[] {1, 0, 0, 1}, 2, 1, List.of(block(new float[] {9, 9, 3, 3}), block(new float[] {9, 9, 1, -1})));
        assertThat(scores).containsExactly(new double[] {1, 0}, within(1e-6));
    }

    @Test
    void theTextScoreIsTheCosineOfUnitVectors() {
        assertThat(BlockScores.text(new float[] {0.6f, 0.8f}, List.of(block(new float[2])))).containsExactly(new double[] {0.6}, within(1e-6));
    }
}
