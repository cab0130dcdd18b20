package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.evaluate.Phrases;
import dev.afterimage.answering.evaluate.Support;
import dev.afterimage.answering.evidence.StoredUtterance;
import dev.afterimage.answering.evidence.Coverage;
import dev.afterimage.answering.form.QuestionForm;
import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The last stages of a question: what is known is worded; what is not is read by the model (load, decode, cite). */
final class NotesReading {

    private final Context context;
    private final LanguageModel model;
    private final NotesPrompt prompt;
    private final AskSettings settings;
    private final NoteReader reader;

    NotesReading(Context context, LanguageModel model, NotesPrompt prompt, AskSettings settings) {
        this.context = context;
        this.model = model;
        this.prompt = prompt;
        this.settings = settings;
        this.reader = new NoteReader(model, prompt, settings);
    }

    /**
     * A question and what is loaded for it.
     *
     * @param whole     the question as it stands without the turns before it
     * @param whether   whether it is answered by yes or no
     * @param entries   all blocks up to its moment
     * @param watched   which of the time up to its moment was watched
     * @param heard     what was said near it; empty where the notes of the picture are read
     * @param otherwise what stands when reading finds nothing
     */
    record ReadingTask(Question question, String whole, boolean whether, BlockIndex.Retrieved retrieved, List<BlockEntry> entries,
            Coverage watched,
            List<Support> heard, Finding otherwise) {

        StreamId stream() {
            return question.stream();
        }
    }

    /** The block whose note is nearest to a question, as a citation; none where no block has a note. */
    List<Citation> closest(BlockIndex.Nearest nearest, List<BlockEntry> entries, Coverage watched, StreamId stream) {
        return nearest.cited(entries).map(block -> blockSupport(block.entry(), entries, watched, Math.max(0, block.cosine())).cite(stream))
                .stream().toList();
    }

    /** What the model reads. */
    Outcome read(ReadingTask asked, Consumer<String> onText, StopWatch watch, Deadline deadline) {
        BlockIndex.Retrieved retrieved = asked.retrieved;
        PromptPart part = prompt.question(asked.whole);
        int loaded = retrieved.blocks().stream().mapToInt(BlockEntry::tokens).sum();
        try (LanguageSession session = context.pinned(loaded + context.tokens(part) + answerTokens(), deadline)) {
            context.load(session, asked.stream(), retrieved.blocks());
            watch.loaded();
            session.read(part);
            int promptTokens = session.length();
            AnswerStream spoken = new AnswerStream(model, onText);
            Answer answer = asked.heard.isEmpty() ? read(asked, part, session, onText) : heard(asked, session, spoken, onText);
            watch.first(spoken.firstNanos());
            return new Outcome(answer, new Reply.Usage(promptTokens, retrieved.blocks().size(), loaded, session.length() - promptTokens));
        }
    }

    private Answer heard(ReadingTask asked, LanguageSession session, AnswerStream spoken, Consumer<String> onText) {
        return reader.heard(session, asked.whole, QuestionForm.of(asked.question.text()).stem(), asked.heard, asked.retrieved.blocks())
                .map(heard -> quote(asked, heard, spoken))
                .orElseGet(() -> otherwise(asked, onText));
    }

    /** Tokens that stored blocks may take beside this question. */
    int room(String question) {
        return context.room(context.tokens(prompt.question(question)), answerTokens());
    }

    private int answerTokens() {
        return Math.max(settings.answerTokens(), 128);
    }

    /** What was read in something said is given as said, with its time. */
    private Answer quote(ReadingTask asked, NoteReader.Quote heard, AnswerStream spoken) {
        for (int id : model.tokenize(heard.text().replaceAll("[.\\s]+$", "") + ", it was said " + Phrases.fromTo(heard.support().span())
                + ".")) {
            spoken.add(id);
        }
        return new Answer.Answered(spoken.text(), ComputedAnswers.cite(asked.stream(), List.of(heard.support())), "read");
    }

    private Answer otherwise(ReadingTask asked, Consumer<String> onText) {
        return asked.otherwise instanceof Finding.Fact fact ? fact(asked, fact, onText)
                : ComputedAnswers.answer(asked.otherwise, asked.stream(), () -> closest(asked));
    }

    private static Answer fact(ReadingTask asked, Finding.Fact fact, Consumer<String> onText) {
        onText.accept(fact.text());
        return new Answer.Answered(fact.text(), ComputedAnswers.cite(asked.stream(), fact.supports()), "computed");
    }

    private Answer read(ReadingTask asked, PromptPart part, LanguageSession session, Consumer<String> onText) {
        if (asked.whether) {
            // What a taught model says to these is right too seldom to be told, measured on held-out worlds: docs/log.
            Optional<Boolean> yes = model.notSeen().isPresent() ? Optional.empty() : reader.yes(session, part);
            if (yes.isEmpty()) {
                return otherwise(asked, onText);
            }
            onText.accept(yes.get() ? "Yes." : "No.");
            return new Answer.Answered(yes.get() ? "Yes." : "No.", closest(asked), "read");
        }
        // What is read may prove unsupported, so it is told only when it is whole.
        String text = reader.read(session, asked.whole, asked.retrieved.blocks());
        Optional<BlockEntry> support = NoteReader.supporting(text, asked.whole, asked.retrieved.blocks());
        if (support.isEmpty() || !AnswerKind.fits(asked.whole, text)) {
            return otherwise(asked, onText);
        }
        onText.accept(text);
        return new Answer.Answered(text, List.of(blockSupport(support.get(), asked.entries, asked.watched, 0.5).cite(asked.stream())),
                "read");
    }

    private List<Citation> closest(ReadingTask asked) {
        return BlockIndex.best(asked.retrieved, asked.entries)
                .map(block -> blockSupport(block, asked.entries, asked.watched, Math.max(0, asked.retrieved.nearest()))
                .cite(asked.stream())).stream().toList();
    }

    private static Support blockSupport(BlockEntry block, List<BlockEntry> entries, Coverage watched, double score) {
        if (StoredUtterance.only(block)) {
            return Support.of(StoredUtterance.of(block, Double.POSITIVE_INFINITY).get(0));
        }
        int next = entries.indexOf(block) + 1;
        double end = next < entries.size() ? entries.get(next).seconds() : block.seconds();
        return new Support(new TimeSpan(block.seconds(), watched.known(block.seconds(), end)), score, "block", block.note());
    }

}
