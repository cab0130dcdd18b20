package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;

import java.util.Set;

/** What goes on or comes again, behind "how long" and "how often": {@code was the car there}, {@code did you see a car}. */
final class Lasting {

    private static final Set<String> AUXILIARIES = Set.of("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can",
            "could", "will");

    private final Clauses clauses;
    private final References references;

    Lasting(Clauses clauses, References references) {
        this.clauses = clauses;
        this.references = references;
    }

    /**
     * With the auxiliary before its subject or in its place; {@code was there} and {@code did you see} stand for the thing's being there.
     */
    Clauses.Clause at(Sentence s, int i) {
        Clauses.Clause seen = seen(s, i);
        if (seen != null) {
            return seen;
        }
        return AUXILIARIES.contains(s.at(i)) ? clauses.whole(s, i + 1, s.at(i)) : clauses.whole(s, i, "");
    }

    /** {@code was there a car}, {@code did you see a car}, {@code can you see the car for}. */
    private Clauses.Clause seen(Sentence s, int i) {
        int next = SeeingWords.behind(s, i);
        if (next == i) {
            return null;
        }
        boolean present = s.is(i, "is", "are", "can", "do");
        for (Match<NounPhrase> noun : NounPhrases.at(s, next)) {
            Match<NounPhrase> resolved = references.resolved(noun);
            int end = s.is(noun.next(), "for", "there", "here") ? noun.next() + 1 : noun.next();
            if (resolved != null && s.end(end)) {
                Amount many = resolved.value().amount();
                Event event = new Event(resolved.value().thing(), Event.Kind.PRESENT, 0, many);
                return new Clauses.Clause(event, false, present, true, "", false);
            }
        }
        return null;
    }
}
