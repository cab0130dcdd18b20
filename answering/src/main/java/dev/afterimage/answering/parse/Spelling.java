package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Corrects a misspelt word to one the grammar knows, or else to the commonest English word one letter away. A word that is spelt right
 * stays, however rare, and so does a name. The first letter is never changed, and no letter that is not doubled is left out.
 */
final class Spelling {

    private static final Lexicon ENGLISH = Lexicon.english();
    private static final int SHORTEST = 3;
    /** From this length on two letters may be wrong. */
    private static final int LONG = 7;
    private static final Set<String> GRAMMAR = new LinkedHashSet<>();
    private static final Set<String> NAMES = new LinkedHashSet<>();
    private static final Set<String> KEPT = new LinkedHashSet<>();

    static {
        Lexicon.read("grammar-words.txt", line -> GRAMMAR.addAll(List.of(line[0].split(" "))));
        Lexicon.read("names.txt", line -> (line[0].equals("name") ? NAMES : KEPT).addAll(List.of(line[1].split(" "))));
        Lexicon.read("proper.txt", line -> KEPT.addAll(List.of(line[0].split(" "))));
    }

    private Spelling() { }

    static String correct(String word) {
        if (word.length() < SHORTEST || GRAMMAR.contains(word) || NAMES.contains(word) || ENGLISH.knows(word)) {
            return word;
        }
        String single = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
        if (NAMES.contains(single) || KEPT.contains(single) || KEPT.contains(word)) {
            return word;
        }
        if (word.endsWith("in") && ENGLISH.is(word + "g", Lexicon.VERB)) {
            return word + "g";
        }
        String best = nearest(word);
        best = best.equals(word) ? oneLetterAway(word) : best;
        return best.equals(word) ? soundingAlike(word) : best;
    }

    /** Whether it is a name or another noun that the lexicon has not. */
    static boolean kept(String word) {
        return NAMES.contains(word) || KEPT.contains(word) || word.endsWith("s") && KEPT.contains(word.substring(0, word.length() - 1));
    }

    static boolean name(String word) {
        return NAMES.contains(word);
    }

    private static String nearest(String word) {
        String best = word;
        int fewest = word.length() >= LONG ? 3 : 2;
        for (String known : GRAMMAR) {
            int wrong = known.charAt(0) == word.charAt(0) ? EditDistance.of(word, known, fewest + 1) : fewest + 1;
            boolean better = wrong < fewest || wrong == fewest && !best.equals(word) && ending(known) == ending(word)
                    && ending(best) != ending(word);
            if (better && known.length() >= SHORTEST) {
                fewest = wrong;
                best = known;
            }
        }
        return best;
    }

    /** {@code menny}, {@code peple}, {@code coler}: with the same consonants in the same order, of the words that the grammar looks for. */
    private static String soundingAlike(String word) {
        String sound = consonants(word);
        return sound.length() < 2 ? word : GRAMMAR.stream().filter(known -> known.length() > SHORTEST && known.charAt(0) == word.charAt(0)
                && Math.abs(known.length() - word.length()) < 2 && consonants(known).equals(sound)).findFirst().orElse(word);
    }

    /** Without vowels and doubled letters: {@code mn} of {@code many}. */
    private static String consonants(String word) {
        return word.replaceAll("(?<!^)[aeiouy]", "").replace("ck", "k").replace("ph", "f").replaceAll("(.)\\1+", "$1");
    }

    private static char ending(String word) {
        return word.charAt(word.length() - 1);
    }

    /** The commonest word with two letters swapped, a doubled letter less, or one letter more; the word itself when there is none. */
    private static String oneLetterAway(String word) {
        String best = word;
        int most = -1;
        for (String other : others(word)) {
            int common = ENGLISH.knows(other) ? ENGLISH.commonness(other) : -1;
            common = common == 0 && word.length() < LONG ? -1 : common;
            if (common > most) {
                best = other;
                most = common;
            }
        }
        return best;
    }

    private static List<String> others(String word) {
        List<String> others = new ArrayList<>();
        for (int i = 1; i + 1 < word.length(); i++) {
            others.add(word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2));
        }
        for (int i = 1; i < word.length() && word.length() > SHORTEST; i++) {
            if (word.charAt(i) == word.charAt(i - 1)) {
                others.add(word.substring(0, i) + word.substring(i + 1));
            }
        }
        boolean longer = word.length() > SHORTEST + 1;
        for (int i = 1; i <= (longer ? word.length() : word.length() - 1) && word.length() > SHORTEST; i++) {
            for (char letter : (longer ? "abcdefghijklmnopqrstuvwxyz" : "aeiou").toCharArray()) {
                others.add(word.substring(0, i) + letter + word.substring(i));
            }
        }
        return others;
    }
}
