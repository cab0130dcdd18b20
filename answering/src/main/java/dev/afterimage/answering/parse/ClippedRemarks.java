package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.lexicon.Lexicon;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remarks that are no whole sentences: without their subject ({@code need it for an edit}, {@code fell asleep}), orders to the answerer
 * ({@code trust me}, {@code do not laugh}), with their subject last ({@code cut me right up he did}), of a purpose ({@code for the log}),
 * and doubts behind "or" ({@code or did I dream that}). The words stand in {@code clipped.txt}.
 */
final class ClippedRemarks {

    private static final int LONGEST_DOUBT = 7;
    private static final String[] BE = {"is", "was", "are", "were", "has", "have", "had", "do", "does", "did", "will", "would", "can"};
    private static final Map<String, Set<String>> WORDS = new HashMap<>();

    static {
        Lexicon.read("clipped.txt", line -> WORDS.computeIfAbsent(line[0], sort -> new HashSet<>()).addAll(List.of(line[1].split(" "))));
    }

    private ClippedRemarks() { }

    static boolean is(Sentence s, int start) {
        return subjectLess(s, start) || order(s, start) || subjectLast(s) || purpose(s, start) || doubt(s, start);
    }

    private static boolean of(String sort, Sentence s, int i) {
        return WORDS.get(sort).contains(s.at(i));
    }

    /** {@code need it for an edit}, {@code trying to settle a bet}, {@code not schlepping over there}, {@code fell asleep}. */
    private static boolean subjectLess(Sentence s, int start) {
        int first = start;
        while (s.is(first, "just", "only", "still", "really", "always", "never", "also", "even") && !s.end(first + 1)) {
            first++;
        }
        boolean refused = s.is(start, "not") && s.at(start + 1).endsWith("ing") && s.verb(start + 1);
        boolean speaker = of("speaking", s, first) && !s.end(first + 1);
        boolean busy = s.at(first).endsWith("ing") && s.verb(first) && (of("busy", s, first) || of("me", s, s.length() - 1)
                || s.find(first, "my", "me", "myself", "our", "i", "us") > 0);
        boolean cannot = s.is(start, "can", "could", "did", "do") && s.is(start + 1, "not") && s.verb(start + 2);
        return refused || speaker || busy || cannot && s.find(start, "it", "he", "she", "they") < 0;
    }

    /** {@code trust me}, {@code do not laugh}, {@code be quick about it}, {@code take your time}. */
    private static boolean order(Sentence s, int start) {
        int first = s.is(start, "please", "kindly", "just") ? start + 1 : start;
        boolean not = s.phrase(first, "do", "not");
        first = not ? first + 2 : s.is(first, "do", "never") ? first + 1 : first;
        if (!of("order", s, first)) {
            return false;
        }
        return s.words().stream().skip(first + 1L).allMatch(word -> WORDS.get("ordered").contains(word));
    }

    /** {@code cut me right up he did}, {@code a proper nuisance it is}. */
    private static boolean subjectLast(Sentence s) {
        int last = s.length() - 1;
        return last > 2 && s.is(last, BE) && s.is(last - 1, "he", "she", "it", "they", "i", "we", "you") && s.find(0, "what", "which",
                "where", "when", "who", "how") < 0;
    }

    /** {@code for the log}, {@code for my boss}, {@code to settle a bet}: what or whom the answer is for. */
    private static boolean purpose(Sentence s, int start) {
        int last = s.length() - 1;
        if (s.is(start, "for") && s.length() - start <= 5) {
            boolean person = Kinds.coco().of(s.at(last)).filter(kind -> kind.labels().contains("person")).isPresent();
            return of("purpose", s, last) || person && s.is(start + 1, "my", "our", "the");
        }
        return s.is(start, "to") && s.verb(start + 1) && (of("settling", s, start + 1) || s.find(start, "my", "me", "myself", "our") > 0);
    }

    /** {@code or did I dream that}, {@code or is that it}, {@code or am I going mad}. */
    private static boolean doubt(Sentence s, int start) {
        if (!s.is(start, "or") || s.length() - start > LONGEST_DOUBT) {
            return false;
        }
        boolean mine = s.is(start + 1, "am", "was", "did", "have", "do", "is", "are", "has", "should", "shall")
                && s.find(start, "i", "me", "my") > 0;
        boolean that = s.is(start + 1, "is", "was") && s.is(start + 2, "that", "it", "this") && (s.end(start + 3)
                || s.is(start + 3, "it", "all", "just", "that", "me") && s.length() - start <= 6);
        return mine || that || s.end(start + 2) && s.is(start + 1, "not", "no", "what", "nah", "summat", "something", "nothing");
    }
}
