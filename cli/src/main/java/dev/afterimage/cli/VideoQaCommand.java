package dev.afterimage.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.eval.run.Digest;
import dev.afterimage.eval.run.Json;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.eval.run.Progress;
import dev.afterimage.eval.run.ResultsFile;
import dev.afterimage.eval.videoqa.Annotations;
import dev.afterimage.eval.videoqa.EgocentricDay;
import dev.afterimage.eval.videoqa.QaVideo;
import dev.afterimage.eval.videoqa.VideoQaReport;
import dev.afterimage.eval.videoqa.VideoQaRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Streaming question answering. */
@Command(name = "videoqa", mixinStandardHelpOptions = true,
        description = "Questions about videos, each asked at its own time while the stream goes on.")
final class VideoQaCommand implements Callable<Integer> {

    /** How options of a question are dealt with. */
    enum OptionsMode { MATCHED, ASKED }

    @Mixin
    private EvalOptions options;
    @Option(names = "--annotations", paramLabel = "FILE", description = "a benchmark's annotations (docs/evaluation.md lists the formats); default: a made-up day")
    private Path annotations;
    @Option(names = "--videos", paramLabel = "DIR", description = "where the annotations' films are (default: beside them)")
    private Path videos;
    @Option(names = "--minutes", paramLabel = "N", description = "length of the made-up day (default: ${DEFAULT-VALUE})", defaultValue = "5")
    private double minutes;
    @Option(names = "--options", paramLabel = "matched|asked",
            description = "ask without the options and match the answer with them, or put them into the question (default: ${DEFAULT-VALUE})", defaultValue = "matched")
    private OptionsMode mode;
    @Option(names = "--pace", paramLabel = "realtime|asap", description = "play films at their own speed, or as fast as can be (default: ${DEFAULT-VALUE})", defaultValue = "asap")
    private SourceSettings.Pace pace;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progressTo = options.json() ? spec.commandLine().getErr() : out;
        options.require();
        List<QaVideo> given = annotations == null ? List.of(EgocentricDay.of(minutes, options.seed(), false))
                : Annotations.read(annotations, videos == null ? annotations.toAbsolutePath().getParent() : videos);
        options.bench(options.out("videoqa"), options.model(), progressTo, bench -> {
            // A pack that only reads does not know what it has no detector for: things get their names written under them.
            List<QaVideo> asked = annotations == null && bench.model().vision().isEmpty() ? List.of(EgocentricDay.of(minutes, options.seed(), true)) : given;
            run(bench, asked, out, progressTo);
        });
        return 0;
    }

    private void run(Bench bench, List<QaVideo> asked, PrintWriter out, PrintWriter progressTo) {
        Path directory = options.out("videoqa");
        try (ResultsFile results = ResultsFile.open(directory, described(bench, asked))) {
            MemoryCurve memory = new MemoryCurve(directory);
            VideoQaRun run = new VideoQaRun(bench, asked, options.fps(), mode == OptionsMode.ASKED, pace, options.methods(), results, memory);
            Progress progress = options.progress(progressTo, run.secondsLeft());
            VideoQaReport report;
            Path page;
            try {
                run.run(progress);
            } finally {
                progress.end();
                report = new VideoQaReport(results.rows(), results.run(), memory);
                page = report.write(directory);
            }
            out.println(options.json() ? Json.text(report.json(page.toString())) : report.table() + System.lineSeparator() + "report: " + page);
            out.flush();
        }
    }

    /** By their names: the same films may lie elsewhere when a run goes on. */
    private static String films(QaVideo video) {
        return video.films().stream().map(film -> film.file().getFileName() + "@" + film.begin()).toList().toString();
    }

    private ObjectNode described(Bench bench, List<QaVideo> asked) {
        Digest digest = new Digest();
        asked.forEach(video -> digest.add(video.name()).add(films(video)).add(video.items().toString()));
        return Json.object().put("evaluation", "videoqa").put("model", bench.model().name()).put("identity", bench.model().identity())
                .put("data", annotations == null ? "a made-up day of " + minutes + " minutes, seed " + options.seed() : annotations.getFileName().toString())
                .put("data_digest", digest.hex()).put("fps", options.fps()).put("budget", options.budget()).put("options", mode.name())
                .put("keeping", options.keeping().toString());
    }
}
