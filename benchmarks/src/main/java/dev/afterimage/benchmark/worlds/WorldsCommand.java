package dev.afterimage.benchmark.worlds;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.engine.Parts;
import dev.afterimage.model.format.Precision;
import dev.afterimage.worlds.World;
import dev.afterimage.worlds.WorldQuestion;
import dev.afterimage.worlds.WorldQuestions;
import dev.afterimage.worlds.WorldWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How often the product is right about generated worlds. */
@Command(name = "worlds", mixinStandardHelpOptions = true, description = "Ask about generated worlds whose truth is known, through the "
        + "real store, model and asker.")
public final class WorldsCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;
    @Option(names = "--from", paramLabel = "SEED", description = "seed of the first world; from " + World.HELD_OUT
            + " on they are held out (default: ${DEFAULT-VALUE})",
            defaultValue = "" + World.HELD_OUT)
    private long from;
    @Option(names = "--worlds", paramLabel = "N", description = "default: ${DEFAULT-VALUE}", defaultValue = "500")
    private int worlds;
    @Option(names = "--questions", paramLabel = "N", description = "most asked of one world (default: ${DEFAULT-VALUE})",
            defaultValue = "8")
    private int questions;
    @Option(names = "--wrong", paramLabel = "N", description = "print so many of the wrong answers (default: ${DEFAULT-VALUE})",
            defaultValue = "0")
    private int wrong;

    @Option(names = "--write", paramLabel = "FILE", description = "write the worlds for training instead, one on each line")
    private Path write;

    @Override
    public Integer call() {
        if (write != null) {
            WorldWriter.write(write, from, worlds, questions);
            return 0;
        }
        Report report = common.report("worlds");
        try (LanguageModel model = common.model(Precision.FP32); WorldStore store = new WorldStore(model, Parts.embedder(),
                AskSettings.DEFAULT)) {
            WorldScores scores = scores(store, from, worlds, world -> WorldQuestions.withSpeech(world, questions));
            report.add(scores.table(worlds + " worlds from seed " + from + (from >= World.HELD_OUT ? ", held out" : "")))
                    .note(String.format("absent things refused %.1f %%, false refusals %.1f %%", 100 * scores.absentRefused(),
                    100 * scores.falseRefusals()));
            scores.wrong.stream().limit(wrong).forEach(report::note);
        }
        common.print(report);
        return 0;
    }

    static WorldScores scores(WorldStore store, long from, int worlds, Function<World, List<WorldQuestion>> questions) {
        WorldScores scores = new WorldScores();
        for (long seed = from; seed < from + worlds; seed++) {
            World world = new World(seed);
            List<WorldQuestion> asked = questions.apply(world);
            if (!asked.isEmpty()) {
                store.add(world);
                asked.forEach(one -> scores.add(world, one, store.ask(world.stream(), one)));
                store.remove(world.stream());
            }
        }
        return scores;
    }
}
