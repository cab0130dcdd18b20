package dev.afterimage.benchmark.ask;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.answering.ask.VisualSettings;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.benchmark.ask.SyntheticStream.Kind;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.question.SyntheticNotes;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.engine.Parts;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.store.codec.KvForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a question costs after a minute, an hour and ten hours, and what loading a block costs against prefilling it. */
@Command(name = "ask", mixinStandardHelpOptions = true, description = "Questions to short and long streams; loading a block against "
        + "prefilling it.")
public final class AskCommand implements Callable<Integer> {

    /** SmolVLM2-256M's language model. */
    private static final LlamaShape SMOL_256M = new LlamaShape(30, 576, 9, 3, 64, 64, 1536, Activation.SILU, 49_280, 8192, 100_000, 1e-5f);
    /** A picture of 8 x 8 tokens, and about ten of text around it. */
    private static final int PICTURE_TOKENS = 74;
    private static final int NOTE_TOKENS = 30;
    private static final double NOTE_SECONDS = 3;

    @Mixin
    private CommonOptions common;
    @Option(names = "--minutes", paramLabel = "N", split = ",", defaultValue = "1,60,600", description = "lengths of the stream "
            + "(default: ${DEFAULT-VALUE})")
    private List<Double> minutes;
    @Option(names = "--precision", paramLabel = "fp32|int8", description = "of the models (default: ${DEFAULT-VALUE})",
            defaultValue = "fp32")
    private String precision;
    @Option(names = "--question", paramLabel = "TEXT", description = "default: ${DEFAULT-VALUE}",
            defaultValue = "Which colour was the bag on the chair?")
    private String question;

    @Option(names = "--parts", paramLabel = "PART", split = ",", defaultValue = "notes,pictures,load",
            description = "which to measure (default: ${DEFAULT-VALUE})")
    private List<String> parts;

    private final Table table = new Table("a question, ms (medians)", "asked", "minutes", "blocks", "loaded", "first question, index made",
            "retrieve", "load", "first token");

    @Override
    public Integer call() {
        Report report = common.report("ask");
        Precision asked = Precision.of(precision);
        if (parts.contains("notes")) {
            try (LanguageModel notes = common.model(asked)) {
                askNotes(notes);
            }
        }
        if (parts.contains("pictures") || parts.contains("load")) {
            RetrievalProbe probe = new RetrievalProbe(RetrievalProbe.Kind.MEAN, List.of(2));
            try (RandomModel random = new RandomModel(SMOL_256M, common.models().resolve(common.pack()), asked, probe, common.threads())) {
                askPictures(random.model(), report);
            }
        }
        report.add(table).note("entries made up, KV of 256 stored blocks read in turn (page cache warm); pictures of " + PICTURE_TOKENS
                + " tokens a second, KV in int8 by layer; notes of "
                + NOTE_TOKENS + " tokens every " + NOTE_SECONDS + " s, fp16; one answer token; load holds the recall of rekv");
        common.print(report);
        return 0;
    }

    private void askNotes(LanguageModel model) {
        TextEmbedder embedder = Parts.embedder();
        Kind kind = new Kind(model.layout(), NOTE_TOKENS, true, embedder.width(), SyntheticNotes.of(SyntheticStream.STREAM, 3600, 1),
                NOTE_SECONDS, KvForm.FP16, false);
        NotesPrompt prompt = new NotesPrompt(model);
        AskSettings settings = new AskSettings(RetrievalSettings.DEFAULT, 1, -1, 1);
        measure(model.name() + ", default", kind, stream -> Parts.notesAsker(stream, model, embedder, settings, prompt), Retrieval.AS_SET);
    }

    private void askPictures(LanguageModel model, Report report) {
        Kind kind = new Kind(model.layout(), PICTURE_TOKENS, false, 0, List.of(), 1, KvForm.INT8, true);
        VisualSettings settings = new VisualSettings(RetrievalSettings.VISUAL, 1, 0, 1, 1);
        NotesPrompt prompt = new NotesPrompt(model);
        if (parts.contains("load")) {
            try (SyntheticStream stream = new SyntheticStream(kind).lasting(3600)) {
                LoadTrial trial = new LoadTrial(model, stream, prompt, common);
                report.add(trial.blocks(PICTURE_TOKENS, SMOL_256M.width())).add(trial.readAhead(question));
            }
        }
        for (Policy policy : parts.contains("pictures") ? List.of(Policy.DEFAULT, Policy.REKV, Policy.RECENT) : List.<Policy>of()) {
            measure("256M shape, " + policy.label(), kind, stream -> Parts.visualAsker(stream, model, new NoText(), settings, prompt),
                    of(policy));
        }
    }

    private static Retrieval of(Policy policy) {
        return new Retrieval(Optional.of(policy), OptionalInt.empty(), OptionalInt.empty(), List.of());
    }

    private void measure(String name, Kind kind, Function<SyntheticStream, Asker> askers, Retrieval retrieval) {
        try (SyntheticStream stream = new SyntheticStream(kind)) {
            for (double length : minutes) {
                CommonOptions.progress(name + ", " + length + " minutes", 0, 0);
                stream.lasting(60 * length);
                Asker asker = askers.apply(stream);
                Question asked = new Question(SyntheticStream.STREAM, question, OptionalDouble.empty(), List.of(), retrieval);
                Reply first = asker.ask(asked, piece -> { });
                List<Reply> replies = new ArrayList<>();
                for (int round = 0; round < common.rounds(); round++) {
                    replies.add(asker.ask(asked, piece -> { }));
                }
                table.row(name, (int) length, stream.blocks(), replies.get(0).usage().retrievedBlocks(), first.timings().retrieve(),
                        samples(replies, Reply.Timings::retrieve),
                        samples(replies, Reply.Timings::load), samples(replies, Reply.Timings::firstToken));
            }
        }
    }

    private static Samples samples(List<Reply> replies, ToDoubleFunction<Reply.Timings> stage) {
        return Samples.of(replies.stream().mapToDouble(reply -> stage.applyAsDouble(reply.timings())).toArray());
    }

    /** Pictures have no notes, so no question is ever embedded. */
    private static final class NoText implements TextEmbedder {

        @Override
        public float[] embed(String text) {
            throw new IllegalStateException("no block has a note");
        }

        @Override
        public int width() {
            return 0;
        }
    }
}
