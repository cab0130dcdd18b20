package dev.afterimage.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Evaluations of the product's own write and read path. */
@Command(name = "eval", mixinStandardHelpOptions = true, description = "Measure how well a pack finds and answers.",
        subcommands = {NiavhCommand.class, VideoQaCommand.class, CompareCommand.class})
final class EvalCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to evaluate: niavh or videoqa; or compare runs");
    }
}
