package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {

    @Test
    void fusionSumsWeightedReciprocalRanks() {
        double[] fused = Ranking.fused(List.of(new Ranking.Weighted(new double[] {3, 1, 2}, 1),
                new Ranking.Weighted(new double[] {0, 9, 5}, 2)), 3);
        assertThat(fused).containsExactly(new double[] {1 / 11.0 + 2 / 13.0, 1 / 13.0 + 2 / 11.0, 1 / 12.0 + 2 / 12.0}, within(1e-12));
    }

    @Test
    void equalScoresShareTheBestRank() {
        double[] fused = Ranking.fused(List.of(new Ranking.Weighted(new double[] {5, 5, 1}, 1)), 3);
        assertThat(fused[0]).isEqualTo(fused[1]).isEqualTo(1 / 11.0);
        assertThat(fused[2]).isEqualTo(1 / 13.0);
    }

    @Test
    void aLinearTrendOverTimeIsTakenOutAndAPeakStays() {
        double[] seconds = {0, 1, 2, 3, 4, 5};
        double[] drifting = {0, 1, 2 + 4, 3, 4, 5};
        double[] straight = Ranking.withoutDrift(drifting, seconds);
        assertThat(Ranking.order(drifting)[0]).isEqualTo(2);
        assertThat(Ranking.order(new double[] {0, 1, 2 + 2, 3, 4, 5})[0]).isEqualTo(5);
        assertThat(Ranking.order(Ranking.withoutDrift(new double[] {0, 1, 2 + 2, 3, 4, 5}, seconds))[0]).isEqualTo(2);
        assertThat(Arrays.stream(straight).sum()).isCloseTo(19, within(1e-9));
    }

    @Test
    void ofEqualScoresTheLaterComesFirst() {
        assertThat(Ranking.order(new double[] {1, 2, 2, 0})).containsExactly(2, 1, 0, 3);
    }
}
