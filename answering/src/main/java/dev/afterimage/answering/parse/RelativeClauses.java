package dev.afterimage.answering.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is told of a thing by a verb behind its noun: {@code the crab that is hiding in the shell}, {@code a notice affixed to the gate},
 * {@code the cab we took home}. It narrows the thing down in the question's own words.
 */
final class RelativeClauses {

    private static final Set<String> SUBJECTS = Set.of("i", "we", "you", "he", "she", "they", "somebody", "someone");
    private static final String[] BE = {"is", "was", "are", "were"};
    /** Verbs that open a clause of their own: {@code the man said he was ill}. */
    private static final Set<String> TELLING = Set.of("say", "tell", "think", "know", "mention", "ask", "see", "show", "read", "mean", "do",
            "have", "be", "get", "want", "need", "reckon", "believe", "guess", "suppose");
    /** How something is there that was put there, as {@code standing} is: no more than that it is there. */
    private static final Set<String> THERE = Set.of("placed", "put", "positioned", "located", "situated", "seated", "kept", "seen", "shown",
            "displayed", "written", "printed", "found", "left");

    private RelativeClauses() { }

    /** The words that narrow a thing down behind its noun at {@code i}, each without a pronoun that joins it on; empty where none do. */
    static List<Match<List<String>>> at(Sentence s, int i) {
        boolean joined = s.is(i, "that", "who", "which", "whom");
        int start = joined ? i + 1 : i;
        if (s.end(start)) {
            return List.of();
        }
        Match<List<String>> own = contact(s, start);
        if (own != null) {
            return List.of(own);
        }
        boolean be = joined && s.is(start, BE);
        Match<List<String>> participle = participle(s, be ? start + 1 : start, be);
        if (participle != null) {
            return List.of(participle);
        }
        return joined && !be ? finite(s, start) : List.of();
    }

    /** {@code we took home}, {@code he is using}: to the end of the sentence. */
    private static Match<List<String>> contact(Sentence s, int i) {
        int verb = s.is(i + 1, BE) || s.is(i + 1, "has", "have", "had") ? i + 2 : i + 1;
        boolean told = s.is(0, "what", "which") && s.is(1, "colour") && SUBJECTS.contains(s.at(i)) && i > 2
                && s.find(0, "after", "before", "while", "when") < 0 && s.verb(verb) && !TELLING.contains(s.verbBase(verb))
                && s.find(i, ",", "or", "and") < 0 && s.length() - i < 6;
        return told ? new Match<>(List.of(String.join(" ", s.words().subList(i, s.length()))), s.length()) : null;
    }

    /** {@code hiding in the shell}, {@code affixed to the gate}: the place that follows is read by itself. */
    private static Match<List<String>> participle(Sentence s, int i, boolean relative) {
        boolean doing = s.at(i).endsWith("ing") && s.verb(i) && relative;
        boolean done = s.verb(i) && !s.at(i).endsWith("ing") && !s.verbBase(i).equals(s.at(i)) && (s.at(i).endsWith("ed")
                || s.at(i).endsWith("en") || s.at(i).endsWith("n"));
        boolean placed = NounTails.preposition(s, i + 1) || s.is(i + 1, "to");
        done &= relative || !asked(s, i) && !Verbs.known(s.at(i));
        if (!doing && !done || done && !placed) {
            return null;
        }
        return THERE.contains(s.at(i)) || s.is(i, "standing", "sitting", "lying", "hanging") && placed ? new Match<>(List.of(), i + 1)
                : new Match<>(List.of(s.at(i)), i + 1);
    }

    /** {@code was the box wrapped in foil}: the verb of the question itself. */
    private static boolean asked(Sentence s, int i) {
        int be = s.find(0, "is", "are", "was", "were", "has", "have", "had", "'s");
        return be >= 0 && be < i && !s.is(be + 1, "there");
    }

    /** {@code that pulled in}, {@code who stopped me on Broadway}: the verb with what it acts on. */
    private static List<Match<List<String>>> finite(Sentence s, int i) {
        boolean finite = s.verb(i) && !s.at(i).endsWith("ing") && !s.verbBase(i).equals(s.at(i)) && !s.is(i, BE) && !s.is(i, "has", "had");
        if (!finite || TELLING.contains(s.verbBase(i)) || Verbs.known(s.at(i))) {
            return List.of();
        }
        int end = i + 1;
        if (s.is(end, "me", "us", "him", "her", "them", "it", "in", "out", "up", "down", "off", "away", "over", "past", "by")
                && NounPhrases.bare(s, end + 1).isEmpty() || s.is(end, "me", "us", "him", "them")) {
            end++;
        }
        List<Match<List<String>>> found = new ArrayList<>();
        if (s.end(end) || NounTails.preposition(s, end) || s.is(end, "to", ",")) {
            found.add(new Match<>(List.of(String.join(" ", s.words().subList(i, end))), end));
        }
        return found;
    }
}
