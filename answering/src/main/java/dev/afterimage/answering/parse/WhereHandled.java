package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;

import java.util.List;

/**
 * Where a thing is, asked by what somebody did with it: {@code where did I put my keys}, {@code where did you last see the cat},
 * {@code where does the man sit}.
 */
final class WhereHandled {

    private static final String[] SOMEBODY = {"i", "we", "you", "he", "she", "they", "someone", "somebody", "anyone", "anybody", "people",
            "u"};
    private static final String[] HELPING = {"did", "do", "does", "have", "has", "had"};

    private final Clauses clauses;
    private final References references;

    WhereHandled(Clauses clauses, References references) {
        this.clauses = clauses;
        this.references = references;
    }

    /** With the auxiliary at {@code i}; null where nothing of the kind is told. */
    Event at(Sentence s, int i) {
        Event seen = seen(s, i);
        seen = seen != null ? seen : put(s, i);
        return seen != null ? seen : posture(s, i);
    }

    /** {@code did you last see my glasses}. */
    private Event seen(Sentence s, int i) {
        int edge = s.is(i, HELPING) && s.is(i + 1, SOMEBODY) ? i + 2 : -1;
        boolean told = s.is(edge, "last", "first") && s.is(edge + 1, "see", "seen", "saw", "spot", "spotted", "notice", "noticed", "have",
                "had");
        Event event = told ? present(s, edge + 2) : null;
        return event == null ? null : event.nth(s.is(edge, "last") ? -1 : 1);
    }

    private Event present(Sentence s, int i) {
        return NounPhrases.at(s, i).stream().filter(noun -> s.end(noun.next())).map(references::resolved).filter(noun -> noun != null)
                .map(noun -> Event.present(noun.value().thing())).findFirst().orElse(null);
    }

    /** {@code did I put my scissors down}, {@code has she left her bag}. */
    private Event put(Sentence s, int i) {
        int verb = s.is(i, HELPING) && s.is(i + 1, SOMEBODY) ? i + 2 : -1;
        verb = s.is(verb, "just", "last", "ever") ? verb + 1 : verb;
        if (!s.is(verb, "put", "place", "placed", "lay", "laid", "set", "leave", "left", "drop", "dropped", "deposit", "stick", "stuck",
                "park",
                "hang", "hung", "stash", "stow", "keep", "kept")) {
            return null;
        }
        int end = s.is(s.length() - 1, "down", "back", "away") ? s.length() - 1 : s.length();
        int start = s.is(verb + 1, "down", "back", "away") ? verb + 2 : verb + 1;
        Event event = start >= end ? null : present(s.part(0, end), start);
        return event == null ? null : s.is(verb, "keep", "kept", "park") ? event : event.as(Event.Kind.PUT_DOWN);
    }

    /** {@code was the pony standing}, {@code do the keys hang}: being there, in whatever posture. */
    private Event posture(Sentence s, int i) {
        int last = s.is(s.length() - 1, "up", "down", "about", "around") ? s.length() - 2 : s.length() - 1;
        boolean found = s.is(i, "is", "are", "was", "were") && s.is(last, "found", "seated", "kept", "located", "situated", "stored",
                    "placed",
                "displayed", "hidden", "hiding", "landed", "discovered");
        boolean posture = last > i + 1 && (found || Verbs.postured(s.at(last)));
        Clauses.Clause clause = posture ? clauses.whole(Wordings.joined(s.part(0, last), new Sentence(List.of("there"))), i + 1, "is")
                : null;
        return clause == null || clause.negated() || clause.event().kind() != Event.Kind.PRESENT ? null : clause.event();
    }
}
