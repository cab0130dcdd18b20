package dev.afterimage.benchmark.watch;

import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.benchmark.watch.WritePath.Watched;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.model.format.Precision;
import dev.afterimage.store.codec.KvForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sampled frames a second of the whole write path, through the embedded Flink job, and where the time goes. */
@Command(name = "watch", mixinStandardHelpOptions = true, description = "Frames a second of the write path, and KV bytes a minute of "
        + "video.")
public final class WatchCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;
    @Option(names = "--fps", paramLabel = "N", description = "frames sampled a second (default: ${DEFAULT-VALUE})", defaultValue = "2")
    private double fps;
    @Option(names = "--precision", paramLabel = "fp32|int8", description = "of the model (default: ${DEFAULT-VALUE})",
            defaultValue = "fp32")
    private String precision;
    @Option(names = "--compression", paramLabel = "none|drop|dynamic", description = "of a pack that looks at the pictures (default: as "
            + "the afterimage command)")
    private CompressionSettings.Mode compression;
    @Option(names = "--kv", paramLabel = "fp16|int8|int4", description = "how KV is stored (default: ${DEFAULT-VALUE})",
            defaultValue = "fp16")
    private KvForm kv;
    @Parameters(paramLabel = "FILE", arity = "0..*", description = "videos (default: the two shipped clips)")
    private List<Path> files = List.of();

    private final Table speeds = new Table("write path", "clip", "frames", "blocks", "frames/s", "frames/s with job start", "job start s",
            "times real time", "KV MB/minute", "tokens/minute");
    private final List<Table> stages = new ArrayList<>();

    @Override
    public Integer call() {
        Report report = common.report("watch");
        long start = System.nanoTime();
        try (LanguageModel model = common.model(Precision.of(precision))) {
            double loaded = (System.nanoTime() - start) / 1e9;
            try (WritePath path = new WritePath(model, compression(model), kv, common.threads())) {
                double opened = (System.nanoTime() - start) / 1e9 - loaded;
                double first = watchOnce(path, clips().get(0), 0).startSeconds();
                clips().forEach(clip -> measure(path, clip));
                stages.forEach(report.add(speeds)::add);
                report.note(String.format(Locale.ROOT, "before the first frame, once a process: language model checked and loaded %.1f s, "
                        + "store, encoders and text index opened %.1f s, Flink cluster and first job started %.1f s", loaded, opened,
                        first));
            }
        }
        report.note(String.format(Locale.ROOT, "%.1f frames sampled a second, pace asap, model %s; a first run over %s is not counted; "
                + "medians of %d (least-most)", fps,
                precision, clips().get(0).getFileName(), common.rounds()));
        common.print(report);
        return 0;
    }

    private CompressionSettings compression(LanguageModel model) {
        return model.vision().map(tower -> CompressionSettings.of(compression, null, tower))
                .orElseGet(() -> CompressionSettings.of(Mode.NONE, 0));
    }

    private List<Path> clips() {
        Path media = Path.of(System.getProperty("afterimage.root", "."), "media");
        return files.isEmpty() ? List.of(media.resolve("car-detection.mp4"), media.resolve("bottle-detection.mp4")) : files;
    }

    private Watched watchOnce(WritePath path, Path clip, int round) {
        StreamId stream = new StreamId("round-" + round + "-" + Integer.toHexString(clip.toAbsolutePath().hashCode()));
        return path.watch(new SourceSettings(stream, clip.toString(), fps, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT));
    }

    private void measure(WritePath path, Path clip) {
        List<Watched> runs = new ArrayList<>();
        Map<String, List<double[]>> byStage = new HashMap<>(); // seconds, calls, share
        for (int round = 1; round <= common.rounds(); round++) {
            Watched run = watchOnce(path, clip, round);
            runs.add(run);
            for (String stage : Stage.ALL) {
                double frames = run.summary().frames();
                byStage.computeIfAbsent(stage, s -> new ArrayList<>()).add(new double[] {1e3 * path.clock().seconds(stage) / frames,
                    path.clock().calls(stage) / frames, 100 * path.clock().seconds(stage) / run.runSeconds()});
            }
        }
        String name = clip.getFileName().toString();
        Watched any = runs.get(0);
        speeds.row(name, any.summary().frames(), any.summary().blocks(), samples(runs, run -> run.summary().frames() / run.runSeconds()),
                samples(runs, run -> run.summary().frames() / (run.runSeconds() + run.startSeconds())),
                samples(runs, Watched::startSeconds),
                samples(runs, run -> run.videoSeconds() / run.runSeconds()),
                samples(runs, run -> run.summary().kvBytes() / 1e6 * 60 / run.videoSeconds()).median(),
                samples(runs, run -> run.summary().tokens() * 60 / run.videoSeconds()).median());
        Table table = new Table(name + ": where the time goes (medians); share of the run's wall time, stages in several threads overlap",
                "stage", "ms a frame",
                "calls a frame", "share %");
        for (String stage : Stage.ALL) {
            List<double[]> of = byStage.get(stage);
            table.row(stage, samples(of, v -> v[0]).median(), samples(of, v -> v[1]).median(), samples(of, v -> v[2]).median());
        }
        stages.add(table);
    }

    private static <T> Samples samples(List<T> runs, ToDoubleFunction<T> value) {
        return Samples.of(runs.stream().mapToDouble(value).toArray());
    }
}
