package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BlockScoresTest {

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
        assertThat(grouped[0] * keys[0] + grouped[1] * keys[1] + grouped[2] * keys[2] + grouped[3] * keys[3])
                .isCloseTo((float) repeated, within(1e-6f));
    }

    @Test
    void theQuestionsVectorIsTheMeanOfItsTokens() {
        assertThat(BlockScores.mean(new float[] {1, 0, 3, 4}, 2)).containsExactly(new float[] {2, 2}, within(1e-6f));
    }
}
