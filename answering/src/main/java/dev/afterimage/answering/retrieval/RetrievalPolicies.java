package dev.afterimage.answering.retrieval;

import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.answer.RetrievalPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The product's own policies, and those that are registered as services. */
final class RetrievalPolicies {

    /** Against 1 for the model's own keys: measured on timed notes, see {@code docs/log}. */
    private static final double TEXT_WEIGHT = 4;
    private static final double TIME_WEIGHT = 8;

    private static final Map<String, RetrievalPolicy> BY_NAME = new TreeMap<>();

    static {
        List.of(own(Policy.REKV, "mean key against mean query", RetrievalPolicies::meanKeys),
                own(Policy.DEFAULT, "the newest, and the rest by probe, text and time, fused", RetrievalPolicies::fused),
                own(Policy.UNIFORM, "evenly over the stream", RetrievalPolicies::evenly),
                own(Policy.RECENT, "the newest", candidates -> newest(candidates, candidates.limits().recent())),
                own(Policy.ALL, "all that fit, newest first", candidates -> newest(candidates, Integer.MAX_VALUE)))
                .forEach(policy -> BY_NAME.put(policy.name(), policy));
        ServiceLoader.load(RetrievalPolicy.class, RetrievalPolicy.class.getClassLoader())
                .forEach(policy -> BY_NAME.putIfAbsent(policy.name(), policy));
    }

    private interface Choosing {
        RetrievalPolicy.Choice choose(RetrievalPolicy.Candidates candidates);
    }

    private RetrievalPolicies() { }

    static RetrievalPolicy of(Policy policy) {
        return BY_NAME.get(policy.label());
    }

    private static RetrievalPolicy own(Policy policy, String description, Choosing choosing) {
        return new RetrievalPolicy() {
            @Override
            public String name() {
                return policy.label();
            }

            @Override
            public String description() {
                return description;
            }

            @Override
            public Choice choose(Candidates candidates) {
                return choosing.choose(candidates);
            }
        };
    }

    private static RetrievalPolicy.Choice meanKeys(RetrievalPolicy.Candidates candidates) {
        double[] scores = candidates.meanKeys();
        return new RetrievalPolicy.Choice(best(scores, candidates.limits()), scores);
    }

    private static RetrievalPolicy.Choice fused(RetrievalPolicy.Candidates candidates) {
        List<Ranking.Weighted> rankings = new ArrayList<>();
        rankings.add(new Ranking.Weighted(Ranking.withoutDrift(candidates.probe(), seconds(candidates)), 1));
        if (candidates.text().length > 0) {
            rankings.add(new Ranking.Weighted(candidates.text(), TEXT_WEIGHT));
        }
        candidates.nearness().ifPresent(near -> rankings.add(new Ranking.Weighted(near, TIME_WEIGHT)));
        double[] scores = Ranking.fused(rankings, candidates.blocks().size());
        List<Integer> order = new ArrayList<>(newest(candidates, candidates.limits().recent()).order());
        IntStream.range(0, scores.length).filter(i -> candidates.wanted().contains(candidates.blocks().get(i).number()))
                .forEach(order::add);
        order.addAll(byMass(scores, candidates.limits()));
        return new RetrievalPolicy.Choice(order, scores);
    }

    private static List<Integer> byMass(double[] scores, RetrievalPolicy.Limits limits) {
        double floor = Arrays.stream(scores).min().orElse(0);
        double whole = Arrays.stream(scores).map(score -> score - floor).sum();
        List<Integer> order = new ArrayList<>();
        double mass = 0;
        for (int i : best(scores, limits)) {
            if (mass >= limits.mass() * whole) {
                return order;
            }
            order.add(i);
            mass += scores[i] - floor;
        }
        return order;
    }

    /** As many as fit, judged by the mean block, in the middles of equal stretches of the stream. */
    private static RetrievalPolicy.Choice evenly(RetrievalPolicy.Candidates candidates) {
        int all = candidates.blocks().size();
        double mean = candidates.blocks().stream().mapToInt(block -> block.tokens()).average().orElse(1);
        int count = (int) Math.max(1, Math.min(Math.min(candidates.limits().blocks(), all), candidates.limits().tokens() / mean));
        return new RetrievalPolicy.Choice(IntStream.range(0, count).map(i -> (int) ((i + 0.5) * all / count)).boxed().toList(),
                seconds(candidates));
    }

    private static RetrievalPolicy.Choice newest(RetrievalPolicy.Candidates candidates, int most) {
        int all = candidates.blocks().size();
        return new RetrievalPolicy.Choice(IntStream.range(0, all).map(i -> all - 1 - i).limit(most).boxed().toList(), seconds(candidates));
    }

    private static double[] seconds(RetrievalPolicy.Candidates candidates) {
        return candidates.blocks().stream().mapToDouble(block -> block.seconds()).toArray();
    }

    /** More of the best blocks than can fit, so that a long one may be passed over for the next. */
    private static List<Integer> best(double[] scores, RetrievalPolicy.Limits limits) {
        int most = 2 * Math.min(limits.blocks(), Math.min(limits.tokens(), Integer.MAX_VALUE / 2));
        return Arrays.stream(Ranking.best(scores, most)).boxed().toList();
    }
}
