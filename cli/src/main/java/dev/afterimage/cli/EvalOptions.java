package dev.afterimage.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Wiring;
import dev.afterimage.eval.Evaluation;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.method.RemoteModel;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.eval.run.MadeBy;
import dev.afterimage.eval.run.RunProgress;
import dev.afterimage.eval.run.ResultsFile;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.StoreIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all evaluations take. */
final class EvalOptions {

    @Option(names = "--out", paramLabel = "DIR", description = "where results and report go; a run that was stopped goes on from there "
            + "(default: ./evaluation/KIND)")
    private Path out;
    @Option(names = "--model", paramLabel = "PACK", description = "model pack (default: ${DEFAULT-VALUE})",
            defaultValue = Wiring.DEFAULT_MODEL)
    private String model;
    @Option(names = "--budget", paramLabel = "TOKENS", description = "most tokens of stored blocks in a context, for every method "
            + "(default: ${DEFAULT-VALUE})",
            defaultValue = "768")
    private int budget;
    @Option(names = "--methods", paramLabel = "NAME", split = ",", completionCandidates = MethodNames.class,
            description = "methods to compare (default: all): ${COMPLETION-CANDIDATES}; remote only with --remote")
    private List<String> methods;
    @Option(names = "--remote", paramLabel = "URL", description = "an endpoint in OpenAI's style, up to /v1, whose model is "
            + "asked as method "
            + "'remote', with frames within the same budget; a key is read from AFTERIMAGE_REMOTE_KEY")
    private URI remote;
    @Option(names = "--remote-model", paramLabel = "NAME", description = "the model there")
    private String remoteModel;
    @Option(names = "--remote-frame-tokens", paramLabel = "N", description = "tokens that a frame is taken for (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int remoteFrameTokens;
    @Option(names = "--seed", paramLabel = "N", description = "seed of all random choices (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private long seed;
    @Option(names = "--fps", paramLabel = "N", description = "frames sampled a second (default: as watch, "
            + SourceSettings.DEFAULT_FPS + ")")
    private Double fps;
    @Mixin
    private KeepingOptions keeping;
    @Option(names = "--json", description = "print one summary object on standard output")
    private boolean json;

    /** Those that were registered beside the product's own, too. */
    private static final class MethodNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Method.TABLE.stream().map(Method::name).iterator();
        }
    }

    /** Fails before anything is loaded where something makes no sense. */
    void require() {
        budget();
        fps();
        methods();
        remote();
    }

    Path out(String kind) {
        return (out == null ? Path.of("evaluation", kind) : out).toAbsolutePath().normalize();
    }

    String model() {
        return model;
    }

    int budget() {
        if (budget < 1) {
            throw new AfterimageException(ErrorCode.USAGE, "a context of " + budget + " tokens holds nothing",
                    "give --budget of at least 1");
        }
        return budget;
    }

    List<Method> methods() {
        return Method.named(methods != null ? methods : Method.TABLE.stream().map(Method::name)
                .filter(name -> remote != null || !name.equals(Method.REMOTE)).toList());
    }

    Optional<RemoteModel> remote() {
        if (remote == null && remoteModel == null && (methods == null || !methods.contains(Method.REMOTE))) {
            return Optional.empty();
        }
        if (remote == null || remoteModel == null) {
            throw new AfterimageException(ErrorCode.USAGE, "a remote model needs an endpoint and a name", "give --remote and "
                    + "--remote-model");
        }
        return Optional.of(new RemoteModel(remote, remoteModel, System.getenv().getOrDefault("AFTERIMAGE_REMOTE_KEY", ""),
                remoteFrameTokens));
    }

    long seed() {
        return seed;
    }

    /** @throws AfterimageException for a rate that sees no needle of a second for sure */
    double fps() {
        return fps(SourceSettings.DEFAULT_FPS);
    }

    /** @param usual where none is given */
    double fps(double usual) {
        if (fps == null) {
            return usual;
        }
        if (!(fps >= 1 && fps <= 30)) {
            throw new AfterimageException(ErrorCode.USAGE, "cannot evaluate at " + fps + " frames a second", "give --fps from 1 to 30");
        }
        return fps;
    }

    /** Settings of all evaluations, in force: what is left to the pack is what the pack got. */
    ObjectNode described(String evaluation, Bench bench, double rate) {
        LanguageModel pack = bench.model();
        StoreIdentity stored = StoreIdentity.of(bench.data()).orElseThrow();
        ObjectNode run = Json.object().put("evaluation", evaluation).put("model", pack.name()).put("identity", pack.identity())
                .put("precision", Wiring.packs().precisionOf(pack.name(), pack.identity()).map(Enum::name).orElse("")
                        .toLowerCase(Locale.ROOT))
                .put("kv", stored.kept().kv().text()).put("compression", stored.kept().compression())
                .put("encoder", stored.encoderVersion()).put("budget", budget()).put("seed", seed).put("fps", rate);
        run.set("retrieval", retrieval(Wiring.retrieval(pack)));
        remote().ifPresent(other -> run.put("remote", other.endpoint() + " " + other.model() + ", a frame " + other.frameTokens()
                + " tokens"));
        ObjectNode made = MadeBy.now(Version.current());
        made.set("methods", Json.MAPPER.valueToTree(methods().stream().map(Method::name).toList()));
        run.set(ResultsFile.MADE_BY, made);
        return run;
    }

    /** The blocks are left out where only tokens bound them. */
    private static ObjectNode retrieval(RetrievalSettings settings) {
        ObjectNode json = Json.object().put("policy", settings.policy().label()).put("token_budget", settings.tokenBudget())
                .put("recent_blocks", settings.recentBlocks()).put("score_mass", settings.scoreMass());
        return settings.blocks() == Integer.MAX_VALUE ? json : json.put("blocks", settings.blocks());
    }

    boolean json() {
        return json;
    }

    Keeping keeping() {
        return keeping.or(Keeping.UNSAID);
    }

    RunProgress progress(PrintWriter to, double seconds) {
        return new RunProgress(to, System.console() != null, seconds);
    }

    /**
     * Runs with a data directory of its own, gone afterwards; Ctrl-C ends it in good order. What a stopped or killed
     * run had watched of a stream is taken up again, as long as the results beside it are the same run's.
     *
     * @param out where results go
     */
    void bench(Path out, String pack, PrintWriter progressTo, Consumer<Bench> run) {
        Path work = work(out);
        if (!ResultsFile.begun(out)) {
            delete(work);
        }
        boolean over = !Files.exists(work);
        AtomicBoolean stopped = new AtomicBoolean();
        try (Interruption interruption = Interruption.expected();
             Evaluation evaluation = Evaluation.in(new DataDirectory(work.resolve("data")), pack, keeping(), budget(), remote(),
                     stopped::get,
                     progressTo)) {
            interruption.then(() -> stopped.set(true));
            run.accept(evaluation.bench());
            over = true;
        } catch (AfterimageException failed) {
            // The results there are another run's, which may have left its streams.
            over &= failed.code() == ErrorCode.USAGE;
            throw inOwnWords(failed);
        } catch (CancellationException stoppedInTheMiddle) {
            over = false;
            throw stoppedInTheMiddle;
        } finally {
            if (over || !ResultsFile.begun(out)) {
                delete(work);
            }
        }
    }

    /** What is stored here lies below --out: there is no --data. */
    static AfterimageException inOwnWords(AfterimageException failed) {
        return failed.remedy().contains("--data") ? new AfterimageException(failed.code(), failed.getMessage(),
                failed.remedy().replace("--data", "--out"), failed) : failed;
    }

    /** Streams and footage, as long as they are needed. */
    static Path work(Path out) {
        return out.resolve("work");
    }

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot remove " + directory + ": " + e.getMessage(),
                    "remove it by hand", e);
        }
    }
}
