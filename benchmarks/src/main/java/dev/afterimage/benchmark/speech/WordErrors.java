package dev.afterimage.benchmark.speech;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Words of one text held against another's: the fewest words to change, leave out or put in.
 *
 * @param words of the text that counts as right
 */
record WordErrors(int errors, int words) {

    static final WordErrors NONE = new WordErrors(0, 0);

    /** Case and punctuation aside. */
    static WordErrors between(String right, String heard) {
        List<String> a = words(right);
        List<String> b = words(heard);
        int[] row = new int[b.size() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.size(); j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + (a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1));
                diagonal = above;
            }
        }
        return new WordErrors(row[b.size()], a.size());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).replace("'", "").split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty())
                .toList();
    }

    WordErrors plus(WordErrors other) {
        return new WordErrors(errors + other.errors, words + other.words);
    }

    /** Word error rate, percent. */
    double percent() {
        return words == 0 ? 0 : 100.0 * errors / words;
    }
}
