package dev.afterimage.benchmark;

import dev.afterimage.benchmark.ask.AskCommand;
import dev.afterimage.benchmark.cluster.ClusterCommand;
import dev.afterimage.benchmark.codecs.CodecsCommand;
import dev.afterimage.benchmark.compression.CompressionCommand;
import dev.afterimage.benchmark.computed.ComputedCommand;
import dev.afterimage.benchmark.memory.MemoryCommand;
import dev.afterimage.benchmark.micro.MicroCommand;
import dev.afterimage.benchmark.overload.OverloadCommand;
import dev.afterimage.benchmark.prefill.PrefillCommand;
import dev.afterimage.benchmark.question.QuestionCommand;
import dev.afterimage.benchmark.retention.RetentionCommand;
import dev.afterimage.benchmark.speech.SpeechCommand;
import dev.afterimage.benchmark.stopping.StoppingCommand;
import dev.afterimage.benchmark.vision.VisionCommand;
import dev.afterimage.benchmark.watch.WatchCommand;
import dev.afterimage.benchmark.worlds.NotSeenCommand;
import dev.afterimage.benchmark.worlds.WorldsCommand;
import dev.afterimage.core.error.AfterimageException;
import picocli.CommandLine.Command;
import picocli.CommandLine;

/** Measures the product. Exit codes are those of the {@code afterimage} command. */
@Command(name = "benchmarks/run", mixinStandardHelpOptions = true, description = "Measure Afterimage, against its peers where there are "
        + "any.",
        subcommands = {PrefillCommand.class, QuestionCommand.class, AskCommand.class, WatchCommand.class, VisionCommand.class,
        SpeechCommand.class, CodecsCommand.class,
            CompressionCommand.class, MicroCommand.class, OverloadCommand.class, WorldsCommand.class, NotSeenCommand.class,
                    StoppingCommand.class, MemoryCommand.class, ComputedCommand.class, RetentionCommand.class, ClusterCommand.class})
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
            AfterimageException failure = AfterimageException.of(thrown);
            command.getErr().println("error " + failure.line());
            return failure.code().exitCode();
        }).execute(arguments));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a benchmark");
    }
}
