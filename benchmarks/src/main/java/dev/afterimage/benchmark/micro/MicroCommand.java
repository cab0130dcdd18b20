package dev.afterimage.benchmark.micro;

import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The small parts on their own, one thread, by JMH. */
@Command(name = "micro", mixinStandardHelpOptions = true, description = "Small parts on their own: codec, loading a block, scene tiler, "
        + "scores.")
public final class MicroCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;
    @Option(names = "--only", paramLabel = "REGEX", description = "benchmarks to run (default: all)", defaultValue = ".")
    private String only;

    @Override
    public Integer call() throws RunnerException {
        Report report = common.report("micro");
        Table table = new Table("microseconds a call, one thread", "benchmark", "median", "all");
        for (RunResult result : run()) {
            String[] name = result.getParams().getBenchmark().split("\\.");
            Samples samples = Samples.of(result.getBenchmarkResults().stream().flatMap(fork -> fork.getIterationResults().stream())
                    .mapToDouble(iteration -> iteration.getPrimaryResult().getScore()).toArray());
            table.row(name[name.length - 2] + "." + name[name.length - 1], samples.median(), samples);
        }
        common.print(report.add(table).note("JMH, one fork, " + common.rounds() + " measured seconds after 3 of warm-up; block: "
                + RandomEntries.TOKENS
                + " tokens of SmolLM2-135M; late interaction: " + LateInteractionSweep.BLOCKS + " blocks, question of "
                + LateInteractionSweep.QUESTION + " tokens"));
        return 0;
    }

    private Collection<RunResult> run() throws RunnerException {
        return new Runner(new OptionsBuilder().include("dev\\.afterimage\\.benchmark\\.micro\\..*" + only).forks(1).warmupIterations(3)
                .warmupTime(TimeValue.seconds(1)).measurementIterations(common.rounds()).measurementTime(TimeValue.seconds(1))
                .param("models", common.models().toString()).param("pack", common.pack()).verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true).build()).run();
    }
}
