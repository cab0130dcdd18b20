package dev.afterimage.benchmark.cluster;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sizes of clusters that no machine here has: computed from measured costs, with machines that are lost at random. */
@Command(name = "cluster", mixinStandardHelpOptions = true, description = "Simulate placement and recovery in clusters of many machines. "
        + "It measures nothing: costs are those of docs/results.md.")
public final class ClusterCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--cameras", split = ",", defaultValue = "10,100,10000", description = "How many; default ${DEFAULT-VALUE}.")
    private List<Integer> cameras;

    @Option(names = "--fps", defaultValue = "2", description = "Frames sampled a second; default ${DEFAULT-VALUE}.")
    private double fps;

    @Option(names = "--cores", defaultValue = "16", description = "Of a machine, and its slots; default ${DEFAULT-VALUE}.")
    private int cores;

    @Option(names = "--use", defaultValue = "0.7", description = "Share of the cores for watching; default ${DEFAULT-VALUE}.")
    private double use;

    @Option(names = "--spares", defaultValue = "1", description = "Machines for those that are lost; default ${DEFAULT-VALUE}.")
    private int spares;

    @Option(names = "--days", defaultValue = "365", description = "Simulated; default ${DEFAULT-VALUE}.")
    private double days;

    @Option(names = "--days-between", defaultValue = "180", description = "Mean days between losses of one machine; default "
            + "${DEFAULT-VALUE}.")
    private double daysBetween;

    @Option(names = "--detect", defaultValue = "50", description = "Seconds until a loss is noticed; default ${DEFAULT-VALUE}, Flink's.")
    private double detect;

    @Option(names = "--restart", defaultValue = "16", description = "Seconds until streams go on elsewhere; default ${DEFAULT-VALUE}.")
    private double restart;

    @Option(names = "--replace", defaultValue = "30", description = "Minutes until a lost machine is replaced; default ${DEFAULT-VALUE}.")
    private double replace;

    @Option(names = "--bring", defaultValue = "0", description = "MB/s at which a machine brings stores back before it watches; "
            + "default ${DEFAULT-VALUE}: it does not.")
    private double bring;

    @Option(names = "--kept-days", defaultValue = "7", description = "Days of each stream that are stored; default ${DEFAULT-VALUE}.")
    private double keptDays;

    @Option(names = "--seed", defaultValue = "0", description = "Of all that is random; default ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("cameras  machines  jobs  load of a core (most)  overloaded  memory MiB  KV TB/day  lost  back after s (most)"
                + "  unwatched");
        for (int each : cameras) {
            Plan plan = new Plan(each, fps, cores, use, spares, days, daysBetween, detect, restart, replace, bring, keptDays, seed);
            Outcome outcome = ClusterSimulation.of(plan, Costs.MEASURED);
            Outcome.Losses losses = outcome.losses();
            out.println(String.format(Locale.ROOT, "%7d  %8d  %4d  %14.2f (%.2f)  %10d  %10.0f  %9.3f  %4d  %12.0f (%.0f)  %8.4f %%", each,
                    outcome.machines(), outcome.jobs(), outcome.medianLoad(), outcome.mostLoad(), outcome.overloaded(), outcome.mostMb(),
                    outcome.storedTbDay(), losses.count(), losses.medianSeconds(), losses.mostSeconds(), 100 * losses.unwatched()));
        }
        out.flush();
        return 0;
    }
}
