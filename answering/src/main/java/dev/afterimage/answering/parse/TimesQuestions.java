package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

/** {@code How often did a car come?} {@code How many times was a bottle taken?} {@code Number of times the door opened?} */
final class TimesQuestions {

    private static final String[][] CUES = {{"how", "often"}, {"how", "frequently"}, {"how", "many", "times"},
        {"how", "many", "different", "times"}, {"how", "many", "separate", "times"}, {"number", "of", "times"},
        {"the", "number", "of", "times"}, {"count", "the", "number", "of", "times"}, {"count", "the", "times"},
        {"count", "how", "many", "times"}, {"count", "how", "often"}, {"on", "how", "many", "occasions"},
        {"how", "many", "occasions"}, {"how", "much", "times"}, {"what", "is", "the", "number", "of", "times"},
        {"what", "was", "the", "number", "of", "times"}, {"give", "me", "the", "number", "of", "times"}};

    private final References references;
    private final Lasting lasting;

    TimesQuestions(Clauses clauses, References references) {
        this.references = references;
        this.lasting = new Lasting(clauses, references);
    }

    Query read(Sentence s, Window window) {
        if (s.phrase(0, "how", "many", "visits")) {
            return visits(s, window);
        }
        int next = Cues.behind(s, CUES);
        if (next == 0) {
            return null;
        }
        next = s.is(next, "that") ? next + 1 : next;
        if (s.end(next)) {
            return references.last().flatMap(References::event).map(event -> times(event.nth(0), window)).orElse(null);
        }
        Event told = Sayings.at(s, next);
        told = told != null ? told : Handling.at(s, next, references);
        if (told != null) {
            return times(told, window);
        }
        Clauses.Clause clause = lasting.at(s, next);
        return clause == null || clause.negated() || !clause.direction().isEmpty() ? null : times(clause.event(), window);
    }

    private static Query times(Event event, Window window) {
        return new Query.Count(Query.Count.Of.TIMES, event, window);
    }

    /** {@code how many visits did the cat make}. */
    private Query visits(Sentence s, Window window) {
        if (!s.is(s.length() - 1, "make", "pay") || !s.is(3, "did", "does", "has")) {
            return null;
        }
        Sentence who = s.part(4, s.length() - 1);
        return NounPhrases.at(who, 0).stream().filter(noun -> who.end(noun.next())).map(references::resolved).filter(noun -> noun != null)
                .map(noun -> times(Event.of(noun.value().thing(), Event.Kind.APPEARS), window)).findFirst().orElse(null);
    }
}
