package dev.afterimage.eval.grade;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers to choose from, and which of them a freely worded answer means. */
public final class Options {

    private static final Pattern LETTERED = Pattern.compile("^\\s*(?:the answer is\\s*)?\\(?([A-Ha-h])(?:[).:]|\\s*$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LETTER_BEFORE = Pattern.compile("^\\s*\\(?[A-H][).:]\\s*");
    private static final double NEAR = 2;

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
     * The option that an answer means: by its letter, else the one that most of it says; of equals the one that is said first, then the one that
     * stands first.
     */
    public static Optional<Integer> meant(String said, List<String> options) {
        Matcher letter = LETTERED.matcher(said);
        if (letter.find() && letter.group(1).toUpperCase(Locale.ROOT).charAt(0) - 'A' < options.size()) {
            return Optional.of(letter.group(1).toUpperCase(Locale.ROOT).charAt(0) - 'A');
        }
        List<String> words = Words.of(said);
        int best = -1;
        for (int i = 0; i < options.size(); i++) {
            if (fit(said, words, options.get(i)) > 0 && (best < 0 || better(said, words, options.get(i), options.get(best)))) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    private static boolean better(String said, List<String> words, String option, String than) {
        double fit = fit(said, words, option);
        double other = fit(said, words, than);
        return fit > other || fit == other && position(words, option) < position(words, than);
    }

    private static double fit(String said, List<String> words, String option) {
        List<Double> times = Words.times(option);
        if (!times.isEmpty() && Words.of(option).size() <= 3) {
            return Words.times(said).stream().anyMatch(time -> Math.abs(time - times.get(0)) <= NEAR) ? 1 : 0;
        }
        List<String> wanted = Words.of(option);
        return Words.contains(words, wanted) ? 1 + wanted.size() * 1e-3 : Words.share(words, wanted, List.of()) >= 0.5 ? Words.share(words, wanted, List.of()) : 0;
    }

    private static int position(List<String> words, String option) {
        List<String> wanted = Words.of(option);
        return wanted.isEmpty() || !Words.contains(words, wanted) ? Integer.MAX_VALUE : Collections.indexOfSubList(words, wanted);
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
