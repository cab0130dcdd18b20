package dev.afterimage.eval.stats;

import dev.afterimage.eval.method.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run says of its methods, and no more than it supports: each that keeps to the budget is tested against blind
 * guessing and against each other one, on the cells that both answered. A difference counts where its p, by Holm's
 * correction for the number of tests, is below 0.05. All pairs are tested, and not only those with the best, because
 * which one is best is known from the same scores.
 */
public final class Comparisons {

    private static final double LEVEL = 0.05;

    private final Map<Method, Map<String, Double>> scores;
    private final Map<Method, Estimate> estimates = new HashMap<>();
    private final List<Compared> tests = new ArrayList<>();

    /** @param supported whether the difference is more than chance */
    public record Compared(Method method, Method with, PairedTest test, boolean supported) {

        public boolean better() {
            return supported && test.difference().mean() > 0;
        }

        /** For a table. */
        public String verdict() {
            return !supported ? "not told apart" : better() ? "better" : "worse";
        }
    }

    /** @param scores by method and cell */
    public Comparisons(Map<Method, Map<String, Double>> scores) {
        this.scores = scores;
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
        return estimates.computeIfAbsent(method, one -> Estimate.of(scores.getOrDefault(one, Map.of()).values().stream()
                .mapToDouble(Double::doubleValue).toArray()));
    }

    private Compared compared(Method method, Method with) {
        TreeSet<String> both = new TreeSet<>(scores.get(method).keySet());
        both.retainAll(scores.get(with).keySet());
        return new Compared(method, with, PairedTest.of(both.stream().mapToDouble(scores.get(method)::get).toArray(),
                both.stream().mapToDouble(scores.get(with)::get).toArray()), false);
    }

    /** Holm's: the k-th smallest p of n is held against the level over n - k + 1, until the first that fails. */
    private static List<Compared> corrected(List<Compared> untold) {
        List<Compared> ascending = untold.stream().sorted(Comparator.comparingDouble(one -> one.test().p())).toList();
        List<Compared> told = new ArrayList<>();
        boolean supported = true;
        for (int i = 0; i < ascending.size(); i++) {
            supported &= ascending.get(i).test().p() < LEVEL / (ascending.size() - i);
            told.add(new Compared(ascending.get(i).method(), ascending.get(i).with(), ascending.get(i).test(), supported));
        }
        told.sort(Comparator.comparingInt(one -> untold.stream().map(other -> other.method().name() + other.with().name()).toList()
                .indexOf(one.method().name() + one.with().name())));
        return told;
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
            return "No method within the budget is better than guessing: " + guessing.stream().map(one -> one.method().title() + " "
                    + estimate(one.method()).text()).collect(Collectors.joining(", ")) + ", blind " + estimate(guessing.get(0).with())
                            .text()
                    + " (" + what + ", " + guessing.get(0).test().difference().n() + " cells).";
        }
        Method first = best.get();
        String known = guessing.isEmpty() ? " Blind was not asked, so it is not known whether that is better than guessing." : "";
        return first.title() + ": " + estimate(first).text() + ", " + what + ", " + estimate(first).n() + " cells." + against(first)
                + known;
    }

    private String against(Method first) {
        List<Compared> others = tests.stream().filter(one -> one.method() == first).toList();
        String better = titles(others.stream().filter(Compared::better).toList());
        String untold = titles(others.stream().filter(one -> !one.supported()).toList());
        return (better.isEmpty() ? "" : " Better than " + better + ".") + (untold.isEmpty() ? "" : " Not told apart from " + untold + ".");
    }

    private static String titles(List<Compared> compared) {
        return compared.stream().map(one -> (one.with().blind() ? "guessing" : one.with().title()) + String.format(Locale.ROOT,
                " (p = %.3f)",
                one.test().p())).collect(Collectors.joining(", "));
    }
}
