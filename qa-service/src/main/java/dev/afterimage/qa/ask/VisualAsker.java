package dev.afterimage.qa.ask;

import dev.afterimage.core.Answer;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LanguageSession;
import dev.afterimage.core.PromptPart;
import dev.afterimage.core.Question;
import dev.afterimage.core.Reply;
import dev.afterimage.core.Retrieval.Policy;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.TextEmbedder;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.prompt.PlainText;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.memory.question.FollowUp;
import dev.afterimage.memory.question.WholeStory;
import dev.afterimage.memory.retrieval.BlockIndex;
import dev.afterimage.memory.retrieval.BlockIndex.Retrieved;
import dev.afterimage.memory.retrieval.RetrievalSettings;
import dev.afterimage.memory.retrieval.StreamIndex;
import dev.afterimage.memory.time.Clock;
import dev.afterimage.memory.time.TimeExpressions;
import dev.afterimage.memory.time.TimeReference;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Answers questions with a model that looked at the frames itself: retrieve blocks of visual tokens, load their KV (nothing stored is computed
 * anew), behind the model's memory of everything before where it has one and the question is of the whole story, let the model answer, and find out
 * which blocks the answer rests on. Nothing later than the question's moment is looked at.
 */
public final class VisualAsker extends StreamAsker {

    private final VisualSettings settings;
    private final StreamPrompt prompt;
    private final BlockIndex index;
    private final Context context;
    private final VisualReader reader;
    private final VisualCitations citations;
    private final WrittenTimes written;

    /** @param prompt the one the blocks were prefilled behind; shared with the write path it is computed once */
    public VisualAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, VisualSettings settings, StreamPrompt prompt) {
        super(store, model);
        this.settings = settings;
        this.prompt = prompt;
        this.index = new BlockIndex(model, embedder);
        this.context = new Context(store, model, prompt);
        this.reader = new VisualReader(model, settings);
        this.citations = new VisualCitations(context, settings);
        this.written = new WrittenTimes(model.vision().orElseThrow().layout());
    }

    @Override
    Outcome answer(Question question, Moment moment, Consumer<String> onText, StopWatch watch) {
        String asked = FollowUp.resolved(question.text(), NotesPrompt.earlierQuestions(question.earlier()), moment.now());
        PromptPart part = prompt.question(written.asked(asked));
        RetrievalSettings whole = settings.retrieval().asked(question.retrieval(), context.room(context.tokens(part), settings.answerTokens()))
                .atMost(model.probe().blocks(), question.retrieval());
        StreamIndex.Blocks blocks = index.blocks(store, moment.stream(), moment.now(), whole.policy());
        TimeReference time = TimeExpressions.find(asked, moment.now());
        if (blocks.entries().isEmpty() || time.future()) {
            String why = blocks.entries().isEmpty() ? "nothing was watched up to " + Clock.text(moment.now())
                    : Clock.text(time.span().start()) + " lies after " + Clock.text(moment.now()) + ", the last moment there is";
            return new Outcome(new Answer.NotSeen(why, List.of()), new Reply.Usage(0, 0, 0, 0));
        }
        Optional<PromptPart> memory = memory(question, asked, time, blocks.entries());
        int remembered = memory.isPresent() ? context.memoryTokens() : 0;
        RetrievalSettings retrieval = whole.without(remembered);
        boolean byLayer = retrieval.policy() == Policy.REKV && question.retrieval().given().isEmpty() && model.recallsByLayer();
        Retrieved chosen = byLayer ? new Retrieved(List.of(), new double[0], -1) : chosen(question, asked, time, blocks, retrieval);
        watch.retrieved();
        int loaded = byLayer ? retrieval.tokenBudget() : tokens(chosen);
        PromptPart bare = new PromptPart.Text(PlainText.line(asked));
        try (LanguageSession session = context.pinned(memory.isPresent(), remembered + loaded + Math.max(context.tokens(bare), context.tokens(part) + settings.answerTokens()))) {
            int pinned = session.length();
            memory.ifPresent(session::read);
            Retrieved retrieved = byLayer ? context.recall(session, question.stream(), bare, blocks, retrieval) : chosen;
            if (!byLayer) {
                context.load(session, question.stream(), chosen.blocks());
            }
            watch.loaded();
            int held = session.length() - pinned;
            session.read(part);
            int promptTokens = session.length();
            Spoken spoken = new Spoken(model, onText, answer -> written.told(answer, retrieved));
            OptionalDouble weight = reader.read(session, spoken, settings.unseenMargin(retrieved.lead()));
            watch.first(spoken.firstNanos());
            Reply.Usage usage = new Reply.Usage(promptTokens, retrieved.blocks().size(), held, spoken.tokens());
            // Of what was ever there the moment is cited, not all that is remembered.
            VisualCitations.Asked of = new VisualCitations.Asked(question.stream(), part, time, moment.now(), blocks.entries(), retrieved, memory.filter(read -> WholeStory.asked(asked)));
            return new Outcome(weight.isPresent() ? new Answer.Answered(spoken.text(), citations.of(spoken, weight.getAsDouble(), of), "read") : notSeen(of), usage);
        }
    }

    /** What is remembered, where it helps. Blocks that a question names are read alone, and what was at a time is seen in the blocks of that time. */
    private Optional<PromptPart> memory(Question question, String asked, TimeReference time, List<BlockEntry> blocks) {
        boolean story = WholeStory.asked(asked);
        boolean ever = !time.bounded() && WholeStory.askedIfEver(asked);
        return question.retrieval().given().isEmpty() && (story || ever) ? context.memory(question.stream(), blocks, !story) : Optional.empty();
    }

    private Retrieved chosen(Question question, String asked, TimeReference time, StreamIndex.Blocks blocks, RetrievalSettings retrieval) {
        List<Long> given = question.retrieval().given();
        return given.isEmpty() ? index.retrieve(PlainText.line(asked), time, blocks, Set.of(), retrieval) : BlockIndex.given(given, blocks, retrieval);
    }

    private static int tokens(Retrieved retrieved) {
        return retrieved.blocks().stream().mapToInt(BlockEntry::tokens).sum();
    }

    private Answer notSeen(VisualCitations.Asked of) {
        return new Answer.NotSeen("nothing that answers this was seen up to " + Clock.text(of.now()), citations.closest(of));
    }
}
