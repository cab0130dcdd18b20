package dev.afterimage.answering.form;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers made comparable: lower case, no accents, no punctuation, no articles, numbers as digits. */
public final class AnswerWords {

    private static final Pattern TIME = Pattern.compile("(?<![\\d:])(?:(\\d{1,3}):)?(\\d{1,3}):(\\d{2})(?![\\d:])");
    private static final Pattern SECONDS = Pattern.compile("(?<![\\d:.])(\\d+(?:\\.\\d+)?)\\s*(?:s|sec|secs|seconds?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Set<String> SMALL = Set.of("is", "are", "was", "were", "be", "been", "of", "in", "on", "at", "to", "and", "or",
            "it", "its", "there", "that",
            "this", "with", "for", "by", "from", "as", "his", "her", "their", "he", "she", "they", "has", "have", "had", "do", "does",
            "did");
    private static final Map<String, String> NUMBERS = Map.ofEntries(Map.entry("zero", "0"), Map.entry("one", "1"), Map.entry("once", "1"),
            Map.entry("two", "2"),
            Map.entry("twice", "2"), Map.entry("three", "3"), Map.entry("four", "4"), Map.entry("five", "5"), Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"), Map.entry("nine", "9"), Map.entry("ten", "10"));

    private AnswerWords() { }

    public static List<String> of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        for (String word : plain.replaceAll("['’]", "").split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !ARTICLES.contains(word)) {
                words.add(NUMBERS.getOrDefault(word, word));
            }
        }
        return words;
    }

    /** Whether the words of {@code part} stand in {@code whole} side by side; a plural s is forgiven. */
    public static boolean contains(List<String> whole, List<String> part) {
        return !part.isEmpty() && windows(whole, part.size()).stream().anyMatch(window -> alike(window, part, 0));
    }

    /** The same with one letter in five misread at most, as a reader of blurred text errs. */
    public static boolean nearlyContains(List<String> whole, List<String> part) {
        return !part.isEmpty() && windows(whole, part.size()).stream().anyMatch(window -> alike(window, part, 0.2));
    }

    private static List<List<String>> windows(List<String> words, int size) {
        List<List<String>> windows = new ArrayList<>();
        for (int i = 0; i + size <= words.size(); i++) {
            windows.add(words.subList(i, i + size));
        }
        return windows;
    }

    private static boolean alike(List<String> a, List<String> b, double slack) {
        int wrong = 0;
        int letters = 0;
        for (int i = 0; i < a.size(); i++) {
            wrong += singular(a.get(i)).equals(singular(b.get(i))) ? 0 : distance(a.get(i), b.get(i));
            letters += b.get(i).length();
        }
        return wrong <= slack * letters;
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1) : word;
    }

    /**
     * Share of the telling words of {@code wanted} that {@code given} has; telling are those that neither are small nor
     * stand in the question.
     */
    public static double share(List<String> given, List<String> wanted, List<String> question) {
        List<String> telling = wanted.stream().filter(word -> !SMALL.contains(word) && !question.contains(word)).toList();
        List<String> sought = telling.isEmpty() ? wanted : telling;
        return sought.stream().filter(word -> contains(given, List.of(word))).count() / (double) Math.max(1, sought.size());
    }

    /** Moments named in a text, seconds: {@code 0:13}, {@code 1:02:03}, {@code 13 seconds}. */
    public static List<Double> times(String text) {
        List<Double> times = new ArrayList<>();
        Matcher clock = TIME.matcher(text);
        while (clock.find()) {
            double hours = clock.group(1) == null ? 0 : Double.parseDouble(clock.group(1));
            times.add(hours * 3600 + Double.parseDouble(clock.group(2)) * 60 + Double.parseDouble(clock.group(3)));
        }
        Matcher seconds = SECONDS.matcher(text);
        while (seconds.find()) {
            times.add(Double.parseDouble(seconds.group(1)));
        }
        return times;
    }

    /** Levenshtein's distance. */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
