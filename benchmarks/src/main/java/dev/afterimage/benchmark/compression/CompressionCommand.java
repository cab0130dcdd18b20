package dev.afterimage.benchmark.compression;

import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.TokenGrid;
import dev.afterimage.store.codec.KvForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tokens that each compression leaves of the shipped clips, and what they take on the disk at the shapes of published models. */
@Command(name = "compression", mixinStandardHelpOptions = true, description = "Visual tokens dropped, and bytes of KV an hour by codec "
        + "and compression.")
public final class CompressionCommand implements Callable<Integer> {

    private static final double REKV_GIGABYTES_PER_HOUR = 4.0;

    @Mixin
    private CommonOptions common;
    @Option(names = "--minutes", paramLabel = "N", description = "how long each clip plays, again and again (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private double minutes;

    private final Map<String, List<float[]>> seen = new HashMap<>();

    @Override
    public Integer call() {
        Report report = common.report("compression");
        try (LearnedPatches eyes = new LearnedPatches(common.threads())) {
            for (Shape shape : Shape.ALL) {
                for (double fps : shape.rows() > 8 ? new double[] {0.5, 1} : new double[] {1}) {
                    report.add(table(eyes, shape, fps));
                }
            }
        }
        report.add(scenes());
        report.note("a token is " + LearnedPatches.WIDTH + " numbers of the shipped EfficientNet-Lite0's last map, which stands in for a "
                + "vision tower; "
                + CompressedClip.TEXT_TOKENS + " tokens of text around a picture are counted");
        report.note("ReKV, LLaVA-OneVision-0.5B, as published: " + REKV_GIGABYTES_PER_HOUR + " GB an hour at 0.5 frames a second, fp16");
        common.print(report);
        return 0;
    }

    private Table table(LearnedPatches eyes, Shape shape, double fps) {
        Table table = new Table(shape.name() + ", pictures of " + shape.pictureTokens() + " tokens, " + fps + " frames a second", "clip",
                "compression",
                "blocks/minute", "tokens/minute", "dropped %", "frames without block %", "tokens/minute if each had one", "GB/h fp16",
                "GB/h int8", "GB/h int4");
        for (Clip clip : Clip.shipped()) {
            for (CompressionSettings settings : settings(shape)) {
                CompressedClip watched = CompressedClip.of(seen(eyes, clip, shape, fps), new TokenGrid(shape.rows(), shape.columns()),
                        LearnedPatches.WIDTH, settings, fps, minutes);
                table.row(clip.name(), settings.mode() == Mode.DYNAMIC ? "dynamic, " + settings.tokensPerMinute() + "/min" : settings.mode()
                        .name().toLowerCase(Locale.ROOT),
                        watched.blocks().size() / minutes, watched.tokensPerMinute(), 100 * watched.dropped(),
                        100.0 * watched.nothing() / watched.frames(),
                        watched.tokensPerMinuteWithPlaceholders(), watched.gigabytesPerHour(shape, KvForm.FP16),
                        watched.gigabytesPerHour(shape, KvForm.INT8),
                        watched.gigabytesPerHour(shape, KvForm.INT4));
            }
        }
        return table;
    }

    private Table scenes() {
        Table table = new Table("scenes of a clip, 1 frame a second, found by", "clip", "mean token alone", "mean token and drop ratio");
        for (Clip clip : Clip.shipped()) {
            List<float[]> embeddings = seen.get(key(clip, Shape.ALL.get(0), 1));
            table.row(clip.name(), Scenes.starts(embeddings, false), Scenes.starts(embeddings, true));
        }
        return table;
    }

    private static String key(Clip clip, Shape shape, double fps) {
        return clip.name() + " " + shape.rows() + " " + fps;
    }

    private static List<CompressionSettings> settings(Shape shape) {
        return List.of(CompressionSettings.of(Mode.NONE, 0), CompressionSettings.of(Mode.DROP, 0),
                CompressionSettings.of(Mode.DYNAMIC, CompressionSettings.defaultBudget(shape.pictureTokens())));
    }

    private List<float[]> seen(LearnedPatches eyes, Clip clip, Shape shape, double fps) {
        return seen.computeIfAbsent(key(clip, shape, fps), key -> {
            List<float[]> embeddings = new ArrayList<>();
            for (Frame frame : clip.frames(fps)) {
                embeddings.add(eyes.see(frame, shape.rows(), shape.columns()));
            }
            return embeddings;
        });
    }
}
