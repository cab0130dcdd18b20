package dev.afterimage.eval.method;

import dev.afterimage.core.Asker;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.Question;
import dev.afterimage.core.Reply;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.TextEmbedder;
import dev.afterimage.eval.method.Method.Choice;
import dev.afterimage.memory.question.QuestionReader;
import dev.afterimage.memory.retrieval.BlockIndex;
import dev.afterimage.memory.retrieval.RetrievalSettings;
import dev.afterimage.memory.retrieval.RetrievalSettings.Policy;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The product's answerer over what a method chose. A policy other than the product's own names its blocks first; the answerer then sees a store
 * that holds these blocks and no others, evidence included: an answerer of notes reads facts off the index, and what a method did not choose
 * must not be known to it.
 */
public final class BudgetedReading implements Reading {

    /** Tokens left for the pinned prompt, the question and the answer where everything is loaded. */
    private static final int RESERVE = 512;

    private final LanguageModel model;
    private final TextEmbedder embedder;
    private final SegmentStore store;
    private final BiFunction<SegmentStore, RetrievalSettings, Asker> askers;
    private final int budget;
    private final Asker product;

    /**
     * @param askers makes an answerer of the product's kind over a store
     * @param budget most tokens of stored blocks in a context
     */
    public BudgetedReading(LanguageModel model, TextEmbedder embedder, SegmentStore store, BiFunction<SegmentStore, RetrievalSettings, Asker> askers, int budget) {
        this.model = model;
        this.embedder = embedder;
        this.store = store;
        this.askers = askers;
        this.budget = budget;
        this.product = askers.apply(store, settings(RetrievalSettings.DEFAULT.policy(), RetrievalSettings.DEFAULT.recentBlocks(), RetrievalSettings.DEFAULT.scoreMass()));
    }

    @Override
    public Reply ask(Method method, Question question, List<Double> truth) {
        if (method.choice() instanceof Choice.Product || method.choice() instanceof Choice.Blind) {
            return product.ask(question, text -> { });
        }
        long start = System.nanoTime();
        Set<Long> chosen = chosen(method.choice(), question, truth);
        double choosing = (System.nanoTime() - start) / 1e6;
        Reply reply = askers.apply(new ChosenBlocks(store, chosen), new RetrievalSettings(Policy.ALL, Math.max(budget, all()), 1, 1)).ask(question, text -> { });
        Reply.Timings took = reply.timings();
        return new Reply(reply.answer(), reply.usage(),
                new Reply.Timings(took.retrieve() + choosing, took.load(), took.firstToken() + choosing, took.total() + choosing), reply.model(), reply.at());
    }

    private Set<Long> chosen(Choice choice, Question question, List<Double> truth) {
        double now = question.at().orElse(Double.POSITIVE_INFINITY);
        List<BlockEntry> entries = store.entries(question.stream(), 0, now);
        if (choice instanceof Choice.Oracle) {
            return truth.stream().flatMap(second -> holding(entries, second).stream()).collect(Collectors.toSet());
        }
        RetrievalSettings settings = choice instanceof Choice.ByPolicy by ? settings(by.policy(), by.recent(), 1)
                : new RetrievalSettings(Policy.ALL, all(), 0, 1);
        var time = QuestionReader.read(question.text(), List.of(), entries.isEmpty() ? 0 : entries.get(entries.size() - 1).seconds()).time();
        return new BlockIndex(model, embedder, settings).retrieve(question.text(), time, entries, Set.of()).blocks().stream()
                .map(BlockEntry::number).collect(Collectors.toSet());
    }

    /** The blocks committed within a second, or the one that still held then. */
    private static List<Long> holding(List<BlockEntry> entries, double second) {
        List<Long> within = entries.stream().filter(entry -> entry.seconds() >= second && entry.seconds() < second + 1).map(BlockEntry::number).toList();
        return within.isEmpty() ? entries.stream().filter(entry -> entry.seconds() <= second).map(BlockEntry::number).reduce((a, b) -> b).stream().toList() : within;
    }

    private RetrievalSettings settings(Policy policy, int recent, double mass) {
        return new RetrievalSettings(policy, budget, recent, mass);
    }

    private int all() {
        return Math.max(budget, model.contextLength() - RESERVE);
    }
}
