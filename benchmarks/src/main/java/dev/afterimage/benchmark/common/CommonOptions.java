package dev.afterimage.benchmark.common;

import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.benchmark.report.Machine;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every benchmark takes. */
public final class CommonOptions {

    @Option(names = "--threads", paramLabel = "N", description = "threads each contender may use (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int threads;
    @Option(names = "--rounds", paramLabel = "N", description = "times each thing is measured; the median counts (default: "
            + "${DEFAULT-VALUE})",
            defaultValue = "5")
    private int rounds;
    @Option(names = "--pack", paramLabel = "NAME", description = "model pack (default: ${DEFAULT-VALUE})", defaultValue = "notes-135m")
    private String pack;
    @Option(names = "--models", paramLabel = "DIR", description = "where packs are stored (default: as the afterimage command)")
    private Path models;
    @Option(names = "--clock", paramLabel = "wall|cpu", description = "cpu: processor time of one thread, for a busy machine; takes "
            + "--threads 1 (default: wall)",
            defaultValue = "wall")
    private Clock clock;
    @Option(names = "--json", description = "print one object instead of tables")
    private boolean json;

    public int threads() {
        return threads;
    }

    /** @throws AfterimageException when processor time is asked for more than one thread: the others' would be missed */
    public Clock clock() {
        if (clock == Clock.CPU && threads != 1) {
            throw new AfterimageException(ErrorCode.USAGE, "processor time is measured of one thread, not of " + threads,
                    "add --threads 1");
        }
        return clock;
    }

    public int rounds() {
        return rounds;
    }

    public String pack() {
        return pack;
    }

    public Path models() {
        return models == null ? ModelPacks.defaultDirectory() : models;
    }

    /** The pack, got first where it is missing. */
    public OnnxLanguageModel model(Precision precision) {
        ModelPacks packs = new ModelPacks(models());
        if (!packs.installed(pack)) {
            packs.pull(pack, CommonOptions::progress);
        }
        return packs.load(pack, precision, threads);
    }

    public static void progress(String what, long done, long total) {
        if (done == 0) {
            System.err.println(what + " ...");
        }
    }

    /** Begins a report; the machine's load is read now. */
    public Report report(String name) {
        return new Report(name, Machine.here(threads), clock());
    }

    public void print(Report report) {
        System.out.println(json ? report.json() : report.text());
    }
}
