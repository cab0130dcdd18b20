package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.StoredUtterance;
import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Thing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds utterances by what they are about. */
final class UtteranceSearch {

    private UtteranceSearch() { }

    /** Those that hold most of the words, endings aside; all of them when no words are given; none when no word is held. */
    static List<StoredUtterance> about(String words, List<StoredUtterance> said) {
        if (words.isEmpty()) {
            return said;
        }
        Set<String> wanted = stems(words);
        int most = said.stream().mapToInt(one -> shared(one.text(), wanted)).max().orElse(0);
        return most == 0 ? List.of() : said.stream().filter(one -> shared(one.text(), wanted) == most).toList();
    }

    /** How many of the wanted words a text holds. */
    static int shared(String text, Set<String> wanted) {
        Set<String> own = stems(text);
        return (int) wanted.stream().filter(own::contains).count();
    }

    static Set<String> stems(String text) {
        Lexicon english = Lexicon.english();
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty())
                .map(word -> english.base(english.singular(word), Lexicon.VERB)).collect(Collectors.toSet());
    }

    /** What there is to add where the question names who spoke: no recogniser keeps that. */
    static String speaker(Thing speech) {
        return speech.with().isEmpty() ? "" : "; who spoke is not known";
    }

    static String quoted(StoredUtterance said) {
        return "\"" + said.text().replace('"', '\'').strip().replaceAll("[.\\s]{1,8}$", "") + "\"";
    }
}
