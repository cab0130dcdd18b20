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

    /**
     * A question and what is loaded for it.
     *
     * @param whole   the question as it stands without the turns before it
     * @param entries all blocks up to its moment
     */
    record Asked(Question question, String whole, BlockIndex.Retrieved retrieved, List<BlockEntry> entries) {

        StreamId stream() {
            return question.stream();
        }
    }

    Outcome answer(Asked asked, Finding found, Consumer<String> onText, StopWatch watch) {
        Finding finding = found instanceof Finding.Told told && model.notSeen().isEmpty() ? told.otherwise() : found;
        BlockIndex.Retrieved retrieved = asked.retrieved;
        if (finding instanceof Finding.Unseen unseen) {
            return new Outcome(notSeen(asked, unseen), new Reply.Usage(0, retrieved.blocks().size(), 0, 0));
        }
        if (finding instanceof Finding.Open && retrieved.nearest() < settings.textFloor()) {
            return new Outcome(notSeen(asked, new Finding.Unseen("no note comes near the question", List.of())), new Reply.Usage(0, retrieved.blocks().size(), 0, 0));
        }
        PromptPart part = prompt.question(finding instanceof Finding.Fact ? asked.question.text() : asked.whole);
        int loaded = retrieved.blocks().stream().mapToInt(BlockEntry::tokens).sum();
        try (LanguageSession session = context.pinned(loaded + context.tokens(part) + answerTokens())) {
            context.load(session, asked.stream(), retrieved.blocks());
            watch.loaded();
            session.read(part);
            int promptTokens = session.length();
            Spoken spoken = new Spoken(model, onText);
            Answer answer = said(asked, finding, part, session, spoken, onText);
            watch.first(spoken.firstNanos());
            return new Outcome(answer, new Reply.Usage(promptTokens, retrieved.blocks().size(), loaded, session.length() - promptTokens));
        }
    }

    private Answer said(Asked asked, Finding finding, PromptPart part, LanguageSession session, Spoken spoken, Consumer<String> onText) {
        if (finding instanceof Finding.Fact fact) {
            return word(asked, fact, session, spoken);
        }
        if (finding instanceof Finding.Told told) {
            return reader.heard(session, asked.whole, asked.question.text(), told.near(), asked.retrieved.blocks())
                    .map(heard -> quote(asked, heard, spoken)).orElseGet(() -> otherwise(asked, told.otherwise(), session, spoken));
        }
        return read(asked, part, session, spoken, onText);
    }

    /** Tokens that stored blocks may take beside this question. */
    int room(String question) {
        return context.room(context.tokens(prompt.question(question)), answerTokens());
    }

    private int answerTokens() {
        return Math.max(settings.answerTokens(), 128);
    }

    private Answer word(Asked asked, Finding.Fact fact, LanguageSession session, Spoken spoken) {
        phrases.speak(session, fact.phrasings(), spoken);
        return new Answer.Answered(spoken.text(), cite(asked.stream(), fact.supports()), "computed");
    }

    /** What was read in something said is told as said, with its time. */
    private Answer quote(Asked asked, NoteReader.Heard heard, Spoken spoken) {
        for (int id : model.tokenize(heard.text().replaceAll("[.\\s]+$", "") + ", it was said " + Phrases.fromTo(heard.support().span()) + ".")) {
            spoken.add(id);
        }
        return new Answer.Answered(spoken.text(), cite(asked.stream(), List.of(heard.support())), "read");
    }

    /** The model has read on in the session: of several phrasings the first is taken. */
    private Answer otherwise(Asked asked, Finding finding, LanguageSession session, Spoken spoken) {
        if (finding instanceof Finding.Fact fact) {
            return word(asked, new Finding.Fact(fact.phrasings().get(0), fact.supports()), session, spoken);
        }
        return notSeen(asked, finding instanceof Finding.Unseen unseen ? unseen : new Finding.Unseen("the notes hold no answer", List.of()));
    }

    private Answer read(Asked asked, PromptPart part, LanguageSession session, Spoken spoken, Consumer<String> onText) {
        if (YES_NO.matcher(asked.question.text()).find()) {
            // What a taught model says to these is right too seldom to be told, measured on held-out worlds: docs/LOG.md.
            Optional<Boolean> yes = model.notSeen().isPresent() ? Optional.empty() : reader.yes(session, part);
            if (yes.isEmpty()) {
                return notSeen(asked, new Finding.Unseen("the notes don't settle it", List.of()));
            }
            phrases.speak(session, List.of(yes.get() ? "Yes." : "No."), spoken);
            return new Answer.Answered(spoken.text(), closest(asked), "read");
        }
        // What is read may prove unsupported, so it is told only when it is whole.
        String text = reader.read(session, asked.whole, asked.retrieved.blocks());
        Optional<BlockEntry> support = NoteReader.supporting(text, asked.whole, asked.retrieved.blocks());
        if (support.isEmpty()) {
            return notSeen(asked, new Finding.Unseen("the notes hold no answer", List.of()));
        }
        onText.accept(text);
        return new Answer.Answered(text, List.of(blockSupport(support.get(), asked.entries, 0.5).cite(asked.stream())), "read");
    }

    private Answer notSeen(Asked asked, Finding.Unseen unseen) {
        return new Answer.NotSeen(unseen.why(), unseen.closest().isEmpty() ? closest(asked) : cite(asked.stream(), unseen.closest()));
    }

    private List<Citation> closest(Asked asked) {
        return BlockIndex.best(asked.retrieved, asked.entries).map(block -> blockSupport(block, asked.entries, Math.max(0, asked.retrieved.nearest())).cite(asked.stream())).stream().toList();
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
