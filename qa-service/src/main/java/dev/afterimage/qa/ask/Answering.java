package dev.afterimage.qa.ask;

import dev.afterimage.core.Answer;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.Citation;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LanguageSession;
import dev.afterimage.core.PromptPart;
import dev.afterimage.core.Question;
import dev.afterimage.core.Reply;
import dev.afterimage.core.StreamId;
import dev.afterimage.memory.evidence.Said;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.retrieval.BlockIndex;
import dev.afterimage.memory.time.TimeSpan;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The stages that need the model: load, decode, cite. */
final class Answering {

    private static final Pattern YES_NO = Pattern.compile("^\\W*(?:and |so )?(?:is|are|was|were|did|do|does|has|have|had|can|could)\\b", Pattern.CASE_INSENSITIVE);

    private final Context context;
    private final LanguageModel model;
    private final NotesPrompt prompt;
    private final AskSettings settings;
    private final NoteReader reader;
    private final PhraseDecoder phrases;

    Answering(Context context, LanguageModel model, NotesPrompt prompt, AskSettings settings) {
        this.context = context;
        this.model = model;
        this.prompt = prompt;
        this.settings = settings;
        this.reader = new NoteReader(model, prompt, settings);
        this.phrases = new PhraseDecoder(model);
    }

    Outcome answer(Question question, Finding finding, BlockIndex.Retrieved retrieved, List<BlockEntry> entries, Consumer<String> onText, StopWatch watch) {
        if (finding instanceof Finding.Unseen unseen) {
            return new Outcome(notSeen(question.stream(), unseen, retrieved, entries), new Reply.Usage(0, retrieved.blocks().size(), 0, 0));
        }
        if (finding instanceof Finding.Open && retrieved.nearest() < settings.textFloor()) {
            Finding.Unseen nothing = new Finding.Unseen("no note comes near the question", List.of());
            return new Outcome(notSeen(question.stream(), nothing, retrieved, entries), new Reply.Usage(0, retrieved.blocks().size(), 0, 0));
        }
        PromptPart part = prompt.question(question.text());
        int loaded = retrieved.blocks().stream().mapToInt(BlockEntry::tokens).sum();
        try (LanguageSession session = context.pinned(loaded + context.tokens(part) + answerTokens())) {
            context.load(session, question.stream(), retrieved.blocks());
            watch.loaded();
            session.read(part);
            int promptTokens = session.length();
            Spoken spoken = new Spoken(model, onText);
            Answer answer = finding instanceof Finding.Fact fact ? word(question, fact, session, spoken)
                    : read(question, part, retrieved, entries, session, spoken, onText);
            watch.first(spoken.firstNanos());
            return new Outcome(answer, new Reply.Usage(promptTokens, retrieved.blocks().size(), loaded, spoken.tokens()));
        }
    }

    /** Tokens that stored blocks may take beside this question. */
    int room(Question question) {
        return context.room(context.tokens(prompt.question(question.text())), answerTokens());
    }

    private int answerTokens() {
        return Math.max(settings.answerTokens(), 128);
    }

    private Answer word(Question question, Finding.Fact fact, LanguageSession session, Spoken spoken) {
        phrases.speak(session, fact.phrasings(), spoken);
        return new Answer.Answered(spoken.text(), cite(question.stream(), fact.supports()), "computed");
    }

    private Answer read(Question question, PromptPart part, BlockIndex.Retrieved retrieved, List<BlockEntry> entries, LanguageSession session, Spoken spoken,
                        Consumer<String> onText) {
        if (YES_NO.matcher(question.text()).find()) {
            Optional<Boolean> yes = reader.yes(session, part);
            if (yes.isEmpty()) {
                return notSeen(question.stream(), new Finding.Unseen("the notes don't settle it", List.of()), retrieved, entries);
            }
            phrases.speak(session, List.of(yes.get() ? "Yes." : "No."), spoken);
            return new Answer.Answered(spoken.text(), closest(question.stream(), retrieved, entries), "read");
        }
        // What is read may prove unsupported, so it is told only when it is whole.
        Spoken silent = new Spoken(model, piece -> { });
        reader.read(session, question.text(), retrieved.blocks(), silent);
        Optional<BlockEntry> support = NoteReader.supporting(silent.text(), question.text(), retrieved.blocks());
        if (support.isEmpty()) {
            return notSeen(question.stream(), new Finding.Unseen("the notes hold no answer", List.of()), retrieved, entries);
        }
        onText.accept(silent.text());
        return new Answer.Answered(silent.text(), List.of(blockSupport(support.get(), entries, 0.5).cite(question.stream())), "read");
    }

    private Answer notSeen(StreamId stream, Finding.Unseen unseen, BlockIndex.Retrieved retrieved, List<BlockEntry> entries) {
        return new Answer.NotSeen(unseen.why(), unseen.closest().isEmpty() ? closest(stream, retrieved, entries) : cite(stream, unseen.closest()));
    }

    private List<Citation> closest(StreamId stream, BlockIndex.Retrieved retrieved, List<BlockEntry> entries) {
        return BlockIndex.best(retrieved, entries).map(block -> blockSupport(block, entries, Math.max(0, retrieved.nearest())).cite(stream)).stream().toList();
    }

    private static Support blockSupport(BlockEntry block, List<BlockEntry> entries, double score) {
        if (Said.only(block)) {
            return Support.of(Said.of(block, Double.POSITIVE_INFINITY).get(0));
        }
        int next = entries.indexOf(block) + 1;
        double end = next < entries.size() ? entries.get(next).seconds() : block.seconds();
        return new Support(new TimeSpan(block.seconds(), end), score, "block", block.note());
    }

    private static List<Citation> cite(StreamId stream, List<Support> supports) {
        return supports.stream().map(support -> support.cite(stream)).toList();
    }
}
