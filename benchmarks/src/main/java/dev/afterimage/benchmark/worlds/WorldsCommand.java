package dev.afterimage.benchmark.worlds;

import dev.afterimage.benchmark.CommonOptions;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.model.MiniLmTextEmbedder;
import dev.afterimage.model.format.Precision;
import dev.afterimage.qa.ask.AskSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How often the product is right about generated worlds. */
@Command(name = "worlds", mixinStandardHelpOptions = true, description = "Ask about generated worlds whose truth is known, through the real store, model and asker.")
public final class WorldsCommand implements Callable<Integer> {

    /** Worlds from here on are held out: nothing was tuned on them. */
    static final long HELD_OUT = 100_000;

    @Mixin
    private CommonOptions common;
    @Option(names = "--from", paramLabel = "SEED", description = "seed of the first world; from " + HELD_OUT + " on they are held out (default: ${DEFAULT-VALUE})",
            defaultValue = "" + HELD_OUT)
    private long from;
    @Option(names = "--worlds", paramLabel = "N", description = "default: ${DEFAULT-VALUE}", defaultValue = "500")
    private int worlds;
    @Option(names = "--questions", paramLabel = "N", description = "most asked of one world (default: ${DEFAULT-VALUE})", defaultValue = "8")
    private int questions;
    @Option(names = "--wrong", paramLabel = "N", description = "print so many of the wrong answers (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private int wrong;

    @Option(names = "--write", paramLabel = "FILE", description = "write the worlds for training instead, one a line")
    private Path write;

    @Override
    public Integer call() {
        if (write != null) {
            WorldWriter.write(write, from, worlds, questions);
            return 0;
        }
        Report report = common.report("worlds");
        try (LanguageModel model = common.model(Precision.FP32); WorldStore store = new WorldStore(model, new MiniLmTextEmbedder(), AskSettings.DEFAULT)) {
            WorldScores scores = scores(store, from, worlds, world -> questions(world, questions));
            report.add(scores.table(worlds + " worlds from seed " + from + (from >= HELD_OUT ? ", held out" : "")))
                    .note(String.format("absent things refused %.1f %%, false refusals %.1f %%", 100 * scores.absentRefused(), 100 * scores.falseRefusals()));
            scores.wrong.stream().limit(wrong).forEach(report::note);
        }
        common.print(report);
        return 0;
    }

    static WorldScores scores(WorldStore store, long from, int worlds, Function<World, List<Asked>> questions) {
        WorldScores scores = new WorldScores();
        for (long seed = from; seed < from + worlds; seed++) {
            World world = new World(seed);
            List<Asked> asked = questions.apply(world);
            if (!asked.isEmpty()) {
                store.add(world);
                asked.forEach(one -> scores.add(world, one, store.ask(world.stream(), one)));
                store.remove(world.stream());
            }
        }
        return scores;
    }

    /** What is seen, and half as many about what is said where anything is. */
    static List<Asked> questions(World world, int most) {
        List<Asked> questions = new ArrayList<>(WorldQuestions.of(world, most, world.heldOut()));
        questions.addAll(SaidQuestions.of(world, most / 2));
        return questions;
    }
}
