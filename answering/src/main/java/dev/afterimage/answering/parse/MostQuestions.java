package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

import java.util.Set;

/** {@code The maximum number of cars at once}, {@code the most people you saw}, {@code the fewest bottles there were}. */
final class MostQuestions {

    private static final Set<String> MOST = Set.of("maximum", "highest", "greatest", "largest", "biggest", "peak", "most", "max");
    private static final Set<String> FEWEST = Set.of("minimum", "lowest", "smallest", "fewest", "least", "min");

    private MostQuestions() { }

    static Query read(Sentence sentence, Window window) {
        boolean peak = sentence.is(0, "at") && sentence.is(1, "its", "the", "their") && sentence.is(2, "busiest", "fullest", "peak",
                "height",
                "most");
        int behind = sentence.is(3, "time", "point", "moment") ? 4 : 3;
        behind = sentence.is(behind, ",") ? behind + 1 : behind;
        if (peak && sentence.phrase(behind, "how", "many")) {
            return of(sentence.part(behind + 2, sentence.length()), true, window);
        }
        return most(sentence, window);
    }

    private static Query most(Sentence s, Window window) {
        int next = s.is(0, "what", "which") && s.is(1, "is", "was", "were", "are") ? 2 : s.phrase(0, "how", "many") ? 2 : 0;
        next = s.is(next, "the") ? next + 1 : next;
        boolean most = MOST.contains(s.at(next));
        if (!most && !FEWEST.contains(s.at(next))) {
            return s.phrase(0, "how", "many") ? atMost(s, window) : null;
        }
        next++;
        next = s.is(next, "number", "count", "amount", "total") ? next + 1 : next;
        next = s.is(next, "of") ? next + 1 : next;
        next = s.phrase(next, "how", "many") ? next + 2 : next;
        return of(s.part(next, s.length()), most, window);
    }

    /** {@code how many people were at most in the hall}, {@code how many cups at the most}. */
    private static Query atMost(Sentence s, Window window) {
        int at = s.find(2, "most", "maximum", "least");
        int start = at > 0 && s.is(at - 1, "the") ? at - 1 : at;
        if (at < 3 || !s.is(start - 1, "at") || s.is(at, "least") && !s.end(at + 1)) {
            return null;
        }
        return of(s.without(start - 1, at + 1).part(2, s.length() - (at + 2 - start)), !s.is(at, "least"), window);
    }

    /** The things, whatever says that they are there, and "at once". */
    private static Query of(Sentence s, boolean most, Window window) {
        for (Match<NounPhrase> noun : NounPhrases.at(s, 0)) {
            int next = s.is(noun.next(), "that", "which") ? noun.next() + 1 : noun.next();
            next = SeeingWords.behind(s, next);
            next = s.is(next, "seen", "visible", "present", "there", "together") ? next + 1 : next;
            if (next == noun.next() && s.is(next, "was", "were", "are", "is")) {
                Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, next, "");
                next = verb != null && verb.value().kind() == Event.Kind.PRESENT ? verb.next() : next;
            }
            for (Match<NounPhrase> placed : NounTails.narrowed(s, new Match<>(noun.value(), Clauses.together(s, next)))) {
                if (s.end(Clauses.together(s, placed.next()))) {
                    Event event = new Event(placed.value().thing(), Event.Kind.PRESENT, 0, most ? Amount.MOST : Amount.FEWEST);
                    return new Query.Count(Query.Count.Of.AT_ONCE, event, window);
                }
            }
        }
        return null;
    }
}
