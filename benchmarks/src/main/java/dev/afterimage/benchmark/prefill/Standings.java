package dev.afterimage.benchmark.prefill;

import dev.afterimage.benchmark.prefill.Contender.Timed;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Collects runs in pairs, ours and the peer's run right after it, and compares them. */
final class Standings {

    private static final String PEER = "llama.cpp";

    private final int promptTokens;
    private final int decodeTokens;
    private final Map<String, List<Timed>> own = new LinkedHashMap<>();
    private final Map<String, List<Timed>> peer = new LinkedHashMap<>();

    Standings(int promptTokens, int decodeTokens) {
        this.promptTokens = promptTokens;
        this.decodeTokens = decodeTokens;
    }

    /** @param peerRun may be null */
    void add(String name, Timed ownRun, Timed peerRun) {
        own.computeIfAbsent(name, n -> new ArrayList<>()).add(ownRun);
        if (peerRun != null) {
            peer.computeIfAbsent(name, n -> new ArrayList<>()).add(peerRun);
        }
    }

    Table speeds() {
        Table table = new Table("tokens a second", "contender", "prefill", "decode", "prefill ratio", "decode ratio", "same tokens");
        own.forEach((name, runs) -> {
            List<Timed> others = peer.getOrDefault(name, List.of());
            table.row(name, speed(runs, this::prefill), speed(runs, this::decode), ratio(runs, others, this::prefill),
                    ratio(runs, others, this::decode),
                    others.isEmpty() ? "-" : agreeing(runs.get(0).tokens(), others.get(0).tokens()) + " of " + (decodeTokens + 1));
        });
        List<Timed> all = peer.values().stream().flatMap(List::stream).toList();
        if (!all.isEmpty()) {
            table.row(PEER, speed(all, this::prefill), speed(all, this::decode), "1", "1", "-");
        }
        return table;
    }

    private double prefill(Timed run) {
        return promptTokens / run.prefillSeconds();
    }

    private double decode(Timed run) {
        return decodeTokens / run.decodeSeconds();
    }

    private static Samples speed(List<Timed> runs, ToDoubleFunction<Timed> speed) {
        return Samples.of(runs.stream().mapToDouble(speed).toArray());
    }

    private static Object ratio(List<Timed> runs, List<Timed> others, ToDoubleFunction<Timed> speed) {
        if (others.isEmpty()) {
            return "-";
        }
        double[] ratios = new double[runs.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = speed.applyAsDouble(runs.get(i)) / speed.applyAsDouble(others.get(i));
        }
        return Samples.of(ratios);
    }

    /** How many tokens are the same before the first that differs: the peer quantises activations, so this may be few. */
    static int agreeing(List<Integer> one, List<Integer> other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
            same++;
        }
        return same;
    }
}
