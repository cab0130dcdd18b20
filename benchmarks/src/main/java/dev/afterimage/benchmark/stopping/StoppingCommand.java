package dev.afterimage.benchmark.stopping;

import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts and stops the command at random moments, on one data directory that goes on from run to run. */
@Command(name = "stopping", mixinStandardHelpOptions = true,
        description = "Crashes, exit codes, lost blocks and the slowest of many stops of serve and watch.")
public final class StoppingCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;
    @Option(names = "--times", paramLabel = "N", description = "starts and stops (default: ${DEFAULT-VALUE})", defaultValue = "50")
    private int times;
    @Option(names = "--from", paramLabel = "SECONDS",
            description = "earliest moment of a signal after the start (default: ${DEFAULT-VALUE})", defaultValue = "0.3")
    private double from;
    @Option(names = "--to", paramLabel = "SECONDS", description = "latest moment (default: ${DEFAULT-VALUE})", defaultValue = "12")
    private double to;
    @Option(names = "--seed", paramLabel = "N", description = "seed of the moments (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private long seed;
    @Option(names = "--command", paramLabel = "FILE", description = "the afterimage command to run (default: this checkout's)")
    private Path command;

    @Override
    public Integer call() throws Exception {
        Report report = common.report("stopping");
        Path root = Path.of(System.getProperty("afterimage.root"));
        List<Stop> stops = new ArrayList<>();
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Trial trial = new Trial(command == null ? root.resolve("afterimage") : command.toAbsolutePath(), root.resolve("media"),
                    directory.path());
            Random random = new Random(seed);
            for (int i = 0; i < times; i++) {
                Stop stop = trial.run(i % 2 == 0 ? "serve" : "watch", i % 4 < 2 ? "TERM" : "INT", random.nextDouble(from, to));
                System.err.println(stop);
                stops.add(stop);
            }
        }
        common.print(report.add(table(stops)));
        return stops.stream().allMatch(Stop::good) ? 0 : 1;
    }

    private static Table table(List<Stop> stops) {
        Table table = new Table("stops", "of", "times", "crashed", "other exit code", "blocks lost", "later than 5 s", "seconds");
        for (String command : List.of("serve", "watch")) {
            List<Stop> its = stops.stream().filter(stop -> stop.command().equals(command)).toList();
            if (!its.isEmpty()) {
                table.row(command, its.size(), count(its, Stop::crashed), count(its, stop -> !stop.rightCode()), its.stream()
                        .mapToLong(Stop::lost).sum(),
                        count(its, Stop::late), new Samples(its.stream().map(Stop::seconds).toList()));
            }
        }
        return table;
    }

    private static long count(List<Stop> stops, Predicate<Stop> what) {
        return stops.stream().filter(what).count();
    }
}
