package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.Optional;
import java.util.Set;

/**
 * Counts of what was named before or is left out: {@code how many were there}, {@code how many of them were red}, {@code how many left}.
 */
final class CountOfThose {

    private static final Set<String> BE = Set.of("is", "are", "was", "were");

    private final References references;

    CountOfThose(References references) {
        this.references = references;
    }

    Query read(Sentence s, int i, Window window, boolean distinct) {
        boolean them = s.is(i, "of") && s.is(i + 1, "them", "those", "these");
        int next = them ? i + 2 : i;
        Optional<Thing> before = references.last().flatMap(References::thing);
        Thing thing = before.orElse(Thing.of(Thing.PERSON));
        Query described = before.isEmpty() ? null : described(s, next, thing, window);
        if (described != null) {
            return described;
        }
        int seeing = SeeingWords.behind(s, next);
        if (seeing > next) {
            return before.isEmpty() ? null : seen(s, seeing, thing, window, s.is(next, "is", "are", "do", "can"), distinct);
        }
        Match<VerbPhrases.Verb> verb = them || !(s.is(next, "left") && !s.verb(next)) ? VerbPhrases.at(s, next, "") : null;
        return verb == null || before.isEmpty() && verb.value().bare() ? null : doing(s, thing, verb, window);
    }

    private static Query seen(Sentence s, int i, Thing thing, Window window, boolean present, boolean distinct) {
        return NounTails.narrowed(s, new Match<>(new NounPhrase(thing, Amount.ANY, false, true), i)).stream()
                .filter(one -> s.end(one.next())).map(one -> CountQuestions.counted(one.value().thing(), Amount.ANY, window,
                        !distinct && (present || window.momentary()))).findFirst().orElse(null);
    }

    /** {@code were red}, {@code without vests}: those of them that are so. */
    private Query described(Sentence s, int i, Thing thing, Window window) {
        Window same = window.bounded() ? window : references.last().map(Query::window).filter(Window::bounded).orElse(window);
        boolean counted = references.last().filter(last -> last instanceof Query.Count one
                && one.of() == Query.Count.Of.AT_ONCE).isPresent();
        int next = BE.contains(s.at(i)) ? i + 1 : i;
        Match<String> colour = Colours.at(s, next);
        if (colour != null && s.end(colour.next())) {
            return CountQuestions.counted(thing.coloured(colour.value()), Amount.ANY, same, counted || same.momentary());
        }
        return NounTails.properties(s, next).stream().filter(one -> s.end(one.next())).findFirst()
                .map(one -> CountQuestions.counted(thing.with(one.value()), Amount.ANY, same, counted || same.momentary())).orElse(null);
    }

    private static Query doing(Sentence s, Thing thing, Match<VerbPhrases.Verb> verb, Window window) {
        Match<Clauses.Clause> whole = Clauses.read(s, new NounPhrase(thing, Amount.ANY, false, true), verb);
        Clauses.Clause clause = whole.value();
        boolean posture = clause.bare() && Verbs.posture(s.at(whole.next())) && s.end(whole.next() + 1);
        if (posture) {
            return CountQuestions.counted(thing.with(s.at(whole.next())), Amount.ANY, window, clause.present() || window.momentary());
        }
        if (!s.end(whole.next()) || clause.negated() || !clause.direction().isEmpty()) {
            return null;
        }
        return clause.event().kind() == Event.Kind.PRESENT
                ? CountQuestions.counted(clause.event().thing(), Amount.ANY, window, clause.present() || window.momentary())
                : new Query.Count(Query.Count.Of.DISTINCT, clause.event().amount(Amount.ANY), window);
    }
}
