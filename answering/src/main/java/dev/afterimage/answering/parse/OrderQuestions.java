package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.List;

/** {@code Which came first, the dog or the cat?} {@code Who left the table last, A, B or C?} */
final class OrderQuestions {

    private static final String[][] ASKING = {{"which"}, {"what"}, {"who"}, {"which", "of", "them"}, {"which", "one"}, {"which", "ones"},
        {"which", "of", "the", "following"}, {"which", "of", "these"}, {"which", "of", "those"}, {"which", "of", "the", "two"},
        {"which", "of", "the", "three"}, {"who", "of", "them"}, {"who", "out", "of", "them"}, {"which", "out", "of", "them"},
        {"which", "thing"}, {"who", "all"}, {"which", "of", "these", "two"}, {"which", "of", "both"}, {"who", "of", "the", "two"}};
    private static final String[] EDGE = {"first", "last", "earlier", "sooner", "later", "earliest", "latest"};

    private final Clauses clauses;
    private final References references;

    OrderQuestions(Clauses clauses, References references) {
        this.clauses = clauses;
        this.references = references;
    }

    Query read(Sentence s, Window window) {
        return window.bounded() ? null : which(s);
    }

    /** {@code which came first , the dog or the cat}, {@code who left last , ...}, {@code what was first , ...}. */
    private Query which(Sentence s) {
        int of = Cues.behind(s, ASKING);
        if (of == 0 || s.find(of, "or") < 0) {
            return null;
        }
        int edge = edge(s, of);
        if (edge < 0) {
            return null;
        }
        int start = s.is(edge + 1, ",") ? edge + 2 : edge + 1;
        if (s.is(of, "happened", "occurred", "happens") && edge == of + 1) {
            return deeds(s.part(start, s.length()), last(s, edge));
        }
        Event whole = deed(s.part(of, edge));
        Event deed = whole != null ? whole : deed(deedWords(s, of, edge));
        if (deed == null) {
            return null;
        }
        List<Event> events = events(s, start, deed);
        boolean among = deed.thing().name().equals(Thing.ANYTHING)
                || events != null && events.stream().allMatch(event -> among(deed.thing(), event.thing()));
        return events == null || !among ? null : new Query.Order(last(s, edge), events);
    }

    private static boolean last(Sentence s, int edge) {
        return s.is(edge, "last", "later", "latest");
    }

    /** The last ordinal before the choices. */
    private static int edge(Sentence s, int from) {
        int comma = s.find(from, ",");
        int to = comma < 0 ? s.find(from, "or") : comma;
        int found = -1;
        for (int i = from; i < to; i++) {
            found = s.is(i, EDGE) ? i : found;
        }
        return found;
    }

    /** Without {@code as}, {@code the}, {@code in} before the ordinal: {@code arrived as first}, {@code has passed in first}. */
    private static Sentence deedWords(Sentence s, int from, int edge) {
        int to = edge;
        while (to > from + 1 && s.is(to - 1, "the", "as", "in", "at")) {
            to--;
        }
        return s.part(from, to);
    }

    /** {@code came}, {@code was taken}, {@code left the table}, {@code car left}, {@code did they remove}: null where it is none. */
    private Event deed(Sentence s) {
        Thing any = Thing.of(Thing.ANYTHING);
        if (s.length() == 0) {
            return Event.of(any, Event.Kind.APPEARS);
        }
        Event done = Handling.done(s, any, 0);
        if (done != null || SeeingWords.behind(s, 0) == s.length()) {
            return done != null ? done : Event.of(any, Event.Kind.APPEARS);
        }
        Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, 0, "");
        if (verb != null) {
            Match<Clauses.Clause> whole = Clauses.read(s, new NounPhrase(any, Amount.ANY, false, false), verb);
            boolean told = s.end(whole.next()) && !whole.value().negated() && whole.value().direction().isEmpty();
            return told ? coming(whole.value().event()) : s.is(0, "was", "is", "were") && s.is(1, "in", "up", "here", "there", "on")
                    && s.end(2)
                    ? Event.of(any, Event.Kind.APPEARS) : null;
        }
        Clauses.Clause clause = clauses.whole(s, 0, "");
        return clause == null || clause.negated() ? null : coming(clause.event());
    }

    private static Event coming(Event event) {
        return event.kind() == Event.Kind.PRESENT ? event.as(Event.Kind.APPEARS) : event;
    }

    /** Whether a thing is one of those that "which cars", "which animal" lets choose from. */
    private static boolean among(Thing all, Thing one) {
        return one.name().equals(all.name()) || all.name().equals(Thing.PERSON) || Kinds.coco().of(all.name())
                .flatMap(many -> Kinds.coco().of(one.name()).map(kind -> many.labels().containsAll(kind.labels())))
                .orElse(Kinds.coco().of(all.name()).isPresent());
    }

    /** {@code the dog , the cat or the horse}, each doing the same. */
    private List<Event> events(Sentence s, int i, Event deed) {
        References named = deed.thing().name().equals(Thing.ANYTHING) ? references : about(deed.thing());
        List<Event> events = new ArrayList<>();
        for (Sentence one : choices(s.part(i, s.length()))) {
            Thing thing = thing(one, named);
            if (thing == null) {
                return null;
            }
            named = thing.name().equals(Thing.ANYTHING) ? named : about(thing);
            for (String with : deed.thing().with()) {
                thing = thing.with().contains(with) ? thing : thing.with(with);
            }
            events.add(Event.of(thing, deed.kind()));
        }
        return events.size() < 2 ? null : events;
    }

    private static References about(Thing thing) {
        return new References(List.of(new Query.Exists(Event.present(thing), Window.ALL)));
    }

    private static List<Sentence> choices(Sentence s) {
        List<Sentence> choices = new ArrayList<>();
        for (int next = 0; !s.end(next);) {
            int end = s.find(next, "or", ",");
            Sentence one = s.part(next, end < 0 ? s.length() : end);
            if (one.length() > 0) {
                choices.add(one.is(0, "either", "was", "and") ? one.part(1, one.length()) : one);
            }
            next = end < 0 ? s.length() : end + 1;
        }
        return choices;
    }

    private static Thing thing(Sentence s, References named) {
        return NounPhrases.at(s, 0).stream().filter(noun -> s.end(noun.next())).map(named::resolved).filter(noun -> noun != null)
                .map(noun -> noun.value().thing()).findFirst().orElse(null);
    }

    /** {@code what happened first , did the car stop or did the signal change}, {@code the car stopping or the signal changing}. */
    private Query deeds(Sentence s, boolean last) {
        List<Event> events = new ArrayList<>();
        for (Sentence one : choices(s)) {
            boolean helped = one.is(0, "did", "was", "were", "does", "has");
            Clauses.Clause clause = helped ? clauses.whole(one, 1, one.at(0)) : null;
            Event event = clause != null && !clause.negated() && !clause.bare() ? clause.event()
                    : helped ? null : TimeBetweenQuestions.happening(one, references);
            if (event == null || event.kind() == Event.Kind.PRESENT) {
                return null;
            }
            events.add(event);
        }
        return events.size() < 2 ? null : new Query.Order(last, events);
    }
}
