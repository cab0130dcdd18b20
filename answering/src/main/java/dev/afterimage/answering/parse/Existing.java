package dev.afterimage.answering.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * Wordings for being there that put the place first or have no "there": {@code near the generator there is a fire extinguisher}, {@code is
 * on the floor some oil}, {@code the lift lobby got anybody}, {@code exists some free chair in the library}.
 */
final class Existing {

    private static final String[] BE = {"is", "are", "was", "were"};
    private static final int LONGEST_PLACE = 10;

    private Existing() { }

    /** With {@code is there} before the thing and its place behind it. */
    static List<Sentence> of(Sentence s) {
        List<Sentence> found = new ArrayList<>();
        if (s.is(0, "exist", "exists", "existed", "got") && !s.end(1)) {
            found.add(Wordings.joined(new Sentence(List.of("is", "there")), s.part(1, s.length())));
        }
        placeFirst(s, found);
        got(s, found);
        return found;
    }

    /** A place before or behind the verb: {@code near the generator there is}, {@code in this room are}, {@code is on the floor}. */
    private static void placeFirst(Sentence s, List<Sentence> found) {
        int start = s.is(0, BE) ? 1 : 0;
        int end = place(s, start);
        if (end == start) {
            return;
        }
        boolean behind = start == 1;
        int there = s.is(end, ",") ? end + 1 : end;
        int be = behind ? 0 : s.is(there, "there") ? there + 1 : there;
        int next = behind ? end : s.is(be + 1, "there") ? be + 2 : be + 1;
        boolean asks = behind ? s.is(next, "a", "an", "any", "some", "no", "two", "three", "more") || s.noun(next)
                : s.is(be, BE) && next > be + 1 || s.is(be, BE) && next > there + 1 || s.is(be, "have", "has", "got") && !s.verb(next);
        if (asks && !s.end(next)) {
            String verb = s.is(be, "have", "has", "got") ? "is" : s.at(be);
            found.add(Wordings.joined(new Sentence(List.of(verb, "there")), s.part(next, s.length()), s.part(start, end)));
        }
    }

    /** The position behind the phrases of place that begin at {@code i}; {@code i} itself where there are none. */
    private static int place(Sentence s, int i) {
        int next = i;
        for (int end = one(s, next); end > next && end < Math.min(s.length(), i + LONGEST_PLACE); end = one(s, next)) {
            next = end;
        }
        return next;
    }

    private static int one(Sentence s, int i) {
        return NounTails.preposition(s, i) || s.phrase(i, "in", "front", "of") ? NounTails.properties(s, i).stream().map(Match::next)
                .filter(next -> next > i + 1).findFirst().orElse(i) : i;
    }

    /** {@code the lift lobby there got anybody}, {@code level 3 carpark still got lots}: there is, in what stands first. */
    private static void got(Sentence s, List<Sentence> found) {
        int got = s.find(1, "got", "have", "has");
        boolean helped = s.is(0, "has", "have", "had", "did", "does", "do", "is", "are", "was", "were", "who", "what", "when", "where",
                "which", "how", "i", "we", "you", "he", "she", "they", "it");
        if (got < 1 || helped || s.end(got + 1) || s.verb(got + 1) && !s.noun(got + 1)) {
            return;
        }
        boolean still = s.is(got - 1, "still", "already");
        int end = still ? got - 1 : got;
        end = s.is(end - 1, "there", "here") ? end - 1 : end;
        Sentence place = s.part(0, Math.max(end, 0));
        boolean noun = place.length() > 0 && place.length() < 6 && NounPhrases.at(place, 0).stream().anyMatch(one -> place.end(one.next())
                && !one.value().reference() && !Speakers.are(one.value().thing().name()));
        if (noun) {
            found.add(Wordings.joined(new Sentence(List.of("is", "there")), s.part(got + 1, s.length()), new Sentence(List.of("in", "the")),
                    place.is(0, "the", "my", "our", "this", "that") ? place.part(1, place.length()) : place,
                    still ? new Sentence(List.of("still")) : new Sentence(List.of())));
        }
    }
}
