package dev.afterimage.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.engine.Wiring;
import dev.afterimage.eval.haystack.Haystack;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.niavh.Grid;
import dev.afterimage.eval.niavh.NiavhReport;
import dev.afterimage.eval.niavh.NiavhRun;
import dev.afterimage.eval.niavh.NiavhSummary;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.eval.run.ResultsFile;
import dev.afterimage.eval.run.RunProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Needle in a Video Haystack. */
@Command(name = "niavh", mixinStandardHelpOptions = true,
        description = "Needle in a Video Haystack: put something into footage for a second, and ask for it.")
final class NiavhCommand implements Callable<Integer> {

    @Mixin
    private EvalOptions options;
    @Option(names = "--preset", paramLabel = "quick|paper|long", description = "the grid: minutes, the published 480 cells (at 1 frame "
            + "a second unless --fps says otherwise), or 1 and 10 hours (default: ${DEFAULT-VALUE})",
            defaultValue = "quick")
    private String preset;
    @Option(names = "--lengths", paramLabel = "SECONDS", split = ",", description = "lengths of haystack, instead of the preset's")
    private List<Integer> lengths;
    @Option(names = "--depths", paramLabel = "PERCENT", split = ",", description = "depths of the needle, instead of the preset's")
    private List<Integer> depths;
    @Option(names = "--multi", paramLabel = "N", description = "streams with several needles, instead of the preset's; they take a "
            + "length of 56 s")
    private Integer multi;
    @Option(names = "--haystack", paramLabel = "FILE|DIR", description = "footage: a film, or a directory of some (default: the shipped "
            + "clips)")
    private Path haystack;
    @Option(names = "--needles", paramLabel = "FILE|pictures|texts",
            description = "needles: a JSON file, ours or MM-NIAVH's, or a shipped set (default: pictures for packs that see, texts for "
            + "packs that read)")
    private String needles;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progressTo = options.json() ? spec.commandLine().getErr() : out;
        options.require();
        Grid grid = grid();
        Optional<NeedleSet> given = Optional.ofNullable(needles).map(name -> NeedleSet.of(name, Wiring.frames()));
        // The shipped sets have enough needles, so that it is known before a model is loaded.
        possible(grid, given.orElseGet(() -> NeedleSet.of(NeedleSet.TEXTS)));
        try (Footage footage = Footage.of(haystack)) {
            Haystack.requireFilms(footage.path(), Wiring.frames());
            options.bench(options.out("niavh"), options.model(), progressTo, bench -> {
                NeedleSet set = given.orElseGet(() -> NeedleSet.of(bench.model().vision().isPresent() ? NeedleSet.PICTURES
                        : NeedleSet.TEXTS));
                run(bench, grid, set, footage, out, progressTo);
            });
        }
        return 0;
    }

    /** The published grid is sampled as published. */
    private double fps() {
        return preset.equals("paper") ? options.fps(1) : options.fps();
    }

    private Grid grid() {
        Grid named = Grid.preset(preset);
        return new Grid(lengths == null ? named.lengths() : lengths, depths == null ? named.depths() : depths, named.shared(),
                multi == null ? named.multi() : multi);
    }

    /** What cannot be is refused where it was asked for, and else left out. */
    private Grid possible(Grid grid, NeedleSet set) {
        Optional<String> why = grid.multiImpossible(set);
        if (multi != null && why.isPresent()) {
            throw new AfterimageException(ErrorCode.USAGE, why.get(), "give longer --lengths or more --needles, or --multi 0");
        }
        return why.isPresent() ? grid.withoutMulti() : grid;
    }

    private void run(Bench bench, Grid wanted, NeedleSet set, Footage footage, PrintWriter out, PrintWriter progressTo) {
        Path directory = options.out("niavh");
        Grid grid = possible(wanted, set);
        wanted.multiImpossible(set).ifPresent(why -> progressTo.println("no retrieval, ordering and counting: " + why));
        try (Haystack hay = Haystack.sample(footage.path(), bench.frames(), fps(), grid.longest(), EvalOptions.work(directory));
             ResultsFile results = ResultsFile.open(directory, described(bench, wanted, set, footage, hay))) {
            MemoryCurve memory = new MemoryCurve(directory);
            NiavhRun run = new NiavhRun(bench, hay, set, grid, options.seed(), options.methods(), results, memory);
            RunProgress progress = options.progress(progressTo, run.secondsLeft());
            Path report;
            NiavhSummary summary;
            try {
                run.run(progress);
            } finally {
                progress.end();
                summary = new NiavhSummary(results.rows());
                report = NiavhReport.write(directory, summary, results.run(), memory);
            }
            out.println(options.json() ? Json.text(summary.json(report.toString())) : NiavhReport.table(summary) + System.lineSeparator()
                    + NiavhReport.verdict(summary) + System.lineSeparator()
                    + "report: " + report);
            out.flush();
        }
    }

    /** Everything that decides what a row means. */
    private ObjectNode described(Bench bench, Grid wanted, NeedleSet set, Footage footage, Haystack hay) {
        Grid grid = possible(wanted, set);
        ObjectNode run = options.described("niavh", bench, fps());
        run.put("haystack", footage.name()).put("haystack_seconds", hay.seconds()).put("haystack_digest", hay.digest());
        run.put("needles", set.name()).put("needles_digest", set.digest());
        run.set("lengths", Json.MAPPER.valueToTree(grid.lengths()));
        run.set("depths", Json.MAPPER.valueToTree(grid.depths()));
        run.put("shared", grid.shared()).put("multi", grid.multi());
        wanted.multiImpossible(set).ifPresent(why -> run.put("multi_left_out", why));
        return run;
    }
}
