package dev.afterimage.cli;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.eval.run.Progress;
import dev.afterimage.eval.run.ResultsFile;
import dev.afterimage.store.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all evaluations take. */
final class EvalOptions {

    @Option(names = "--out", paramLabel = "DIR", description = "where results and report go; a run that was stopped goes on from there (default: ./evaluation/KIND)")
    private Path out;
    @Option(names = "--model", paramLabel = "PACK", description = "model pack (default: ${DEFAULT-VALUE})", defaultValue = Wiring.DEFAULT_MODEL)
    private String model;
    @Option(names = "--budget", paramLabel = "TOKENS", description = "most tokens of stored blocks in a context, for every method (default: ${DEFAULT-VALUE})",
            defaultValue = "768")
    private int budget;
    @Option(names = "--methods", paramLabel = "NAME", split = ",", description = "methods to compare (default: all): afterimage, rekv, uniform, last-frames, oracle, everything, blind")
    private List<String> methods = Method.TABLE.stream().map(Method::name).toList();
    @Option(names = "--seed", paramLabel = "N", description = "decides everything that is drawn (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private long seed;
    @Option(names = "--fps", paramLabel = "N", description = "frames sampled a second (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private double fps;
    @Mixin
    private KeepingOptions keeping;
    @Option(names = "--json", description = "print one summary object on standard output")
    private boolean json;

    /** Fails before anything is loaded where something makes no sense. */
    void require() {
        budget();
        fps();
        methods();
    }

    Path out(String kind) {
        return (out == null ? Path.of("evaluation", kind) : out).toAbsolutePath().normalize();
    }

    String model() {
        return model;
    }

    int budget() {
        if (budget < 1) {
            throw new AfterimageException(ErrorCode.USAGE, "a context of " + budget + " tokens holds nothing", "give --budget of at least 1");
        }
        return budget;
    }

    List<Method> methods() {
        return Method.named(methods);
    }

    long seed() {
        return seed;
    }

    /** @throws AfterimageException for a rate that sees no needle of a second for sure */
    double fps() {
        if (!(fps >= 1 && fps <= 30)) {
            throw new AfterimageException(ErrorCode.USAGE, "cannot evaluate at " + fps + " frames a second", "give --fps from 1 to 30");
        }
        return fps;
    }

    boolean json() {
        return json;
    }

    Keeping keeping() {
        return keeping.or(Keeping.UNSAID);
    }

    Progress progress(PrintWriter to, double seconds) {
        return new Progress(to, System.console() != null, seconds);
    }

    /**
     * Runs with a data directory of its own, gone afterwards; Ctrl-C ends it in good order. What a stopped or killed run had watched of a stream is
     * taken up again, as long as the results beside it are the same run's.
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
             Wiring.Evaluation evaluation = Wiring.forEvaluation(new DataDirectory(work.resolve("data")), pack, keeping(), budget(), stopped::get, progressTo)) {
            interruption.then(() -> stopped.set(true));
            run.accept(evaluation.bench());
            over = true;
        } catch (AfterimageException failed) {
            // The results there are another run's, which may have left its streams.
            over &= failed.code() == ErrorCode.USAGE;
            throw failed;
        } finally {
            if (over || !ResultsFile.begun(out)) {
                delete(work);
            }
        }
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
            throw new AfterimageException(ErrorCode.STORAGE_FAILED, "cannot remove " + directory + ": " + e.getMessage(), "remove it by hand", e);
        }
    }
}
