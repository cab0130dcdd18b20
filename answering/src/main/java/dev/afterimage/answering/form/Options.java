package dev.afterimage.answering.form;

import dev.afterimage.core.answer.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Answers to choose from, and which of them a freely worded answer means. */
public final class Options {

    private static final Pattern LETTERED = Pattern.compile("^\\s*(?:the answer is\\s*)?\\(?([A-Ha-h])(?:[).:]|\\s*$)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LETTER_BEFORE = Pattern.compile("^\\s*\\(?[A-H][).:]\\s*");
    private static final double NEAR = 2;
    /** Options that say that there was nothing of the kind. */
    private static final Pattern NOTHING = Pattern.compile("(?:no|none|nothing|never|nobody|nowhere|not seen|no one|0|neither)"
            + "|(?:none|neither) of .*|(?:no,|there (?:is|are|was|were) no|it (?:is|was) not|they (?:are|were) not) .*");
    private static final Pattern UNKNOWN = Pattern.compile("(?:it |this |that )?(?:(?:is |are )?(?:unable|impossible) to (?:answer|tell|say"
            + "|determine)|can ?not be (?:answered|told|determined)|(?:i )?can ?not (?:answer|tell|say)|unanswerable|unknown"
            + "|not (?:mentioned|enough information)|(?:there is )?not enough information).*");

    private Options() { }

    /** {@code "B. two cars"} becomes {@code "two cars"}. */
    public static String bare(String option) {
        return LETTER_BEFORE.matcher(option).replaceFirst("").strip();
    }

    /** The question with its options behind it, one a line, lettered. */
    public static String asked(String question, List<String> options) {
        StringBuilder asked = new StringBuilder(question);
        for (int i = 0; i < options.size(); i++) {
            asked.append('\n').append((char) ('A' + i)).append(". ").append(options.get(i));
        }
        return asked.append("\nAnswer with the letter.").toString();
    }

    /**
     * The option that an answer means: by its letter, else the one that most of it says; of equals the one that is said
     * first, then the one that stands first.
     */
    public static Optional<Integer> meant(String said, List<String> options) {
        Matcher letter = LETTERED.matcher(said);
        if (letter.find() && letter.group(1).toUpperCase(Locale.ROOT).charAt(0) - 'A' < options.size()) {
            return Optional.of(letter.group(1).toUpperCase(Locale.ROOT).charAt(0) - 'A');
        }
        List<String> words = AnswerWords.of(said);
        int best = -1;
        for (int i = 0; i < options.size(); i++) {
            if (fit(said, words, options.get(i)) > 0 && (best < 0 || better(said, words, options.get(i), options.get(best)))) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    /**
     * The option that the outcome of a question means. That nothing was seen means <i>no</i>, <i>none</i> or the like;
     * that it cannot be told means <i>unable to answer</i>.
     */
    public static Optional<Integer> meant(Answer answer, List<String> options) {
        if (answer instanceof Answer.NotSeen) {
            return nothing(options).or(() -> first(UNKNOWN, options));
        }
        if (answer instanceof Answer.CannotTell) {
            return first(UNKNOWN, options);
        }
        return answer instanceof Answer.Answered answered ? said(answered.text(), options) : Optional.empty();
    }

    /** Models that look say in words that they saw nothing. */
    private static Optional<Integer> said(String text, List<String> options) {
        Optional<Integer> named = meant(text, options);
        return named.isEmpty() && AnswerWords.of(text).equals(List.of("not", "seen")) ? nothing(options) : named;
    }

    /** Of yes and no, however long, the no; else an option that says nothing but that. */
    private static Optional<Integer> nothing(List<String> options) {
        List<Integer> denials = IntStream.range(0, options.size()).filter(i -> beginsWith("no", options.get(i))).boxed().toList();
        boolean yesOrNo = options.stream().anyMatch(option -> beginsWith("yes", option));
        return yesOrNo && denials.size() == 1 ? Optional.of(denials.get(0)) : first(NOTHING, options);
    }

    private static boolean beginsWith(String word, String option) {
        List<String> words = AnswerWords.of(option);
        return !words.isEmpty() && words.get(0).equals(word);
    }

    private static Optional<Integer> first(Pattern form, List<String> options) {
        return IntStream.range(0, options.size()).filter(i -> form.matcher(plain(options.get(i))).matches()).boxed().findFirst();
    }

    private static String plain(String option) {
        return option.strip().toLowerCase(Locale.ROOT).replaceAll("[.!]+$", "");
    }

    private static boolean better(String said, List<String> words, String option, String than) {
        double fit = fit(said, words, option);
        double other = fit(said, words, than);
        return fit > other || fit == other && position(words, option) < position(words, than);
    }

    private static double fit(String said, List<String> words, String option) {
        List<Double> times = AnswerWords.times(option);
        if (!times.isEmpty() && AnswerWords.of(option).size() <= 3) {
            return AnswerWords.times(said).stream().anyMatch(time -> Math.abs(time - times.get(0)) <= NEAR) ? 1 : 0;
        }
        List<String> wanted = AnswerWords.of(option);
        return AnswerWords.contains(words, wanted) ? 1 + wanted.size() * 1e-3 : AnswerWords.share(words, wanted, List.of()) >= 0.5
                ? AnswerWords.share(words, wanted, List.of()) : 0;
    }

    private static int position(List<String> words, String option) {
        List<String> wanted = AnswerWords.of(option);
        return wanted.isEmpty() || !AnswerWords.contains(words, wanted) ? Integer.MAX_VALUE : Collections.indexOfSubList(words, wanted);
    }

    /** Every option first once, the others behind it in their order: the orders in which an item must be right. */
    public static List<List<String>> orders(List<String> options) {
        List<List<String>> orders = new ArrayList<>();
        for (int shift = 0; shift < options.size(); shift++) {
            List<String> order = new ArrayList<>(options);
            Collections.rotate(order, shift);
            orders.add(order);
        }
        return orders;
    }
}
