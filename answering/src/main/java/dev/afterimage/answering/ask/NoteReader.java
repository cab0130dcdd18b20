package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Phrases;
import dev.afterimage.answering.evaluate.Support;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.prompt.PlainText;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets the model itself read an answer from the notes in its context, where the evidence can't be computed with. It is held to the words
 * of the notes and the question, and to a few that join them.
 */
final class NoteReader {

    private static final String FUNCTION_WORDS = " a an the is are was were there in on at of and or with to from no not yes it they "
            + "then, . : ; \" [ ] 0 1 2 3 4 5 6 7 8 9"
            + " A The There It They Yes No left right centre In On At From To About Because Next Behind Under Near After";
    private static final String PREPOSITIONS = "in|on|at|to|from|into|onto|under|near|behind|beside|after|before|with|by|for|about";
    private static final Pattern WITH_PREPOSITION = Pattern.compile("^(" + PREPOSITIONS + ") (.+)$", Pattern.CASE_INSENSITIVE);
    /** A word with a capital that does not begin the question. */
    private static final Pattern NAME = Pattern.compile("(?<=[\\p{L}\\p{N},] )\\p{Lu}\\p{L}+");
    private static final Set<String> IDLE = Set.of("a", "an", "the", "is", "are", "was", "were", "there", "in", "on", "at", "of", "and",
            "or", "with", "to", "from",
            "no", "not", "yes", "it", "they", "then", "text", "");

    private final LanguageModel model;
    private final NotesPrompt prompt;
    private final AskSettings settings;

    NoteReader(LanguageModel model, NotesPrompt prompt, AskSettings settings) {
        this.model = model;
        this.prompt = prompt;
        this.settings = settings;
    }

    /**
     * Greedy decoding over the allowed tokens.
     *
     * @return what was read; empty when the model says, as it was taught, that nothing answers the question
     */
    String read(LanguageSession session, String question, List<BlockEntry> blocks) {
        Set<Integer> allowed = allowed(question, blocks);
        AnswerStream silent = new AnswerStream(model, piece -> { });
        while (silent.tokens() < settings.answerTokens()) {
            int id = best(session.logits(), allowed);
            if (model.endTokens().contains(id)) {
                break;
            }
            silent.add(id);
            session.read(new PromptPart.Tokens(new int[] {id}));
        }
        return model.notSeen().filter(unseen -> plain(unseen).equals(plain(silent.text()))).isPresent() ? "" : silent.text();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[\\s.!]+", " ").strip();
    }

    /** An answer that was read in something said. */
    record Quote(String text, Support support) { }

    /**
     * Reads the answer to a question in what was said: one of {@code near} must hold all that the answer tells, and all
     * names that are asked about.
     *
     * @param whole    the question with what it leans on
     * @param question as it was asked
     */
    Optional<Quote> heard(LanguageSession session, String whole, String question, List<Support> near, List<BlockEntry> blocks) {
        String text = read(session, whole, blocks);
        Set<String> said = words(text);
        Set<String> names = NAME.matcher(question).results().map(found -> found.group().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        if (said.isEmpty() || words(whole).containsAll(said)) {
            return Optional.empty();
        }
        return near.stream().filter(support -> words(support.note()).containsAll(said) && words(support.note()).containsAll(names))
                .max(Comparator.comparingDouble(support -> support.span().start()))
                .map(support -> new Quote(asSaid(text, support.note()), support));
    }

    /**
     * {@code Under the blue drawer} of what was said to be {@code into the blue drawer under the window}: the words
     * before it are those that were said.
     */
    private static String asSaid(String answer, String said) {
        Matcher led = WITH_PREPOSITION.matcher(answer);
        if (!led.find()) {
            return answer;
        }
        String rest = led.group(2).replaceAll("[.\\s]+$", "");
        Matcher found = Pattern.compile("\\b(" + PREPOSITIONS + ") " + Pattern.quote(rest) + "\\b", Pattern.CASE_INSENSITIVE).matcher(said);
        return found.find() ? Phrases.capital(found.group(1).toLowerCase(Locale.ROOT)) + " " + rest + "." : answer;
    }

    private Set<Integer> allowed(String question, List<BlockEntry> blocks) {
        Set<Integer> allowed = new HashSet<>(model.endTokens());
        String notes = blocks.stream().map(BlockEntry::note).collect(Collectors.joining(" "));
        for (String text : List.of(notes, " " + notes, question, " " + question.toLowerCase(Locale.ROOT), FUNCTION_WORDS,
                model.notSeen().orElse(""))) {
            Arrays.stream(model.tokenize(PlainText.line(text))).forEach(allowed::add);
            for (String word : text.split("\\s+")) {
                Arrays.stream(model.tokenize(PlainText.of(" " + word))).forEach(allowed::add);
                Arrays.stream(model.tokenize(PlainText.of(capital(word)))).forEach(allowed::add);
            }
        }
        return allowed;
    }

    /** An answer may begin with any of the words. */
    private static String capital(String word) {
        String bare = word.replaceAll("^\\W+", "");
        return bare.isEmpty() ? word : Phrases.capital(bare);
    }

    private static int best(float[] logits, Set<Integer> ids) {
        return ids.stream().max(Comparator.comparingDouble(id -> logits[id])).orElseThrow();
    }

    /**
     * The newest block whose note holds every telling word of the answer, numbers included.
     *
     * @return empty when no one note does, or when the answer only says the question again
     */
    static Optional<BlockEntry> supporting(String answer, String question, List<BlockEntry> blocks) {
        Set<String> said = words(answer);
        if (said.isEmpty() || words(question).containsAll(said)) {
            return Optional.empty();
        }
        return blocks.stream().filter(block -> words(block.note()).containsAll(said)).max(Comparator.comparingDouble(BlockEntry::seconds));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).filter(word -> !IDLE.contains(word))
                .collect(Collectors.toSet());
    }

    /**
     * Whether the notes make the model say yes. It leans to yes whatever it reads, so the lead of "Yes" over "No" counts only as far as it
     * differs from the lead without notes (contextual calibration, Zhao et al., ICML 2021).
     *
     * @return empty when the difference is too small to tell
     */
    Optional<Boolean> yes(LanguageSession session, PromptPart question) {
        double withNotes = lead(session.logits());
        try (LanguageSession bare = model.newSession(prompt.pinnedKeyValues().tokens() + tokens(question))) {
            bare.append(prompt.pinnedKeyValues());
            bare.read(question);
            double difference = withNotes - lead(bare.logits());
            return Math.abs(difference) < settings.yesMargin() ? Optional.empty() : Optional.of(difference > 0);
        }
    }

    private double lead(float[] logits) {
        return logits[model.tokenize("Yes")[0]] - logits[model.tokenize("No")[0]];
    }

    private int tokens(PromptPart question) {
        return model.tokenize(((PromptPart.Text) question).text()).length;
    }
}
