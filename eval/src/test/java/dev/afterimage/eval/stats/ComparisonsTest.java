package dev.afterimage.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.eval.method.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

    private static Method method(String name) {
        return Method.named(List.of(name)).get(0);
    }

    private static Map<String, Double> cells(double... scores) {
        Map<String, Double> cells = new LinkedHashMap<>();
        IntStream.range(0, scores.length).forEach(i -> cells.put("cell " + i, scores[i]));
        return cells;
    }

    private static double[] repeated(int n, double... scores) {
        return IntStream.range(0, n).mapToDouble(i -> scores[i % scores.length]).toArray();
    }

    private static String verdict(Map<String, double[]> scores) {
        Map<Method, Map<String, Double>> byMethod = new LinkedHashMap<>();
        scores.forEach((name, values) -> byMethod.put(method(name), cells(values)));
        return new Comparisons(byMethod, Scale.SCORE).verdict("mean score of 10");
    }

    /** As a run of 40 cells gave: nothing found, 5.22 against 5.50 of a blind run. */
    @Test
    void aRunThatFindsNothingIsNoBetterThanGuessing() {
        String said = verdict(Map.of("afterimage", repeated(40, 1, 10, 1, 10, 1, 8), "rekv", repeated(40, 1, 10, 1, 10, 1, 7), "blind",
                repeated(40, 1, 10)));
        assertThat(said).startsWith("No method within the budget is better than guessing").contains("blind 5.50", "40 cells");
    }

    @Test
    void whatIsClearlyBetterIsSaidToBeAndWhatIsNotToldApartToo() {
        String said = verdict(Map.of("afterimage", repeated(40, 10, 10, 10, 9), "rekv", repeated(40, 10, 10, 9, 10), "last-frames",
                repeated(40, 1, 10), "blind", repeated(40, 1, 10, 1)));
        assertThat(said).contains("Better than", "guessing (p = 0.000)", "Last frames only (p = 0.000)", "Not told apart from")
                .doesNotContain("No method");
    }

    /** Which method is best is known from the same scores, so that a test of the best against the others alone would be too kind. */
    @Test
    void allPairsAreCorrectedFor() {
        Map<Method, Map<String, Double>> scores = new LinkedHashMap<>();
        List.of("afterimage", "rekv", "uniform", "last-frames", "blind")
                .forEach(name -> scores.put(method(name), cells(repeated(8, 10, 1))));
        assertThat(new Comparisons(scores, Scale.SCORE).tests()).hasSize(4 + 6);
        double[] better = repeated(8, 10);
        scores.put(method("afterimage"), cells(better));
        Comparisons one = new Comparisons(scores, Scale.SCORE);
        assertThat(one.of(method("afterimage"), method("rekv"))).as("4 of 8 cells differ").hasValueSatisfying(compared ->
                assertThat(compared.supported()).isFalse());
    }

    @Test
    void aShareOfAllIsNotCertain() {
        Estimate all = Estimate.ofShare(12, 12);
        assertThat(all.mean()).isEqualTo(1);
        assertThat(all.low()).as("Wilson's interval of 12 of 12").isCloseTo(0.757, within(0.001));
        assertThat(all.high()).isCloseTo(1, within(1e-9));
        assertThat(Estimate.ofShare(0, 12).high()).isCloseTo(0.243, within(0.001));
        assertThat(Estimate.ofShare(0, 0).text()).isEqualTo("-");
    }

    @Test
    void aFewCellsDecideNothing() {
        assertThat(verdict(Map.of("afterimage", new double[] {10, 10, 10}, "blind", new double[] {1, 1, 1})))
                .startsWith("Too few cells to decide whether a method within the budget is better than guessing")
                .contains("3 cells, of which at most 3 differ: p could not be below 0.25");
    }

    /** Of 12 cells 3 differ, all for the same one, as in a run of a small grid: no result of three could have been enough. */
    @Test
    void whereNoResultCouldHaveBeenEnoughNothingIsSaidAgainstAMethod() {
        double[] found = repeated(12, 10);
        double[] guessed = {1, 1, 1, 10, 10, 10, 10, 10, 10, 10, 10, 10};
        String said = verdict(Map.of("afterimage", found, "blind", guessed));
        assertThat(said).startsWith("Too few cells to decide").contains("at most 3 differ: p could not be below 0.25");
        Map<Method, Map<String, Double>> scores = Map.of(method("afterimage"), cells(found), method("rekv"), cells(guessed));
        Comparisons compared = new Comparisons(scores, Scale.SCORE);
        assertThat(compared.tests().get(0).verdict()).isEqualTo("too few cells differ");
        assertThat(compared.verdict("mean")).contains("Too few cells differ to tell it from ReKV (p = 0.250)");
    }

    @Test
    void aMethodThatIsAheadWithoutSupportIsNotShownToBeBetter() {
        assertThat(verdict(Map.of("afterimage", repeated(40, 10, 1, 10, 1, 10), "blind", repeated(40, 1, 10))))
                .startsWith("No method within the budget is shown to be better than guessing");
    }

    @Test
    void methodsThatAnswerAlikeAreNotToldApartHoweverManyCellsThereAre() {
        Comparisons alike = new Comparisons(Map.of(method("afterimage"), cells(repeated(40, 10, 1)), method("rekv"),
                cells(repeated(40, 10, 1))), Scale.SCORE);
        assertThat(alike.tests().get(0).verdict()).isEqualTo("not told apart");
    }

    @Test
    void whatIsAlikeInAllCellsIsNotCertain() {
        Estimate ten = Scale.SCORE.estimate(repeated(40, 10));
        assertThat(ten.text()).as("40 of 40 alike may be 91 %, and the rest as low as 1").isEqualTo("10.00 (9.21 to 10.00)");
        Estimate middle = Scale.SCORE.estimate(repeated(3, 5));
        assertThat(middle.low()).isLessThan(4);
        assertThat(middle.high()).isGreaterThan(6);
        assertThat(PairedTest.of(repeated(12, 10), repeated(12, 1), Scale.SCORE).difference().low()).isLessThan(8);
        assertThat(Scale.SHARE.text(Scale.SHARE.estimate(new double[3]))).isEqualTo("0.0 % (0 to 56)");
    }

    @Test
    void withoutABlindRunItIsNotKnown() {
        assertThat(verdict(Map.of("afterimage", repeated(20, 10)))).contains("Blind was not asked");
        assertThat(verdict(Map.of("oracle", repeated(20, 10)))).isEqualTo("No method within the budget was asked.");
    }

    @Test
    void theIntervalOfAMeanHoldsTheTruthAboutNineteenTimesInTwenty() {
        Random random = new Random(5);
        long held = IntStream.range(0, 100).filter(run -> {
            Estimate estimate = Estimate.of(IntStream.range(0, 40).mapToDouble(i -> random.nextGaussian()).toArray(), -9, 9);
            return estimate.low() <= 0 && estimate.high() >= 0;
        }).count();
        assertThat(held / 100.0).isBetween(0.87, 0.99);
    }

    @Test
    void pIsThatOfAllSignsAndUniformWhereNothingDiffers() {
        assertThat(PairedTest.of(new double[] {2, 3, 4, 5}, new double[] {1, 1, 1, 1}, Scale.SCORE).p()).isEqualTo(2 / 16.0);
        assertThat(PairedTest.of(new double[] {1, 1}, new double[] {1, 1}, Scale.SCORE).p()).isEqualTo(1);
        Random random = new Random(6);
        double[] ps = IntStream.range(0, 40).mapToDouble(run -> PairedTest.of(random.doubles(30).toArray(), random.doubles(30)
                .toArray(), Scale.SHARE).p())
                .toArray();
        assertThat(Arrays.stream(ps).average().orElseThrow()).isCloseTo(0.5, within(0.15));
    }
}
