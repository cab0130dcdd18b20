package dev.afterimage.eval.method;

import dev.afterimage.answering.form.QuestionForm;
import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.answering.time.TimeReference;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.eval.method.Method.Choice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The product's answerer, told how to choose by the question itself. An answerer of notes also reads facts off the
 * index, all of it; there a method names its blocks first, and the answerer is given a store that holds these and no
 * others: what was not chosen must not be known. Of packs that see, the other policies read the pictures they choose and
 * nothing beside them; the product and an oracle know the evidence too.
 */
public final class BudgetedAsker implements MethodAsker {

    /** Tokens left for the pinned prompt, the question and the answer where everything is loaded. */
    private static final int RESERVE = 512;

    private final LanguageModel model;
    private final SegmentStore store;
    private final Function<SegmentStore, Asker> askers;
    private final int budget;
    private final Optional<RemoteModel> remote;
    private final Asker product;
    private final Asker picturesAlone;
    private final BlockIndex index;

    /**
     * @param askers makes an answerer of the product's kind over a store
     * @param budget most tokens of stored blocks in a context
     * @param remote asked by {@link Method#REMOTE}
     */
    public BudgetedAsker(LanguageModel model, TextEmbedder embedder, SegmentStore store, Function<SegmentStore, Asker> askers, int budget,
            Optional<RemoteModel> remote) {
        this.remote = remote;
        this.model = model;
        this.store = store;
        this.askers = askers;
        this.budget = budget;
        this.product = askers.apply(store);
        this.picturesAlone = askers.apply(new PicturesAlone(store));
        this.index = new BlockIndex(model, embedder);
    }

    @Override
    public Reply ask(Method method, Question question, List<Double> truth) {
        if (method.choice() instanceof Choice.Remote) {
            return remote.orElseThrow(() -> new AfterimageException(ErrorCode.USAGE, "there is no remote model",
                    "give --remote and --remote-model")).ask(store, question, budget);
        }
        Retrieval retrieval = retrieval(method.choice(), question, truth);
        if (method.blind()) {
            return withoutCitations(product.ask(with(question, retrieval), text -> { }));
        }
        boolean asSet = retrieval.policy().isEmpty() && retrieval.given().isEmpty();
        if (asSet || model.vision().isPresent()) {
            return (retrieval.policy().isPresent() ? picturesAlone : product).ask(with(question, retrieval), text -> { });
        }
        return restricted(question, retrieval);
    }

    /** Moments of the grey picture are none of the stream. */
    private static Reply withoutCitations(Reply reply) {
        return reply.answer() instanceof Answer.Answered answered
                ? new Reply(new Answer.Answered(answered.text(), List.of(), answered.method()), reply.usage(), reply.timings(),
                        reply.model(), reply.at(),
                        reply.understood()) : reply;
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

    /**
     * The blocks committed within the seconds of the truth, or those that still held then; the newest where the truth
     * is that there is none.
     */
    private List<Long> given(Question question, List<Double> truth) {
        List<BlockEntry> entries = store.entries(question.stream(), 0, question.at().orElse(Double.POSITIVE_INFINITY));
        List<Double> seconds = truth.isEmpty() ? List.of(Double.MAX_VALUE) : truth;
        return seconds.stream().flatMap(second -> holding(entries, second).stream()).distinct().toList();
    }

    private static List<Long> holding(List<BlockEntry> entries, double second) {
        List<Long> within = entries.stream().filter(entry -> entry.seconds() >= second && entry.seconds() < second + 1)
                .map(BlockEntry::number).toList();
        return within.isEmpty() ? entries.stream().filter(entry -> entry.seconds() <= second).map(BlockEntry::number).reduce((a, b) -> b)
                .stream().toList() : within;
    }

    private Reply restricted(Question question, Retrieval retrieval) {
        long start = System.nanoTime();
        Set<Long> chosen = retrieval.given().isEmpty() ? chosen(question, retrieval) : Set.copyOf(retrieval.given());
        double choosing = (System.nanoTime() - start) / 1e6;
        Retrieval all = new Retrieval(Optional.of(Retrieval.Policy.ALL), OptionalInt.empty(), OptionalInt.of(room()), List.of());
        Reply reply = askers.apply(new ChosenBlocks(store, chosen)).ask(with(question, all), text -> { });
        Reply.Timings took = reply.timings();
        return new Reply(reply.answer(), reply.usage(),
                new Reply.Timings(took.retrieve() + choosing, took.load(), took.firstToken() + choosing, took.total() + choosing),
                        reply.model(), reply.at(),
                reply.understood());
    }

    private Set<Long> chosen(Question question, Retrieval retrieval) {
        RetrievalSettings settings = RetrievalSettings.DEFAULT.asked(retrieval, room());
        StreamInfo stream = store.stream(question.stream()).orElseThrow();
        double now = Math.min(question.at().orElse(stream.lastSeconds()), stream.lastSeconds());
        String asked = QuestionForm.of(question.text()).stem();
        TimeReference time = TimeExpressions.find(asked, now);
        return index.retrieve(asked, time, index.blocks(store, stream, now, settings.policy()), Set.of(), settings).blocks()
                .stream()
                .map(BlockEntry::number).collect(Collectors.toSet());
    }

    private int room() {
        return Math.max(budget, model.contextLength() - RESERVE);
    }
}
