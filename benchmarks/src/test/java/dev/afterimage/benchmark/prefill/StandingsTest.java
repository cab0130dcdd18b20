package dev.afterimage.benchmark.prefill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.benchmark.prefill.Contender.Timed;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingsTest {

    @Test
    void ratiosAreThoseOfPairs() {
        Standings standings = new Standings(100, 10);
        standings.add("ours", new Timed(1, 1, List.of(1, 2)), new Timed(2, 4, List.of(1, 3)));
        standings.add("ours", new Timed(10, 10, List.of(1, 2)), new Timed(20, 40, List.of(1, 3))); // both slowed tenfold
        assertThat(standings.speeds().toString()).contains("2.00 (2.00-2.00)").contains("4.00 (4.00-4.00)").contains("1 of 11")
        .contains("llama.cpp");
    }

    @Test
    void withoutAPeerThereAreNoRatios() {
        Standings standings = new Standings(100, 10);
        standings.add("ours", new Timed(1, 1, List.of(1)), null);
        assertThat(standings.speeds().toString()).contains("100 (100-100)").doesNotContain("llama.cpp");
    }

    @Test
    void agreementEndsWithTheFirstDifference() {
        assertThat(Standings.agreeing(List.of(1, 2, 3, 4), List.of(1, 2, 9, 4))).isEqualTo(2);
        assertThat(Standings.agreeing(List.of(1), List.of(1, 2))).isEqualTo(1);
    }
}
