package dev.afterimage.benchmark.retention;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.engine.Parts;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.model.format.Precision;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A day of a busy camera within a limit, as fast as the disk takes it: what lies on the disk, and what a question costs, hour by hour. */
@Command(name = "retention", mixinStandardHelpOptions = true,
        description = "A long stream within a limit of bytes: the disk, and questions.")
public final class RetentionCommand implements Callable<Integer> {

    private static final String QUESTION = "Which colour was the bag on the chair?";

    @Mixin
    private CommonOptions common;
    @Option(names = "--hours", paramLabel = "N", defaultValue = "24", description = "length of the stream (default: ${DEFAULT-VALUE})")
    private int hours;
    @Option(names = "--blocks", paramLabel = "N", defaultValue = "600", description = "blocks of 30 tokens an hour (default: "
            + "${DEFAULT-VALUE}, about 10 GB a day)")
    private int blocks;
    @Option(names = "--limit", paramLabel = "SIZE", defaultValue = "2GB", description = "of all that is kept (default: ${DEFAULT-VALUE})")
    private String limit;

    private final Table table = new Table("a stream within a limit", "hour", "blocks", "kept from block", "most MB on the disk",
            "least MB on the disk", "first token, ms (median)");

    @Override
    public Integer call() {
        Report report = common.report("retention");
        try (LanguageModel model = common.model(Precision.FP32); TemporaryDirectory directory = new TemporaryDirectory()) {
            TextEmbedder embedder = Parts.embedder();
            try (RocksSegmentStore store = Parts.store(directory.path(),
                    new StoreIdentity("random", "random", "random", model.layout()), true)) {
                store.setTotalLimits(new Limits(new Limit(Limit.parseBytes(limit), Double.POSITIVE_INFINITY), Map.of()));
                AskSettings settings = new AskSettings(RetrievalSettings.DEFAULT, 1, -1, 1);
                Asker asker = Parts.notesAsker(store, model, embedder, settings, new NotesPrompt(model));
                BusyStream stream = new BusyStream(store, directory.path(), model.layout(), embedder.width(), 3600.0 / blocks);
                for (int hour = 1; hour <= hours; hour++) {
                    CommonOptions.progress("hour", hour, hours);
                    BusyStream.OnDisk disk = stream.write(blocks);
                    table.row(hour, stream.blocks(), store.firstKept(BusyStream.STREAM), disk.most() / 1e6, disk.least() / 1e6, ask(asker));
                }
            }
        }
        report.add(table).note("made-up notes, KV of 30 tokens in fp16; limit " + limit + "; every file of the data directory counts, "
                + "looked at after every " + BusyStream.LOOKED_AT_AFTER + " blocks; the question is read by the model "
                + "from retrieved notes");
        common.print(report);
        return 0;
    }

    private Samples ask(Asker asker) {
        Question asked = new Question(BusyStream.STREAM, QUESTION, OptionalDouble.empty(), List.of(), Retrieval.AS_SET);
        asker.ask(asked, piece -> { });
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < common.rounds(); round++) {
            times.add(asker.ask(asked, piece -> { }).timings().firstToken());
        }
        return Samples.of(times.stream().mapToDouble(each -> each).toArray());
    }
}
