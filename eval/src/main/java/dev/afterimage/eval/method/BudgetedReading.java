package dev.afterimage.eval.method;

import dev.afterimage.core.Answer;
import dev.afterimage.core.Asker;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.Question;
import dev.afterimage.core.Reply;
import dev.afterimage.core.Retrieval;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.TextEmbedder;
import dev.afterimage.eval.method.Method.Choice;
import dev.afterimage.memory.question.QuestionReader;
import dev.afterimage.memory.retrieval.BlockIndex;
import dev.afterimage.memory.retrieval.RetrievalSettings;
import dev.afterimage.memory.time.TimeReference;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The product's answerer, told how to choose by the question itself. An answerer of notes also reads facts off the index, all of it; there a method
 * names its blocks first, and the answerer is given a store that holds these and no others: what was not chosen must not be known.
 */
public final class BudgetedReading implements Reading {

    /** Tokens left for the pinned prompt, the question and the answer where everything is loaded. */
    private static final int RESERVE = 512;

    private final LanguageModel model;
    private final SegmentStore store;
    private final Function<SegmentStore, Asker> askers;
    private final int budget;
    private final Asker product;
    private final BlockIndex index;

    /**
     * @param askers makes an answerer of the product's kind over a store
     * @param budget most tokens of stored blocks in a context
     */
    public BudgetedReading(LanguageModel model, TextEmbedder embedder, SegmentStore store, Function<SegmentStore, Asker> askers, int budget) {
        this.model = model;
        this.store = store;
        this.askers = askers;
        this.budget = budget;
        this.product = askers.apply(store);
        this.index = new BlockIndex(model, embedder);
    }

    @Override
    public Reply ask(Method method, Question question, List<Double> truth) {
        Retrieval retrieval = retrieval(method.choice(), question, truth);
        if (method.blind()) {
            return withoutCitations(product.ask(with(question, retrieval), text -> { }));
        }
        boolean asSet = retrieval.policy().isEmpty() && retrieval.given().isEmpty();
        return asSet || model.vision().isPresent() ? product.ask(with(question, retrieval), text -> { }) : restricted(question, retrieval);
    }

    /** Moments of the grey picture are none of the stream. */
    private static Reply withoutCitations(Reply reply) {
        return reply.answer() instanceof Answer.Answered answered
                ? new Reply(new Answer.Answered(answered.text(), List.of(), answered.method()), reply.usage(), reply.timings(), reply.model(), reply.at()) : reply;
    }

    private static Question with(Question question, Retrieval retrieval) {
        return new Question(question.stream(), question.text(), question.at(), question.earlier(), retrieval);
    }

    private Retrieval retrieval(Choice choice, Question question, List<Double> truth) {
        if (choice instanceof Choice.ByPolicy by) {
            return new Retrieval(Optional.of(by.policy()), OptionalInt.of(Integer.MAX_VALUE), OptionalInt.of(budget), List.of());
        }
        if (choice instanceof Choice.Everything) {
            return new Retrieval(Optional.of(Retrieval.Policy.ALL), OptionalInt.empty(), OptionalInt.empty(), List.of());
        }
        return choice instanceof Choice.Oracle ? Retrieval.of(given(question, truth))
                : new Retrieval(Optional.empty(), OptionalInt.empty(), OptionalInt.of(budget), List.of());
    }

    /** The blocks committed within the seconds of the truth, or those that still held then; the newest where the truth is that there is none. */
    private List<Long> given(Question question, List<Double> truth) {
        List<BlockEntry> entries = store.entries(question.stream(), 0, question.at().orElse(Double.POSITIVE_INFINITY));
        List<Double> seconds = truth.isEmpty() ? List.of(Double.MAX_VALUE) : truth;
        return seconds.stream().flatMap(second -> holding(entries, second).stream()).distinct().toList();
    }

    private static List<Long> holding(List<BlockEntry> entries, double second) {
        List<Long> within = entries.stream().filter(entry -> entry.seconds() >= second && entry.seconds() < second + 1).map(BlockEntry::number).toList();
        return within.isEmpty() ? entries.stream().filter(entry -> entry.seconds() <= second).map(BlockEntry::number).reduce((a, b) -> b).stream().toList() : within;
    }

    private Reply restricted(Question question, Retrieval retrieval) {
        long start = System.nanoTime();
        Set<Long> chosen = retrieval.given().isEmpty() ? chosen(question, retrieval) : Set.copyOf(retrieval.given());
        double choosing = (System.nanoTime() - start) / 1e6;
        Retrieval all = new Retrieval(Optional.of(Retrieval.Policy.ALL), OptionalInt.empty(), OptionalInt.of(room()), List.of());
        Reply reply = askers.apply(new ChosenBlocks(store, chosen)).ask(with(question, all), text -> { });
        Reply.Timings took = reply.timings();
        return new Reply(reply.answer(), reply.usage(),
                new Reply.Timings(took.retrieve() + choosing, took.load(), took.firstToken() + choosing, took.total() + choosing), reply.model(), reply.at());
    }

    private Set<Long> chosen(Question question, Retrieval retrieval) {
        RetrievalSettings settings = RetrievalSettings.DEFAULT.asked(retrieval, room());
        StreamInfo stream = store.stream(question.stream()).orElseThrow();
        double now = Math.min(question.at().orElse(stream.lastSeconds()), stream.lastSeconds());
        TimeReference time = QuestionReader.read(question.text(), List.of(), now).time();
        return index.retrieve(question.text(), time, index.blocks(store, stream, now, settings.policy()), Set.of(), settings).blocks().stream()
                .map(BlockEntry::number).collect(Collectors.toSet());
    }

    private int room() {
        return Math.max(budget, model.contextLength() - RESERVE);
    }
}
