package dev.afterimage.benchmark.question;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.question.FirstTokenTrial.Outcome;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.engine.Parts;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.model.format.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Time to first token of a question about a long stream: KV loaded from RocksDB against prefilling the same tokens again. */
@Command(name = "question", mixinStandardHelpOptions = true, description = "Time to first token with stored KV, against prefilling again.")
public final class QuestionCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;
    @Option(names = "--minutes", paramLabel = "N", description = "length of the stream (default: ${DEFAULT-VALUE})", defaultValue = "10")
    private double minutes;
    @Option(names = "--seed", paramLabel = "N", description = "of the synthetic notes (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private long seed;
    @Option(names = "--precision", paramLabel = "fp32|int8", description = "of the model (default: ${DEFAULT-VALUE})",
            defaultValue = "fp32")
    private String precision;
    @Option(names = "--budgets", paramLabel = "TOKENS", split = ",", defaultValue = "128,512,2048,all",
            description = "tokens retrieved, each filled up, beside what is shipped (default: ${DEFAULT-VALUE})")
    private List<String> budgets;
    @Option(names = "--question", paramLabel = "TEXT", description = "default: ${DEFAULT-VALUE}",
            defaultValue = "What was next to the bus on the left?")
    private String question;

    private record Case(String name, RetrievalSettings retrieval) { }

    private final Table times = new Table("time to first token, ms", "retrieved", "blocks", "tokens", "loaded, warm", "loaded, cold",
            "prefilled again",
            "ratio warm", "ratio cold", "ratio warm, retrieval left out");
    private final Table stages = new Table("where a loaded question's time goes, warm, ms (medians)", "retrieved", FirstTokenTrial.RETRIEVE,
            FirstTokenTrial.READ,
            FirstTokenTrial.APPEND, FirstTokenTrial.QUESTION, FirstTokenTrial.FIRST, "all but retrieve");
    private boolean cooled = true;

    @Override
    public Integer call() {
        Report report = common.report("question");
        List<EncodedFrame> frames = SyntheticNotes.of(FilledStore.STREAM, minutes * 60, seed);
        try (LanguageModel model = common.model(Precision.of(precision))) {
            NotesPrompt prompt = new NotesPrompt(model);
            TextEmbedder embedder = Parts.embedder();
            try (FilledStore filled = new FilledStore(model, prompt, embedder, frames)) {
                for (Case one : cases(model)) {
                    measure(one, new FirstTokenTrial(model, prompt, embedder, FilledStore.STREAM, question, one.retrieval, common.clock()),
                            filled);
                }
                report.add(times).add(stages).add(retrieval(model, embedder)).add(product(model, prompt, embedder, filled))
                        .note(stream(filled)).note("model " + model.name() + ", " + precision
                        + "; medians of " + common.rounds()
                        + " (least-most); ratios are of pairs measured one after the other; the pinned prompt's KV is loaded in both");
                report.note(cooled ? "cold: store opened anew, its files dropped from the page cache (processor time leaves the wait for "
                        + "the disk out)" : "cold: store opened anew; the page cache could not be emptied here");
            }
        }
        common.print(report);
        return 0;
    }

    private List<Case> cases(LanguageModel model) {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("as shipped (at most " + RetrievalSettings.DEFAULT.tokenBudget() + ")", RetrievalSettings.DEFAULT));
        budgets.forEach(budget -> cases.add(new Case(budget, budget.equals("all")
                ? new RetrievalSettings(Policy.ALL, model.contextLength() * 3 / 4, 0, 1)
                : new RetrievalSettings(Policy.DEFAULT, tokens(budget), RetrievalSettings.DEFAULT.recentBlocks(), 1))));
        return cases;
    }

    private static int tokens(String budget) {
        try {
            return Integer.parseInt(budget);
        } catch (NumberFormatException e) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + budget + "' is not a budget", "give --budgets numbers of tokens, or all",
                    e);
        }
    }

    private void measure(Case one, FirstTokenTrial asked, FilledStore filled) {
        List<Outcome> warm = new ArrayList<>();
        List<Outcome> again = new ArrayList<>();
        List<Outcome> cold = new ArrayList<>();
        try (SegmentStore store = filled.open()) {
            asked.loaded(store);
            asked.prefilledAgain(store);
            for (int round = 0; round < common.rounds(); round++) {
                warm.add(asked.loaded(store));
                again.add(asked.prefilledAgain(store));
            }
        }
        for (int round = 0; round < common.rounds(); round++) {
            cooled &= filled.cool();
            try (SegmentStore store = filled.open()) {
                cold.add(asked.loaded(store));
            }
        }
        ToDoubleFunction<Outcome> total = outcome -> outcome.stages().total();
        ToDoubleFunction<Outcome> rest = outcome -> total.applyAsDouble(outcome) - outcome.stages().of(FirstTokenTrial.RETRIEVE);
        times.row(one.name, warm.get(0).blocks(), warm.get(0).tokens(), samples(warm, total), samples(cold, total), samples(again, total),
                ratio(again, warm, total), ratio(again, cold, total), ratio(again, warm, rest));
        stages.row(one.name, median(warm, FirstTokenTrial.RETRIEVE), median(warm, FirstTokenTrial.READ),
                median(warm, FirstTokenTrial.APPEND), median(warm, FirstTokenTrial.QUESTION),
                median(warm, FirstTokenTrial.FIRST), samples(warm, rest).median());
    }

    /** The two parts of retrieval that do not grow with the stream. */
    private Table retrieval(LanguageModel model, TextEmbedder embedder) {
        List<Stages> rounds = new ArrayList<>();
        List<Integer> layers = IntStream.range(0, model.layout().layers()).boxed().toList();
        for (int round = 0; round < common.rounds(); round++) {
            Stages stages = new Stages(common.clock());
            embedder.embed(question);
            stages.end("text");
            PromptPart asked = new PromptPart.Text(question);
            model.queries(asked, model.retrievalLayer());
            stages.end("queries");
            layers.forEach(layer -> model.queries(asked, layer));
            stages.end("one by one");
            model.queries(asked, layers);
            stages.end("at once");
            rounds.add(stages);
        }
        return new Table("within retrieval, ms", "question's text vector", "question's queries in layer " + model.retrievalLayer(),
                "in every layer, one by one",
                "in every layer, at once", "ratio")
                .row(samples(rounds, stages -> stages.of("text")), samples(rounds, stages -> stages.of("queries")),
                samples(rounds, stages -> stages.of("one by one")), samples(rounds, stages -> stages.of("at once")),
                samples(rounds, stages -> stages.of("one by one") / stages.of("at once")));
    }

    /** The same question through the product's own asker. */
    private Table product(LanguageModel model, NotesPrompt prompt, TextEmbedder embedder, FilledStore filled) {
        List<Reply> replies = new ArrayList<>();
        try (SegmentStore store = filled.open()) {
            Asker asker = Parts.notesAsker(store, model, embedder, AskSettings.DEFAULT, prompt);
            for (int round = 0; round <= common.rounds(); round++) {
                replies.add(asker.ask(new Question(FilledStore.STREAM, question, OptionalDouble.empty(), List.of()), piece -> { }));
            }
        }
        List<Reply> warm = replies.subList(1, replies.size());
        return new Table("the product's asker, warm, ms", "outcome", "retrieve", "load", "first token", "total", "tokens loaded").row(
                warm.get(0).answer().getClass().getSimpleName(), samples(warm, reply -> reply.timings().retrieve()),
                samples(warm, reply -> reply.timings().load()),
                samples(warm, reply -> reply.timings().firstToken()), samples(warm, reply -> reply.timings().total()),
                warm.get(0).usage().retrievedTokens());
    }

    private String stream(FilledStore filled) {
        return String.format(Locale.ROOT, "stream: %.0f minutes of synthetic notes (seed %d), %d blocks, %d tokens, %.1f MB of KV; "
                + "prefilled and stored in %.1f s",
                minutes, seed, filled.info().blocks(), filled.info().tokens(), filled.info().kvBytes() / 1e6, filled.seconds());
    }

    private static double median(List<Outcome> outcomes, String stage) {
        return samples(outcomes, outcome -> outcome.stages().of(stage)).median();
    }

    private static <T> Samples samples(List<T> outcomes, ToDoubleFunction<T> value) {
        return Samples.of(outcomes.stream().mapToDouble(value).toArray());
    }

    private static Samples ratio(List<Outcome> slow, List<Outcome> quick, ToDoubleFunction<Outcome> value) {
        double[] ratios = new double[slow.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(slow.get(i)) / value.applyAsDouble(quick.get(i));
        }
        return Samples.of(ratios);
    }
}
