package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Set;

/** An order that leans on the question before: {@code and before the farmer did?}, {@code and which one left last?} */
final class OrderFollowUps {

    private static final Set<Event.Kind> STATES = Set.of(Event.Kind.PRESENT, Event.Kind.ABSENT, Event.Kind.SAYS, Event.Kind.STOPS);

    private OrderFollowUps() { }

    /** Null where nothing of the kind is asked. */
    static Query read(Sentence s, References references) {
        Query before = references.newest().orElse(null);
        return before instanceof Query.Order order ? other(s, order, references) : s.is(0, "before", "after") && !s.end(1)
                ? related(s, before, references) : null;
    }

    /** Of the same things, which did something else, or did it last. */
    private static Query other(Sentence s, Query.Order order, References references) {
        int verb = s.is(0, "which", "who", "what") ? (s.is(1, "one") ? 2 : s.is(1, "of") && s.is(2, "them", "those", "these") ? 3 : 1) : -1;
        int last = s.length() - 1;
        boolean edge = verb > 0 && s.is(last, "first", "last") && last > verb;
        Clauses.Clause clause = edge ? new Clauses(references).doing(Wordings.joined(new Sentence(List.of("they")), s.part(verb, last)),
                0, "")
                : null;
        if (clause == null || clause.negated() || !clause.direction().isEmpty()) {
            return null;
        }
        Event.Kind kind = clause.event().kind();
        return new Query.Order(s.is(last, "last"), order.of().stream().map(event -> event.as(kind)).toList());
    }

    /** Whether one definite thing did it before or after another event. */
    private static Query related(Sentence s, Query before, References references) {
        Event first = before instanceof Query.BeforeAfter order ? order.first() : before instanceof Query.Exists exists
                && !STATES.contains(exists.event().kind()) && exists.window().equals(Window.ALL)
                && exists.event().amount().equals(Amount.ANY) && !exists.event().thing().name().equals(Thing.PERSON)
                && !exists.event().thing().name().equals(Thing.ANYTHING) ? exists.event() : null;
        boolean noun = s.is(1, "the", "my", "our", "that");
        Event second = first == null || !noun ? null : BeforeAfterQuestions.second(s.part(1, s.length()), references, first.kind());
        return second == null ? null : new Query.BeforeAfter(s.is(0, "after"), first, second);
    }
}
