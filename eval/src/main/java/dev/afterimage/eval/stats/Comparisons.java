package dev.afterimage.eval.stats;

import dev.afterimage.eval.method.Method;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a run says of its methods, and no more than it supports: each that keeps to the budget is tested against blind
 * guessing and against each other one, on the cells that both answered. A difference counts where its p, by Holm's
 * correction for the number of tests, is below 0.05. All pairs are tested, and not only those with the best, because
 * which one is best is known from the same scores.
 */
public final class Comparisons {

    private static final double LEVEL = 0.05;

    private final Map<Method, Map<String, Double>> scores;
    private final Scale scale;
    private final Map<Method, Estimate> estimates = new HashMap<>();
    private final List<Compared> tests = new ArrayList<>();

    /**
     * @param supported whether the difference is more than chance
     * @param decidable whether it could have been, with so many cells that differ
     */
    public record Compared(Method method, Method with, PairedTest test, boolean supported, boolean decidable) {

        public boolean better() {
            return supported && test.difference().mean() > 0;
        }

        /** For a table. */
        public String verdict() {
            return supported ? better() ? "better" : "worse" : few() ? "too few cells differ" : "not told apart";
        }

        /** Whether some cells differ, but so few that none of their results could have told the two apart. */
        public boolean few() {
            return !decidable && test.differing() > 0;
        }
    }

    /** @param scores by method and cell */
    public Comparisons(Map<Method, Map<String, Double>> scores, Scale scale) {
        this.scores = scores;
        this.scale = scale;
        List<Compared> untold = new ArrayList<>();
        Optional<Method> blind = scores.keySet().stream().filter(Method::blind).findFirst();
        List<Method> fair = fair();
        blind.ifPresent(guessing -> fair.forEach(method -> untold.add(compared(method, guessing))));
        for (int i = 0; i < fair.size(); i++) {
            for (Method lower : fair.subList(i + 1, fair.size())) {
                untold.add(compared(fair.get(i), lower));
            }
        }
        tests.addAll(corrected(untold));
    }

    /** The best on average first. */
    private List<Method> fair() {
        return scores.keySet().stream().filter(Method::fair).sorted(Comparator.comparingDouble(this::mean).reversed()).toList();
    }

    /** The best on average of those that keep to the budget. */
    private Optional<Method> best() {
        return fair().stream().findFirst();
    }

    private double mean(Method method) {
        return estimate(method).mean();
    }

    public Estimate estimate(Method method) {
        return estimates.computeIfAbsent(method, one -> scale.estimate(scores.getOrDefault(one, Map.of()).values().stream()
                .mapToDouble(Double::doubleValue).toArray()));
    }

    private Compared compared(Method method, Method with) {
        TreeSet<String> both = new TreeSet<>(scores.get(method).keySet());
        both.retainAll(scores.get(with).keySet());
        return new Compared(method, with, PairedTest.of(both.stream().mapToDouble(scores.get(method)::get).toArray(),
                both.stream().mapToDouble(scores.get(with)::get).toArray(), scale), false, false);
    }

    private static List<Compared> corrected(List<Compared> untold) {
        List<Boolean> supported = held(untold, PairedTest::p);
        // The same with the smallest p that there could have been says which differences could have been supported at all.
        List<Boolean> decidable = held(untold, PairedTest::smallestP);
        return IntStream.range(0, untold.size()).mapToObj(i -> new Compared(untold.get(i).method(), untold.get(i).with(),
                untold.get(i).test(), supported.get(i), decidable.get(i))).toList();
    }

    /** Holm's: the k-th smallest p of n is held against the level over n - k + 1, until the first that fails. */
    private static List<Boolean> held(List<Compared> tests, ToDoubleFunction<PairedTest> p) {
        List<Integer> ascending = IntStream.range(0, tests.size()).boxed()
                .sorted(Comparator.comparingDouble(i -> p.applyAsDouble(tests.get(i).test()))).toList();
        Boolean[] held = new Boolean[tests.size()];
        boolean all = true;
        for (int k = 0; k < held.length; k++) {
            all &= p.applyAsDouble(tests.get(ascending.get(k)).test()) < LEVEL / (held.length - k);
            held[ascending.get(k)] = all;
        }
        return List.of(held);
    }

    /** All tests, those against blind first, then each method with those below it. */
    public List<Compared> tests() {
        return List.copyOf(tests);
    }

    /** Whether one is better than another as far as this run tells; empty where they were not compared. */
    public Optional<Compared> of(Method method, Method with) {
        return tests.stream().filter(one -> one.method() == method && one.with() == with).findFirst();
    }

    /** In words. @param what a mean of what, e.g. {@code mean score of 10} */
    public String verdict(String what) {
        Optional<Method> best = best();
        if (best.isEmpty()) {
            return "No method within the budget was asked.";
        }
        List<Compared> guessing = tests.stream().filter(one -> one.with().blind()).toList();
        if (!guessing.isEmpty() && guessing.stream().noneMatch(Compared::better)) {
            return noBetter(guessing) + ": " + guessing.stream().map(one -> one.method().title() + " " + text(one.method()))
                    .collect(Collectors.joining(", ")) + ", blind " + text(guessing.get(0).with()) + " (" + what + ", "
                    + guessing.get(0).test().difference().n() + " cells" + differing(guessing) + ").";
        }
        Method first = best.get();
        String known = guessing.isEmpty() ? " Blind was not asked, so it is not known whether that is better than guessing." : "";
        return first.title() + ": " + text(first) + ", " + what + ", " + estimate(first).n() + " cells." + against(first)
                + known;
    }

    private String text(Method method) {
        return scale.text(estimate(method));
    }

    /** A run that is too small says nothing of its methods; that one is not better than guessing is said where none scored more. */
    private String noBetter(List<Compared> guessing) {
        boolean small = guessing.stream().allMatch(one -> PairedTest.smallestP(one.test().difference().n()) >= LEVEL / tests.size());
        boolean ahead = guessing.stream().anyMatch(one -> one.test().difference().mean() > 0);
        if (small || ahead && guessing.stream().noneMatch(Compared::decidable)) {
            return "Too few cells to decide whether a method within the budget is better than guessing";
        }
        return ahead ? "No method within the budget is shown to be better than guessing"
                : "No method within the budget is better than guessing";
    }

    private static String differing(List<Compared> guessing) {
        PairedTest most = guessing.stream().map(Compared::test).max(Comparator.comparingInt(PairedTest::differing)).orElseThrow();
        return guessing.stream().anyMatch(Compared::decidable) ? "" : String.format(Locale.ROOT,
                ", of which at most %d differ: p could not be below %s", most.differing(), BigDecimal.valueOf(most.smallestP())
                        .round(new MathContext(2)).toPlainString());
    }

    private String against(Method first) {
        List<Compared> others = tests.stream().filter(one -> one.method() == first).toList();
        String better = titles(others.stream().filter(Compared::better).toList());
        String untold = titles(others.stream().filter(one -> !one.supported() && !one.few()).toList());
        String few = titles(others.stream().filter(one -> !one.supported() && one.few()).toList());
        return (better.isEmpty() ? "" : " Better than " + better + ".") + (untold.isEmpty() ? "" : " Not told apart from " + untold + ".")
                + (few.isEmpty() ? "" : " Too few cells differ to tell it from " + few + ".");
    }

    private static String titles(List<Compared> compared) {
        return compared.stream().map(one -> (one.with().blind() ? "guessing" : one.with().title()) + String.format(Locale.ROOT,
                " (p = %.3f)",
                one.test().p())).collect(Collectors.joining(", "));
    }
}
