package dev.afterimage.benchmark.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Where the streams of a cluster go, and what they lose when machines are lost. Streams are shared out as the job does it: each to the
 * subtask that watches the fewest. Only the subtasks of a lost machine stop, since no step of a stream runs elsewhere; they go on in the
 * free slots of spare machines of their job, or wait for a replacement. What a stream then waits for besides is its store, if it is brought
 * back. The same plan gives the same outcome.
 */
final class ClusterSimulation {

    private static final double DAY = 86_400;

    private final Plan plan;
    private final Costs costs;
    private final SplittableRandom random;
    private final double[] busy;

    private ClusterSimulation(Plan plan, Costs costs) {
        this.plan = plan;
        this.costs = costs;
        this.random = new SplittableRandom(plan.seed());
        this.busy = random.doubles(plan.cameras()).toArray();
    }

    static Outcome of(Plan plan, Costs costs) {
        return new ClusterSimulation(plan, costs).run();
    }

    private Outcome run() {
        int machines = plan.machines(costs);
        List<List<Integer>> placed = place(machines * plan.cores());
        double[] load = placed.stream().mapToDouble(streams -> streams.stream()
                .mapToDouble(stream -> plan.fps() * costs.frameMs(busy[stream]) / 1000).sum()).sorted().toArray();
        double mostMb = 0;
        for (int machine = 0; machine < machines; machine++) {
            mostMb = Math.max(mostMb, costs.firstMb() + ofMachine(placed, machine).stream().mapToDouble(stream ->
                    costs.streamMb(busy[stream])).sum());
        }
        double storedMbMinute = Arrays.stream(busy).map(costs::kvMbMinute).sum();
        return new Outcome(machines, plan.jobs(costs), load[load.length / 2], load[load.length - 1],
                (int) Arrays.stream(load).filter(each -> each > 1).count(), mostMb, storedMbMinute * 1440 / 1e6, lose(placed, machines));
    }

    /** A subtask for each core. */
    private List<List<Integer>> place(int subtasks) {
        List<List<Integer>> placed = new ArrayList<>();
        for (int i = 0; i < subtasks; i++) {
            placed.add(new ArrayList<>());
        }
        PriorityQueue<Integer> fewest = new PriorityQueue<>(Comparator.comparingInt((Integer subtask) -> placed.get(subtask).size())
                .thenComparingInt(subtask -> subtask));
        for (int i = 0; i < subtasks; i++) {
            fewest.add(i);
        }
        for (int stream = 0; stream < plan.cameras(); stream++) {
            int subtask = fewest.remove();
            placed.get(subtask).add(stream);
            fewest.add(subtask);
        }
        return placed;
    }

    private List<Integer> ofMachine(List<List<Integer>> placed, int machine) {
        return placed.subList(machine * plan.cores(), (machine + 1) * plan.cores()).stream().flatMap(List::stream).toList();
    }

    /** Each machine is lost again and again, at random times; a loss holds a spare until the replacement is there. */
    private Outcome.Losses lose(List<List<Integer>> placed, int machines) {
        List<double[]> losses = new ArrayList<>();
        for (int machine = 0; machine < machines; machine++) {
            for (double at = untilLost(); at < plan.days() * DAY; at += untilLost()) {
                losses.add(new double[] {at, machine});
            }
        }
        losses.sort(Comparator.comparingDouble(loss -> loss[0]));
        PriorityQueue<Double> spares = new PriorityQueue<>();
        for (int i = 0; i < plan.spares(); i++) {
            spares.add(0.0);
        }
        List<Double> waits = new ArrayList<>();
        double lost = 0;
        for (double[] loss : losses) {
            List<Integer> streams = ofMachine(placed, (int) loss[1]);
            double free = freeIn(spares, loss[0]);
            double each = plan.detectSeconds() + free + plan.restartSeconds() + bringing(streams);
            waits.add(each);
            lost += each * streams.size();
        }
        waits.sort(Comparator.naturalOrder());
        return new Outcome.Losses(losses.size(), at(waits, 0.5), at(waits, 1), lost / (plan.days() * DAY * plan.cameras()));
    }

    private double untilLost() {
        return -Math.log(1 - random.nextDouble()) * plan.daysBetween() * DAY;
    }

    /** Seconds from a loss until there are slots. */
    private double freeIn(PriorityQueue<Double> spares, double now) {
        double replaced = plan.replaceMinutes() * 60;
        if (spares.isEmpty()) {
            return replaced;
        }
        double wait = Math.max(0, spares.remove() - now);
        spares.add(now + replaced);
        return Math.min(wait, replaced);
    }

    private double bringing(List<Integer> streams) {
        if (plan.bringMbSecond() == 0) {
            return 0;
        }
        return streams.stream().mapToDouble(stream -> costs.kvMbMinute(busy[stream])).sum() * 1440 * plan.keptDays() / plan.bringMbSecond();
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.round(share * (sorted.size() - 1)));
    }
}
