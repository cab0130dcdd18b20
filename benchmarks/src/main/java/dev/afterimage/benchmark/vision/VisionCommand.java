package dev.afterimage.benchmark.vision;

import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.benchmark.peer.Peer;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Vision tower and prefill at the sizes of published checkpoints, random weights, against {@code transformers} in bf16
 * on the same weights.
 */
@Command(name = "vision", mixinStandardHelpOptions = true, description = "Vision tower and prefill at full size, against transformers in "
        + "bf16.")
public final class VisionCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;
    @Option(names = "--shape", paramLabel = "NAME", split = ",", defaultValue = "smolvlm2-256m,smolvlm2-500m",
            description = "shapes that make_checkpoints.py knows (default: ${DEFAULT-VALUE})")
    private List<String> shapes;
    @Option(names = "--checkpoints", paramLabel = "DIR", description = "where checkpoints are kept or made (default: made in a temporary "
            + "directory)")
    private Path checkpoints;
    @Option(names = "--window", paramLabel = "N", defaultValue = "1024", description = "tokens in the cache before a picture (default: "
            + "${DEFAULT-VALUE})")
    private int window;
    @Option(names = "--frames", paramLabel = "N", defaultValue = "8", description = "frames of the write path (default: ${DEFAULT-VALUE})")
    private int frames;
    @Option(names = "--python", paramLabel = "COMMAND", description = "interpreter with torch and transformers (default: ${DEFAULT-VALUE})",
            defaultValue = "python3")
    private String python;
    @Option(names = "--no-peer", description = "measure ourselves only")
    private boolean noPeer;

    private final Table speeds = new Table("milliseconds", "shape", "contender", "picture to tokens", "tokens prefilled", "both",
            "peer / ours: picture", "prefill", "both");
    private final Table shares = new Table("the write path, every frame whole", "shape", "contender", "processor s a frame",
            "% of two cores at 1 frame/s");

    @Override
    public Integer call() {
        Report report = common.report("vision");
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            for (String shape : shapes) {
                measure(shape, checkpoint(shape, checkpoints == null ? directory.path() : checkpoints),
                        new ModelPacks(directory.path().resolve("packs")), report);
            }
        }
        report.add(speeds).add(shares).note("a picture of " + Eyes.WIDTH + " x " + Eyes.HEIGHT + " pixels of noise, preprocessing "
                + "included on both sides; its tokens and the text "
                + "around them behind " + window + " tokens in the cache; turn by turn, medians of " + common.rounds()
                + " (least-most), ratios of neighbouring runs");
        report.note("processor time is that of the whole process over " + frames + " frames: encode, thumbnail, prefill in the pack's "
                + "window, int8 KV; without capture and disk");
        common.print(report);
        return 0;
    }

    private Path checkpoint(String shape, Path directory) {
        Path made = directory.resolve(shape);
        if (!Files.exists(made.resolve("config.json"))) {
            CommonOptions.progress("making random weights of " + shape, 0, 0);
            Path script = Peer.root().resolve("model-training/conformance/make_checkpoints.py");
            try {
                Process process = new ProcessBuilder(python, script.toString(), "--out", directory.toString(), "--only", shape)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
                if (process.waitFor() != 0) {
                    throw unmade(shape, null);
                }
            } catch (IOException e) {
                throw unmade(shape, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unmade(shape, e);
            }
        }
        return made;
    }

    private AfterimageException unmade(String shape, Exception cause) {
        return new AfterimageException(ErrorCode.USAGE, "no checkpoint of the shape " + shape + " could be made with '" + python + "'",
                "give --python an interpreter in which 'pip install -r benchmarks/peers/requirements-vision.txt' was run, or "
                + "--checkpoints with one made before", cause);
    }

    private void measure(String shape, Path checkpoint, ModelPacks packs, Report report) {
        CommonOptions.progress("importing " + shape, 0, 0);
        packs.importCheckpoint(checkpoint, shape, CommonOptions::progress);
        for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
            try (Eyes eyes = new Eyes(packs.load(shape, precision, common.threads()), window, common.clock())) {
                if (noPeer) {
                    compare(shape, precision, eyes, null);
                } else {
                    try (Peer peer = peer(checkpoint, eyes)) {
                        compare(shape, precision, eyes, peer);
                        report.note(shape + ": transformers " + peer.ready().get("version").asText() + ", torch " + peer.ready()
                                .get("torch").asText() + ", bf16 ("
                                + peer.ready().get("bf16").asText() + ")");
                    }
                }
                double seconds = eyes.processorSeconds(frames);
                shares.row(shape, "afterimage " + precision.label(), seconds, 100 * seconds / 2);
            }
        }
    }

    private Peer peer(Path checkpoint, Eyes eyes) {
        return new Peer("transformers", python, "transformers_peer.py",
                List.of("--checkpoint", checkpoint.toString(), "--threads", "" + common.threads(),
                "--width", "" + Eyes.WIDTH, "--height", "" + Eyes.HEIGHT, "--tokens", "" + eyes.tokens(), "--window", "" + window,
                "--clock", common.clock().name().toLowerCase(Locale.ROOT)), "benchmarks/peers/requirements-vision.txt");
    }

    /** One turn, seconds. */
    private record Turn(double look, double prefill) {

        double both() {
            return look + prefill;
        }
    }

    private void compare(String shape, Precision precision, Eyes eyes, Peer peer) {
        List<Turn> ours = new ArrayList<>();
        List<Turn> theirs = new ArrayList<>();
        for (int round = -1; round < common.rounds(); round++) {
            Turn own = new Turn(eyes.look(), eyes.prefill());
            Turn other = peer == null ? null : new Turn(asked(peer, "look"), asked(peer, "prefill"));
            if (round >= 0) {
                ours.add(own);
                theirs.add(other);
            }
        }
        Map<String, Object> ratios = new LinkedHashMap<>();
        List.<Map.Entry<String, ToDoubleFunction<Turn>>>of(Map.entry("look", Turn::look), Map.entry("prefill", Turn::prefill),
                Map.entry("both", Turn::both))
                .forEach(part -> ratios.put(part.getKey(), peer == null ? "-" : ratio(ours, theirs, part.getValue())));
        speeds.row(shape, "afterimage " + precision.label(), millis(ours, Turn::look), millis(ours, Turn::prefill),
                millis(ours, Turn::both), ratios.get("look"),
                ratios.get("prefill"), ratios.get("both"));
        if (peer != null) {
            speeds.row(shape, "transformers bf16", millis(theirs, Turn::look), millis(theirs, Turn::prefill), millis(theirs, Turn::both),
                    "1", "1", "1");
        }
    }

    private static double asked(Peer peer, String what) {
        return peer.ask(Map.of("do", what)).get("seconds").asDouble();
    }

    private static Samples millis(List<Turn> turns, ToDoubleFunction<Turn> part) {
        return Samples.of(turns.stream().mapToDouble(turn -> 1e3 * part.applyAsDouble(turn)).toArray());
    }

    private static Samples ratio(List<Turn> ours, List<Turn> theirs, ToDoubleFunction<Turn> part) {
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = part.applyAsDouble(theirs.get(i)) / part.applyAsDouble(ours.get(i));
        }
        return Samples.of(ratios);
    }
}
