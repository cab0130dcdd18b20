package dev.afterimage.benchmark.worlds;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.answering.evidence.Sureness;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.encoder.NoteEncoderFactory;
import dev.afterimage.encoder.object.CocoClasses;
import dev.afterimage.engine.Parts;
import dev.afterimage.model.format.Precision;
import dev.afterimage.worlds.Expected;
import dev.afterimage.worlds.World;
import dev.afterimage.worlds.WorldQuestion;
import dev.afterimage.worlds.WorldQuestions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Chooses the threshold between an answer and "not seen" on a validation set, and measures the shipped one on held-out worlds. */
@Command(name = "notseen", mixinStandardHelpOptions = true, description = "Refusals of what is not there and of what is, at every "
        + "threshold of the score.")
public final class NotSeenCommand implements Callable<Integer> {

    private static final long VALIDATION = 50_000;
    private static final int QUESTIONS = 12;
    /** What is in the shipped clips; whatever else the detector knows is not. */
    private static final Map<String, Set<String>> CLIPS =
            new TreeMap<>(Map.of("car-detection.mp4", Set.of("car"), "bottle-detection.mp4", Set.of("bottle", "person")));

    @Mixin
    private CommonOptions common;
    @Option(names = "--worlds", paramLabel = "N", description = "of the validation set, and as many held out (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int worlds;
    @Option(names = "--clips", negatable = true, defaultValue = "true", fallbackValue = "true", description = "ask about the shipped "
            + "clips too (default: yes)")
    private boolean clips;

    @Override
    public Integer call() {
        Report report = common.report("notseen");
        AskSettings open = new AskSettings(RetrievalSettings.DEFAULT, AskSettings.DEFAULT.answerTokens(), AskSettings.DEFAULT.textFloor(),
                AskSettings.DEFAULT.yesMargin(), 0);
        try (LanguageModel model = common.model(Precision.FP32); WorldStore store = new WorldStore(model, Parts.embedder(), open)) {
            Roc validation = worlds(store, VALIDATION, worlds);
            if (clips) {
                askAboutClips(store, validation);
            }
            Roc heldOut = worlds(store, World.HELD_OUT, worlds);
            report.add(validation.table("validation set: " + validation.present() + " questions about what is there, " + validation.absent()
                    + " about what is not"))
                    .add(heldOut.table("held-out worlds: " + heldOut.present() + " and " + heldOut.absent()))
                    .note(String.format("threshold with fewest mistakes on the validation set: %.2f; shipped: %.2f", validation.best(),
                    Sureness.FLOOR))
                    .note(String.format("held out, with the shipped threshold: absent refused %.1f %%, false refusals %.1f %%",
                    100 * heldOut.refused(Sureness.FLOOR),
                            100 * heldOut.falseRefusals(Sureness.FLOOR)));
        }
        common.print(report);
        return 0;
    }

    static Roc worlds(WorldStore store, long from, int worlds) {
        Roc roc = new Roc();
        for (long seed = from; seed < from + worlds; seed++) {
            World world = new World(seed);
            store.add(world);
            WorldQuestions.of(world, QUESTIONS, world.heldOut())
                    .forEach(asked -> roc.add(asked.present(), store.ask(world.stream(), asked)));
            store.remove(world.stream());
        }
        return roc;
    }

    private static void askAboutClips(WorldStore store, Roc roc) {
        try (NoteEncoderFactory encoders = Parts.noteEncoders(Parts.networks(), 2)) {
            CLIPS.forEach((clip, there) -> {
                WatchedClip watched = WatchedClip.of(clip, encoders);
                store.add(watched.stream(), watched.frames(), watched.seconds());
                for (String label : CocoClasses.NAMES) {
                    WorldQuestion asked = new WorldQuestion("clip", "Was there " + World.one(label) + "?", new Expected.NotSeen());
                    roc.add(there.contains(label), store.ask(watched.stream(), asked));
                }
                store.remove(watched.stream());
            });
        }
    }
}
