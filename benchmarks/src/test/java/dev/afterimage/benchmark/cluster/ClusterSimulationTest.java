package dev.afterimage.benchmark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClusterSimulationTest {

    private static Plan plan(int cameras, int spares, double daysBetween, double bring, long seed) {
        return new Plan(cameras, 2, 16, 0.7, spares, 365, daysBetween, 50, 16, 30, bring, 7, seed);
    }

    private static Outcome of(Plan plan) {
        return ClusterSimulation.of(plan, Costs.MEASURED);
    }

    @Test
    void theSameSeedGivesTheSameOutcomeAndAnotherOneAnother() {
        assertThat(of(plan(10_000, 1, 180, 0, 1))).isEqualTo(of(plan(10_000, 1, 180, 0, 1)));
        assertThat(of(plan(10_000, 1, 180, 0, 2)).losses()).isNotEqualTo(of(plan(10_000, 1, 180, 0, 1)).losses());
    }

    @Test
    void coresFollowFromTheCostOfAFrame() {
        Outcome outcome = of(plan(100, 0, 180, 0, 0));
        assertThat(outcome.machines()).as("100 cameras, 2 frames/s, 101 ms each, over 11.2 cores").isEqualTo(2);
        assertThat(outcome.jobs()).isEqualTo(1);
        assertThat(outcome.overloaded()).isZero();
        assertThat(outcome.storedTbDay()).isBetween(100 * 3.76 * 1440 / 1e6, 100 * 9.5 * 1440 / 1e6);
        assertThat(of(plan(10_000, 0, 180, 0, 0)).jobs()).as("a job has 128 subtasks at most").isEqualTo(
                (int) Math.ceil(of(plan(10_000, 0, 180, 0, 0)).machines() * 16 / 128.0));
    }

    @Test
    void streamsAreSharedOutEvenly() {
        Outcome outcome = of(plan(10_000, 0, 180, 0, 0));
        int most = (int) Math.ceil(10_000.0 / (outcome.machines() * 16));
        assertThat(outcome.mostLoad()).isBetween((most - 1) * 2 * Costs.MEASURED.quietFrameMs() / 1000,
                most * 2 * Costs.MEASURED.busyFrameMs() / 1000);
    }

    @Test
    void aClusterThatLosesNoMachineWatchesAllTheTime() {
        Outcome.Losses losses = of(plan(100, 0, 1e12, 0, 0)).losses();
        assertThat(losses.count()).isZero();
        assertThat(losses.unwatched()).isZero();
    }

    @Test
    void aSpareMachineTakesOverAtOnceAndWithoutOneTheReplacementIsWaitedFor() {
        assertThat(of(plan(100, 1, 180, 0, 0)).losses().medianSeconds()).isEqualTo(50 + 16);
        Outcome.Losses without = of(plan(100, 0, 180, 0, 0)).losses();
        assertThat(without.medianSeconds()).isEqualTo(50 + 16 + 30 * 60);
        double lostByAll = without.count() * without.medianSeconds() / (365.0 * 86_400);
        assertThat(without.unwatched()).as("a machine has 48 to 52 of the 100 streams").isBetween(0.48 * lostByAll, 0.52 * lostByAll);
    }

    @Test
    void bringingStoresBackTakesAsLongAsTheyAreLarge() {
        double slow = of(plan(100, 1, 180, 100, 0)).losses().medianSeconds();
        double fast = of(plan(100, 1, 180, 1000, 0)).losses().medianSeconds();
        assertThat((slow - 66) / (fast - 66)).isCloseTo(10, within(0.01));
    }
}
