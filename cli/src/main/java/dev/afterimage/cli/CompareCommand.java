package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.report.RunComparison;
import dev.afterimage.eval.run.ResultsFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs of evaluations side by side. */
@Command(name = "compare", mixinStandardHelpOptions = true,
        description = "Put several runs side by side: their settings, their figures, and whether they differ from the first.")
final class CompareCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", arity = "2..*", description = "directories that evaluations were told by --out")
    private List<Path> directories;
    @Option(names = "--json", description = "print one object on standard output")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<ResultsFile.Made> runs = directories.stream().map(ResultsFile::read).toList();
        if (runs.stream().map(run -> run.run().path("evaluation").asText()).distinct().count() > 1) {
            throw new AfterimageException(ErrorCode.USAGE, "these are runs of different evaluations", "give runs of one of them");
        }
        RunComparison comparison = new RunComparison(runs);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(comparison.json()) : comparison.text());
        out.flush();
        return 0;
    }
}
