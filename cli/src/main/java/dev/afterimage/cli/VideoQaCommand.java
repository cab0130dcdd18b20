package dev.afterimage.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.engine.Wiring;
import dev.afterimage.eval.input.Digest;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.eval.run.ResultsFile;
import dev.afterimage.eval.run.RunProgress;
import dev.afterimage.eval.videoqa.Annotations;
import dev.afterimage.eval.videoqa.EgocentricDay;
import dev.afterimage.eval.videoqa.QaVideo;
import dev.afterimage.eval.videoqa.VideoQaReport;
import dev.afterimage.eval.videoqa.VideoQaRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Streaming question answering. */
@Command(name = "videoqa", mixinStandardHelpOptions = true,
        description = "Questions about videos, each asked at its own time during the stream.")
final class VideoQaCommand implements Callable<Integer> {

    /** How options of a question are dealt with. */
    enum OptionsMode { MATCHED, ASKED }

    private static final List<String> FOR_ANNOTATIONS = List.of("--videos", "--pace");
    private static final List<String> FOR_THE_DAY = List.of("--minutes", "--level");

    @Mixin
    private EvalOptions options;
    @Option(names = "--annotations", paramLabel = "FILE", description = "a benchmark's annotations (docs/evaluation.md lists the "
            + "formats); default: a generated day")
    private Path annotations;
    @Option(names = "--videos", paramLabel = "DIR", description = "where the annotations' films are (default: beside them)")
    private Path videos;
    @Option(names = "--level", paramLabel = "N", description = "how hard the generated day is, 1 to 3 (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int level;
    @Option(names = "--minutes", paramLabel = "N", description = "length of the generated day (default: 5, 20 or 60, by its level)")
    private Double minutes;
    @Option(names = "--limit", paramLabel = "N", description = "only the first N questions")
    private Integer limit;
    @Option(names = "--subset", paramLabel = "KIND", split = ",", description = "only questions of these kinds")
    private Set<String> subset = Set.of();
    @Option(names = "--options", paramLabel = "matched|asked",
            description = "ask without the options and match the answer with them, or put them into the question (default: asked, as "
            + "benchmarks do; matched for the generated day)")
    private OptionsMode mode;
    @Option(names = "--pace", paramLabel = "realtime|asap", description = "play films at their own speed, or as fast as possible "
            + "(default: ${DEFAULT-VALUE})", defaultValue = "asap")
    private SourceSettings.Pace pace;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progressTo = options.json() ? spec.commandLine().getErr() : out;
        options.require();
        requireOneSource();
        List<QaVideo> given = annotations == null ? List.of(day(false))
                : Annotations.read(annotations, videos == null ? annotations.toAbsolutePath().getParent() : videos,
                        Wiring.frames());
        if (limit != null && limit < 1) {
            throw new AfterimageException(ErrorCode.USAGE, "--limit " + limit + " leaves no question", "give at least 1");
        }
        List<QaVideo> part = part(given);
        tellLeftOut(progressTo);
        options.bench(options.out("videoqa"), options.model(), progressTo, bench -> {
            // A pack that only reads does not know what it has no detector for: things get their names written under them.
            List<QaVideo> asked = annotations == null && bench.model().vision()
                    .isEmpty() ? part(List.of(day(true))) : part;
            run(bench, asked, out, progressTo);
        });
        return 0;
    }

    private void tellLeftOut(PrintWriter to) {
        Map<String, Integer> leftOut = annotations == null ? Map.of() : Annotations.leftOut(annotations);
        if (!leftOut.isEmpty()) {
            to.println("left out, since a judge model marks their answers: " + leftOut.entrySet().stream()
                    .map(kind -> kind.getValue() + " of the kind " + kind.getKey()).collect(Collectors.joining(", ")));
        }
    }

    private double minutes() {
        return minutes == null ? EgocentricDay.minutes(level) : minutes;
    }

    private QaVideo day(boolean labelled) {
        return EgocentricDay.of(minutes(), options.seed(), level, labelled);
    }

    private List<QaVideo> part(List<QaVideo> videos) {
        return Annotations.part(videos, subset, limit == null ? Integer.MAX_VALUE : limit);
    }

    private OptionsMode mode() {
        return mode != null ? mode : annotations == null ? OptionsMode.MATCHED : OptionsMode.ASKED;
    }

    /** The made-up day and annotations have options of their own; what would be ignored is refused. */
    private void requireOneSource() {
        for (String option : annotations == null ? FOR_ANNOTATIONS : FOR_THE_DAY) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new AfterimageException(ErrorCode.USAGE, annotations == null ? option + " is for annotated films, and none are given"
                        : option + " is for the made-up day, and --annotations names films instead",
                        annotations == null ? "give --annotations too, or leave " + option + " out" : "leave one of the two out");
            }
        }
    }

    private void run(Bench bench, List<QaVideo> asked, PrintWriter out, PrintWriter progressTo) {
        Path directory = options.out("videoqa");
        try (ResultsFile results = ResultsFile.open(directory, described(bench, asked))) {
            MemoryCurve memory = new MemoryCurve(directory);
            VideoQaRun run = new VideoQaRun(bench, asked, options.fps(), mode() == OptionsMode.ASKED, pace, options.methods(), results,
                    memory);
            RunProgress progress = options.progress(progressTo, run.secondsLeft());
            VideoQaReport report;
            Path page;
            try {
                run.run(progress);
            } finally {
                progress.end();
                report = new VideoQaReport(results.rows(), results.run(), memory);
                page = report.write(directory);
            }
            out.println(options.json() ? Json.text(report.json(page.toString())) : report.table() + System.lineSeparator() + "report: "
                    + page);
            out.flush();
        }
    }

    private ObjectNode described(Bench bench, List<QaVideo> asked) {
        Digest footage = new Digest();
        Digest questions = new Digest();
        asked.forEach(video -> {
            footage.add(video.digest());
            questions.add(video.items().toString());
        });
        ObjectNode run = options.described("videoqa", bench, options.fps())
                .put("data", annotations == null ? "a made-up day of level " + level + ", " + minutes() + " minutes, seed " + options.seed()
                : annotations.getFileName().toString())
                .put("footage_digest", footage.hex()).put("questions_digest", questions.hex())
                .put("options", mode().name().toLowerCase(Locale.ROOT))
                .put("task", annotations == null ? "day" : Annotations.task(annotations));
        // What was not asked for is no setting.
        if (!subset.isEmpty()) {
            run.put("subset", String.join(",", new TreeSet<>(subset)));
        }
        return limit == null ? run : run.put("limit", limit);
    }
}
