package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

import java.util.List;

/**
 * The time between two events, told otherwise than by "between": {@code how much later than the cyclist did the van come}, {@code the man
 * left and later the dog came , how long between the two}.
 */
final class LaterThan {

    private static final String[] HELPING = {"did", "was", "were", "does", "do", "is", "has", "had"};
    private static final String[] UNITS = {"seconds", "minutes", "hours", "time"};

    private final References references;

    LaterThan(References references) {
        this.references = references;
    }

    Query read(Sentence s) {
        Query later = later(s);
        return later != null ? later : told(s);
    }

    /** {@code how much later than A did B come}, {@code how many seconds before A did B}: either may do what the other does. */
    private Query later(Sentence s) {
        int next = s.is(0, "how", "by") && s.is(1, "much", "many", "long") ? 2 : -1;
        next = s.is(next, UNITS) ? next + 1 : next;
        boolean than = next > 0 && s.is(next, "later", "earlier", "sooner") && s.is(next + 1, "than");
        boolean before = than ? !s.is(next, "later") : s.is(next, "before");
        if (!than && !before) {
            return null;
        }
        int start = than ? next + 2 : next + 1;
        for (int i = start + 1; i < s.length() - 1; i++) {
            Clauses.Clause second = s.is(i, HELPING) ? new Clauses(references).whole(s, i + 1, s.at(i)) : null;
            Event first = second == null || second.negated() || !second.direction().isEmpty() ? null : first(s.part(start, i),
                    second.event());
            if (first != null) {
                return before ? new Query.TimeBetween(second.event(), first) : new Query.TimeBetween(first, second.event());
            }
        }
        return null;
    }

    private Event first(Sentence s, Event second) {
        Event event = TimeBetweenQuestions.happening(s, references);
        boolean noun = event != null && NounPhrases.at(s, 0).stream().anyMatch(one -> s.end(one.next()));
        if (!noun) {
            return event;
        }
        Event same = event.as(second.kind());
        for (String with : second.thing().with()) {
            same = same.thing().with().contains(with) ? same : same.of(same.thing().with(with));
        }
        return same;
    }

    /** {@code A left and then B came , how long between the two}. */
    private Query told(Sentence s) {
        int how = s.find(4, "how", "what");
        boolean between = how > 0 && s.is(how - 1, ",") && s.find(how, "between", "apart") > 0
                && s.part(how, s.length()).words().stream().allMatch(ABOUT::contains);
        for (int and = between ? s.find(1, "and", ",") : -1; and > 0 && and < how - 2; and = s.find(and + 1, "and", ",")) {
            int next = and + 1;
            while (s.is(next, "and", "then", "later", "afterwards", "after", "that", ",", "next", "subsequently")) {
                next++;
            }
            Event first = TimeBetweenQuestions.happening(s.part(0, and), references);
            Event second = first == null || next >= how - 1 ? null : TimeBetweenQuestions.happening(s.part(next, how - 1),
                    new References(List.of(new Query.Exists(first, Window.ALL))));
            if (second != null && first.kind() != Event.Kind.PRESENT && second.kind() != Event.Kind.PRESENT) {
                return new Query.TimeBetween(first, second);
            }
        }
        return null;
    }

    private static final List<String> ABOUT = List.of("how", "long", "much", "many", "time", "seconds", "minutes", "hours", "was", "is",
            "there", "did", "it", "take", "between", "the", "two", "both", "them", "those", "that", "what", "gap", "apart", "were", "they",
            "in", "events", "a", "interval", "are", "passed", "pass", "elapsed", "went", "by");
}
