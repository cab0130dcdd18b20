package dev.afterimage.eval;

import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.engine.Engine;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Wiring;
import dev.afterimage.eval.haystack.ComposedFrames;
import dev.afterimage.eval.method.BudgetedAsker;
import dev.afterimage.eval.method.MethodAsker;
import dev.afterimage.eval.method.RemoteModel;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.store.DataDirectory;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** An engine and what evaluations need of it. */
public record Evaluation(Engine engine, Bench bench) implements AutoCloseable {

    /**
     * Opens a data directory of an evaluation's own.
     *
     * @param budget  most tokens of stored blocks in a context
     * @param stopped whether the user wants it to end
     */
    public static Evaluation in(DataDirectory directory, String pack, Keeping keeping, int budget, BooleanSupplier stopped,
            PrintWriter progress) {
        return in(directory, pack, keeping, budget, Optional.empty(), stopped, progress);
    }

    /** The same with a model behind an endpoint as a baseline. */
    public static Evaluation in(DataDirectory directory, String pack, Keeping keeping, int budget, Optional<RemoteModel> remote,
            BooleanSupplier stopped, PrintWriter progress) {
        ComposedFrames frames = new ComposedFrames(Wiring.frames());
        Engine engine = Wiring.forWriting(directory, pack, keeping.withoutRecording(), frames, progress);
        StreamPrompt prompt = StreamPrompt.of(engine.model());
        TextEmbedder embedder = Wiring.embedder();
        MethodAsker reading = new BudgetedAsker(engine.model(), embedder, engine.store(),
                store -> Wiring.asker(store, engine.model(), embedder, prompt, Retrieval.AS_SET), budget, remote);
        return new Evaluation(engine, new Bench(directory.path(), engine.model(), engine.store(), engine.watching(), frames, reading,
                stopped));
    }

    @Override
    public void close() {
        engine.close();
    }
}
