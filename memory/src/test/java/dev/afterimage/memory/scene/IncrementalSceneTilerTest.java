package dev.afterimage.memory.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IncrementalSceneTilerTest {

    private static final TilerSettings PAPER = TilerSettings.wholeVideo(SceneTiling.ALPHA, 0);

    @Test
    void theGoldenVectorsHoldForAWholeVideo() {
        assertThat(frames(run(PAPER, Sequences.withSimilarities(SceneTilingTest.TWO_CUTS)))).containsExactly(3L, 7L, 10L);
        assertThat(frames(run(PAPER, Sequences.withSimilarities(SceneTilingTest.SLOPE)))).containsExactly(3L, 6L);
        assertThat(frames(run(PAPER, List.of(new float[] {1, 0})))).containsExactly(0L);
        assertThat(frames(run(PAPER, List.of(new float[] {1, 0}, new float[] {0, 1})))).containsExactly(1L);
        assertThat(new IncrementalSceneTiler(PAPER).finish()).isEmpty();
    }

    @Test
    void theNeedleIsASceneOfItsOwnAlsoWhenItPassesLive() {
        assertThat(frames(run(PAPER, Sequences.withSimilarities(SceneTilingTest.NEEDLE)))).containsExactly(4L, 5L, 10L);
        assertThat(frames(run(new TilerSettings(0.5, 0.2, 3), Sequences.withSimilarities(SceneTilingTest.NEEDLE))))
                .containsExactly(4L, 5L, 10L);
    }

    @Test
    void aWholeVideoIsCutAsTheBatchAlgorithmCutsIt() {
        for (int seed = 0; seed < 3000; seed++) {
            List<float[]> video = Sequences.any(seed);
            double[] s = SceneTiling.similarities(video);
            double floor = seed % 2 * 0.2;
            TilerSettings settings = TilerSettings.wholeVideo(SceneTiling.ALPHA, floor);
            assertEqualUpToRounding(frames(run(settings, video)), SceneTiling.boundaries(s, SceneTiling.ALPHA, floor), s, "seed " + seed);
        }
    }

    @Test
    void whatIsDecidedLiveIsWhatTheBatchAlgorithmSaysOfTheFramesSoFar() {
        for (int seed = 0; seed < 2000; seed++) {
            List<float[]> video = Sequences.any(seed);
            SplittableRandom random = new SplittableRandom(seed);
            TilerSettings settings = new TilerSettings(random.nextDouble(0, 1.5), random.nextInt(2) * 0.2, random.nextInt(12));
            IncrementalSceneTiler tiler = new IncrementalSceneTiler(settings);
            for (int n = 0; n < video.size(); n++) {
                Set<Long> decided = new HashSet<>(frames(tiler.accept(n, n * 0.5, video.get(n))));
                double[] soFar = SceneTiling.similarities(video.subList(0, n + 1));
                Set<Integer> batch = new HashSet<>(SceneTiling.boundaries(soFar, settings.alpha(), settings.floor()));
                int frame = n - 1 - settings.lag();
                if (frame >= 0 && !closeCall(soFar, frame, settings)) {
                    assertThat(decided.contains((long) frame)).as("seed %d, frame %d of %d", seed, frame, n)
                            .isEqualTo(batch.contains(frame));
                }
            }
        }
    }

    @Test
    void whatIsProvisionalIsWhatTheBatchAlgorithmSaysNow() {
        for (int seed = 0; seed < 300; seed++) {
            List<float[]> video = Sequences.any(seed);
            IncrementalSceneTiler tiler = new IncrementalSceneTiler(PAPER);
            for (int n = 0; n < video.size(); n++) {
                assertThat(tiler.accept(n, n, video.get(n))).isEmpty();
                double[] s = SceneTiling.similarities(video.subList(0, n + 1));
                List<Long> now = new ArrayList<>(frames(tiler.provisional()));
                now.add((long) n);
                assertEqualUpToRounding(now, SceneTiling.boundaries(s, SceneTiling.ALPHA), s, "seed " + seed + ", frame " + n);
            }
        }
    }

    @Test
    void aCutIsDecidedAsManyFramesLateAsTheLagSays() {
        IncrementalSceneTiler tiler = new IncrementalSceneTiler(new TilerSettings(0.5, 0.2, 2));
        for (int n = 0; n < 20; n++) {
            List<SceneBoundary> decided = tiler.accept(n, n * 0.5, n < 10 ? new float[] {1, 0} : new float[] {0, 1});
            if (n == 12) {
                assertThat(decided).containsExactly(new SceneBoundary(9, 4.5, 5.0, 2));
            } else {
                assertThat(decided).isEmpty();
            }
        }
        assertThat(tiler.finish()).singleElement().satisfies(end -> {
            assertThat(end.frame()).isEqualTo(19);
            assertThat(end.endOfStream()).isTrue();
        });
    }

    @Test
    void noiseInAnIdleStretchMakesNoScene() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(frames(run(TilerSettings.DEFAULT, Sequences.idle(random, 20_000)))).containsExactly(19_999L);
        assertThat(run(new TilerSettings(SceneTiling.ALPHA, 0, 8), Sequences.idle(random, 20_000))).hasSizeGreaterThan(100);
    }

    @Test
    void aChangeAfterHoursOfNothingIsSeen() {
        List<float[]> video = new ArrayList<>(Sequences.idle(new SplittableRandom(1), 20_000));
        video.addAll(Sequences.idle(new SplittableRandom(2), 40));
        assertThat(frames(run(TilerSettings.DEFAULT, video))).containsExactly(19_999L, 20_039L);
    }

    @Test
    void memoryDoesNotGrowWithAPictureThatStandsStill() {
        IncrementalSceneTiler tiler = new IncrementalSceneTiler(TilerSettings.DEFAULT);
        for (int n = 0; n < 100_000; n++) {
            tiler.accept(n, n, new float[] {.6f, .8f});
        }
        assertThat(tiler.snapshot().length).isLessThan(600);
    }

    @Test
    void aRestoredTilerDecidesAsOneThatWasNeverInterrupted() {
        for (int seed = 0; seed < 500; seed++) {
            List<float[]> video = Sequences.any(seed);
            TilerSettings settings = new TilerSettings(SceneTiling.ALPHA, 0, seed % 10);
            IncrementalSceneTiler tiler = new IncrementalSceneTiler(settings);
            List<SceneBoundary> decided = new ArrayList<>();
            for (int n = 0; n < video.size(); n++) {
                tiler = n % 3 == 0 ? IncrementalSceneTiler.restore(tiler.snapshot()) : tiler;
                decided.addAll(tiler.accept(n, n * 0.5, video.get(n)));
            }
            decided.addAll(tiler.finish());
            assertThat(decided).isEqualTo(run(settings, video));
        }
    }

    @Test
    void bytesOfAnotherKindAreRefused() {
        assertThatThrownBy(() -> IncrementalSceneTiler.restore(new byte[] {9, 9, 9})).hasMessageContaining("version 9");
        byte[] cut = Arrays.copyOf(new IncrementalSceneTiler(TilerSettings.DEFAULT).snapshot(), 20);
        assertThatThrownBy(() -> IncrementalSceneTiler.restore(cut)).isInstanceOf(IllegalArgumentException.class);
    }

    static List<SceneBoundary> run(TilerSettings settings, List<float[]> video) {
        IncrementalSceneTiler tiler = new IncrementalSceneTiler(settings);
        List<SceneBoundary> all = new ArrayList<>();
        for (int n = 0; n < video.size(); n++) {
            all.addAll(tiler.accept(n, n * 0.5, video.get(n)));
        }
        all.addAll(tiler.finish());
        return all;
    }

    static List<Long> frames(List<SceneBoundary> boundaries) {
        return boundaries.stream().map(SceneBoundary::frame).toList();
    }

    /** Sums in another order differ in the last bits; a depth that equals the threshold to nine digits may fall on either side. */
    private static void assertEqualUpToRounding(List<Long> found, List<Integer> batch, double[] s, String which) {
        Set<Long> differing = new HashSet<>(found);
        batch.forEach(frame -> {
            if (!differing.remove((long) frame)) {
                differing.add((long) frame);
            }
        });
        differing.removeIf(frame -> closeCall(s, frame.intValue(), PAPER));
        assertThat(differing).as(which).isEmpty();
    }

    private static boolean closeCall(double[] s, int frame, TilerSettings settings) {
        double[] depths = SceneTiling.depths(s);
        return Math.abs(depths[frame] - SceneTiling.threshold(depths, settings.alpha())) < 1e-9
                || Math.abs(depths[frame] - settings.floor()) < 1e-9;
    }
}
