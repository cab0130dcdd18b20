package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.retrieval.BlockIndex.Retrieved;
import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.retrieval.StreamIndex;
import dev.afterimage.answering.retrieval.WholeStory;
import dev.afterimage.answering.time.TimeReference;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.memory.prompt.PlainText;
import dev.afterimage.memory.prompt.StreamPrompt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The last stages of a question that a model reads from what it saw: retrieve blocks of visual tokens, load their KV
 * (nothing stored is computed again), behind the model's memory of everything before where it has one and the question
 * is of the whole story, with the evidence of the retrieved moments as text, let the model answer, and find out which
 * blocks the answer rests on.
 */
final class VisualReading {

    private final LanguageModel model;
    private final VisualSettings settings;
    private final StreamPrompt prompt;
    private final BlockIndex index;
    private final Context context;
    private final VisualReader reader;
    private final VisualCitations citations;
    private final WrittenTimes written;

    VisualReading(SegmentStore store, LanguageModel model, VisualSettings settings, StreamPrompt prompt, BlockIndex index) {
        this.model = model;
        this.settings = settings;
        this.prompt = prompt;
        this.index = index;
        this.context = new Context(store, model, prompt);
        this.reader = new VisualReader(model, settings);
        this.citations = new VisualCitations(context, settings);
        this.written = new WrittenTimes(model.vision().orElseThrow().layout());
    }

    /**
     * A question and what is looked at for it.
     *
     * @param words as it stands without the turns before it
     * @param part  that in its template, without evidence
     * @param time  that it names
     */
    private record Look(Inquiry inquiry, String words, PromptPart part, StreamIndex.Blocks blocks, TimeReference time) {

        Question question() {
            return inquiry.question();
        }
    }

    /** @param decided what the evidence says, which stands where the model sees nothing either */
    Outcome read(Inquiry inquiry, StreamIndex.Blocks blocks, Optional<Finding> decided, Consumer<String> onText, StopWatch watch,
            Deadline deadline) {
        deadline.check();
        String words = inquiry.words();
        PromptPart part = prompt.question(written.asked(inquiry.form().asked(words)));
        Look look = new Look(inquiry, words, part, blocks, inquiry.time());
        RetrievalSettings whole = settings.retrieval()
                .asked(look.question().retrieval(), context.room(context.tokens(part) + reserved(inquiry), settings.answerTokens()))
                .atMost(model.probe().blocks(), look.question().retrieval());
        Optional<PromptPart> memory = memory(look);
        int remembered = memory.isPresent() ? context.memoryTokens() : 0;
        RetrievalSettings retrieval = whole.without(remembered);
        boolean byLayer = retrieval.policy() == Policy.REKV && look.question().retrieval().given().isEmpty() && model.recallsByLayer();
        Retrieved chosen = byLayer ? new Retrieved(List.of(), new double[0], -1) : chosen(look, retrieval);
        watch.retrieved();
        PromptPart bare = new PromptPart.Text(PlainText.line(words));
        int loaded = byLayer ? retrieval.tokenBudget() : tokens(chosen);
        int lines = Math.min(reserved(inquiry), context.left(context.tokens(part) + remembered + loaded, settings.answerTokens()));
        try (LanguageSession session = context.pinned(memory.isPresent(), remembered + loaded + lines
                + Math.max(context.tokens(bare), context.tokens(part) + settings.answerTokens()), deadline)) {
            int pinned = session.length();
            memory.ifPresent(session::read);
            Retrieved retrieved = byLayer ? context.recall(session, inquiry.stream(), bare, blocks, retrieval) : chosen;
            if (!byLayer) {
                context.load(session, inquiry.stream(), chosen.blocks());
            }
            watch.loaded();
            int held = session.length() - pinned;
            session.read(withEvidence(look, retrieved, lines));
            int promptTokens = session.length();
            AnswerStream spoken = new AnswerStream(model, onText, answer -> written.told(answer, retrieved));
            OptionalDouble weight = reader.read(session, spoken, settings.unseenMargin(retrieved.lead()));
            watch.first(spoken.firstNanos());
            Reply.Usage usage = new Reply.Usage(promptTokens, retrieved.blocks().size(), held, spoken.tokens());
            // Of what was ever there the moment is cited, not all that is remembered.
            VisualCitations.ReadQuestion of = new VisualCitations.ReadQuestion(inquiry.stream(), part, look.time, inquiry.moment().now(),
                    inquiry.moment().watched(),
                    blocks.entries(), retrieved, memory.filter(read -> WholeStory.asked(words)), deadline);
            return new Outcome(weight.isPresent()
                    ? answered(spoken, inquiry.missing(), onText, citations.of(spoken, weight.getAsDouble(), of))
                    : notSeen(of, inquiry, decided), usage);
        }
    }

    /**
     * Tokens of the context that stay free of pictures, where there is evidence to stand beside them. A pack that says how many blocks it
     * wants at most is one that more text confuses: it was not taught to read any beside its pictures.
     */
    private int reserved(Inquiry inquiry) {
        return inquiry.kept().observations().isEmpty() || model.probe().blocks() > 0 ? 0 : settings.evidenceTokens();
    }

    /** The question behind the evidence of the retrieved moments, as far as {@code room} tokens hold it. */
    private PromptPart withEvidence(Look look, Retrieved retrieved, int room) {
        List<String> lines = room == 0 ? List.of() : EvidenceLines.of(look.inquiry, retrieved.blocks(), look.blocks.entries());
        while (!lines.isEmpty()) {
            PromptPart part = prompt.question(written.asked(look.inquiry.form().asked(look.words)), lines);
            if (context.tokens(part) <= context.tokens(look.part) + room) {
                return part;
            }
            lines = lines.subList(1, lines.size());
        }
        return look.part;
    }

    /**
     * What is remembered, where it helps. Blocks that a question names are read alone, and what was at a time is seen
     * in the blocks of that time.
     */
    private Optional<PromptPart> memory(Look look) {
        boolean story = WholeStory.asked(look.words);
        boolean ever = !look.time.bounded() && WholeStory.askedIfEver(look.words);
        return look.question().retrieval().given().isEmpty() && (story || ever)
                ? context.memory(look.inquiry.stream(), look.blocks.entries(), !story) : Optional.empty();
    }

    private Retrieved chosen(Look look, RetrievalSettings retrieval) {
        List<Long> given = look.question().retrieval().given();
        return given.isEmpty() ? index.retrieve(PlainText.line(look.words), look.time, look.blocks, Set.of(), retrieval)
                : BlockIndex.given(given, look.blocks, retrieval);
    }

    private static int tokens(Retrieved retrieved) {
        return retrieved.blocks().stream().mapToInt(BlockEntry::tokens).sum();
    }

    private static Answer answered(AnswerStream spoken, List<Gap> missing, Consumer<String> onText, List<Citation> citations) {
        String more = Unwatched.afterwards(spoken.text(), missing);
        if (!more.isEmpty()) {
            onText.accept(more);
        }
        return new Answer.Answered(spoken.text() + more, citations, "read");
    }

    private Answer notSeen(VisualCitations.ReadQuestion of, Inquiry inquiry, Optional<Finding> decided) {
        if (decided.isPresent() && decided.get() instanceof Finding.NotSeen) {
            return ComputedAnswers.answer(decided.get(), inquiry.stream(), () -> citations.closest(of));
        }
        String gaps = inquiry.missing().isEmpty() ? "" : "; " + Unwatched.clause(inquiry.missing());
        return new Answer.NotSeen("nothing that answers this was seen up to " + Clock.text(of.now()) + gaps, citations.closest(of));
    }
}
