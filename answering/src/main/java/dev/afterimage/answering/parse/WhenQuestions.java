package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.Set;


/** {@code When does the first car appear?} {@code At what time did the dog leave?} {@code When was the last time somebody came?} */
final class WhenQuestions {

    private static final Set<String> TIMES = Set.of("time", "times", "second", "minute", "point", "moment", "hour", "timecode", "timestamp",
            "stage", "mark", "frame", "pt", "instant", "clock", "o'clock", "oclock", "position", "moments", "points", "timestamps", "ts");
    private static final String[][] WHEN = {{"when"}, {"since", "when"}, {"from", "when"}, {"how", "far", "in"}, {"how", "far", "into",
            "it"},
        {"how", "long", "ago"}, {"how", "many", "seconds", "ago"}, {"how", "many", "minutes", "ago"}, {"how", "many", "hours", "ago"},
        {"after", "how", "many", "seconds"}, {"after", "how", "many", "minutes"}, {"after", "how", "long"}, {"how", "long", "until"},
        {"how", "many", "seconds", "until"}, {"how", "many", "seconds", "in"}, {"how", "soon"}, {"show", "me", "when"}, {"find", "when"},
        {"find", "the", "part", "where"}, {"how", "many", "seconds", "in", "is", "it", "when"}, {"when", "is", "it", "that"},
        {"when", "was", "it", "that"}, {"when", "abouts"}, {"whenabouts"}, {"when", "exactly"}, {"until", "when"}, {"how", "late"},
                {"what", "time", "was", "it", "when"},
        {"what", "time", "is", "it", "when"}, {"what", "time", "would", "it", "be", "when"}, {"when", "about"}, {"round", "about", "when"},
        {"about", "when"}, {"around", "when"}, {"when", "roughly"}, {"when", "precisely"}, {"at", "what", "time", "was", "it", "that"},
        {"what", "time", "was", "it", "that"}};

    private final Clauses clauses;
    private final References references;

    WhenQuestions(Clauses clauses, References references) {
        this.clauses = clauses;
        this.references = references;
    }

    Query read(Sentence s, Window window) {
        boolean shown = s.phrase(0, "what", "time") && s.is(s.length() - 1, "show", "say", "read", "shows", "says", "reads");
        if (shown) {
            return null;
        }
        int next = behind(s);
        if (next == 0) {
            Event named = happening(s);
            return named == null ? null : new Query.When(named, window);
        }
        if (s.is(next, "last", "first") && s.is(next + 1, "did", "was", "were", "has", "have", "does", "is")) {
            Event edge = event(s, next + 1);
            return edge == null || edge.nth() != 0 ? null : new Query.When(edge.nth(s.is(next, "last") ? -1 : 1), window);
        }
        boolean that = s.is(next, "is", "was") && s.is(next + 1, "that", "this", "it") && s.end(next + 2);
        if (s.end(next) || that) {
            return references.last().flatMap(References::event).map(event -> (Query) new Query.When(event, window)).orElse(null);
        }
        Event same = same(s, next);
        if (same != null) {
            return new Query.When(same, window);
        }
        Event lastTime = lastTime(s, next);
        Event event = lastTime != null ? lastTime : event(s, next);
        return event == null ? null : new Query.When(event, window);
    }

    private static int behind(Sentence s) {
        int when = Cues.behind(s, WHEN);
        return when > 0 ? when : named(s);
    }

    /** {@code at what time}, {@code which second}, {@code give me the moment when}, {@code the time at which}, {@code time of}. */
    private static int named(Sentence s) {
        int start = s.is(0, "at", "in", "around", "about", "from", "by", "on") ? 1 : 0;
        if (s.is(start, "what", "which") && TIMES.contains(s.at(start + 1))) {
            int next = s.is(start + 2, "exactly", "precisely", "roughly") ? start + 3 : start + 2;
            return s.is(next, "of") ? 0 : next;
        }
        int next = s.is(0, "what", "which") && s.is(1, "is", "was") ? 2 : s.is(0, "find", "give", "show", "need", "i") ? (s.is(1, "me",
                "need", "want") ? 2 : 1) : 0;
        boolean asked = next > 0;
        boolean the = s.is(next, "the", "a", "exact");
        next = the ? next + 1 : next;
        next = s.is(next, "exact", "precise", "very") ? next + 1 : next;
        boolean minute = s.is(next, "minute", "second", "mark", "frame") && s.is(next + 1, "when", "that", "at", "where");
        if (minute) {
            return s.phrase(next + 1, "at", "which") ? next + 3 : s.is(next + 1, "at") ? 0 : next + 2;
        }
        if (!TIMES.contains(s.at(next)) || s.end(next + 1) || s.is(next, "second", "minute", "mark", "frame", "times")) {
            return 0;
        }
        int behind = s.is(next + 1, "when", "that", "with", "where") ? next + 2 : s.phrase(next + 1, "at", "which") ? next + 3 : next + 1;
        return behind > next + 1 || asked || s.is(behind, "the", "a", "my") && s.is(next, "time", "moment", "timestamp") ? behind : 0;
    }

    /** {@code the first time the drone shows up}, {@code ts of the first squiggle}, {@code pizza guy arrival time}. */
    private Event happening(Sentence s) {
        int asked = s.is(0, "show", "find", "give", "get", "name") ? (s.is(1, "me", "us") ? 2 : 1) : s.is(0, "i", "we") && s.is(1, "want",
                "need")
                ? 2 : 0;
        int start = s.is(asked, "the") ? asked + 1 : asked;
        Match<Integer> ordinal = Numbers.ordinal(s, start);
        if (ordinal != null && s.is(ordinal.next(), "time") && !s.end(ordinal.next() + 1)) {
            Event event = event(s, s.is(ordinal.next() + 1, "that", "when") ? ordinal.next() + 2 : ordinal.next() + 1);
            return event == null ? null : event.nth(ordinal.value());
        }
        int of = s.is(start, "exact", "precise") ? start + 2 : start + 1;
        if (s.is(of - 1, "time", "timestamp", "ts", "timecode", "moment") && s.is(of, "of") && !s.end(of + 1)) {
            Event happening = TimeBetweenQuestions.happening(s.part(of + 1, s.length()), references);
            return happening;
        }
        int last = s.length() - 1;
        boolean named = s.is(last, "time", "timestamp") && s.is(last - 1, "arrival", "departure", "entry", "exit", "return");
        if (!named || last < 2) {
            return null;
        }
        Event.Kind kind = s.is(last - 1, "arrival", "entry") ? Event.Kind.APPEARS : s.is(last - 1, "return") ? Event.Kind.RETURNS
                : Event.Kind.LEAVES;
        Sentence noun = s.part(0, s.is(last - 2, "'s") ? last - 2 : last - 1);
        return NounPhrases.at(noun, 0).stream().filter(one -> noun.end(one.next())).map(references::resolved).filter(one -> one != null)
                .map(one -> Event.of(one.value().thing(), kind)).findFirst().orElse(null);
    }

    /** {@code and the green one, when?}: another thing did what was asked about. */
    private Event same(Sentence s, int i) {
        Event last = references.last().flatMap(References::event).orElse(null);
        return last == null ? null : NounPhrases.at(s, i).stream().filter(noun -> s.end(noun.next())).map(references::resolved)
                .filter(noun -> noun != null).map(noun -> last.of(noun.value().thing())).findFirst().orElse(null);
    }

    /** {@code was the last time (that) a car came}, {@code was the first time you saw a dog}. */
    private Event lastTime(Sentence s, int i) {
        int start = s.is(i, "is", "was", "were") ? i + 1 : i;
        start = s.is(start, "the") ? start + 1 : start;
        Match<Integer> ordinal = Numbers.ordinal(s, start);
        if (ordinal == null || !s.is(ordinal.next(), "time")) {
            return null;
        }
        int next = s.is(ordinal.next() + 1, "that", "when") ? ordinal.next() + 2 : ordinal.next() + 1;
        Event event = event(s, next);
        return event == null ? null : event.nth(ordinal.value());
    }

    private Event event(Sentence s, int i) {
        Event seen = seen(s, i);
        seen = seen != null ? seen : extreme(s, i);
        seen = seen != null ? seen : Emptiness.at(s, i);
        seen = seen != null ? seen : Sayings.at(s, i);
        seen = seen != null ? seen : Handling.at(s, i, references);
        if (seen != null) {
            return seen;
        }
        if (s.is(i - 1, "with")) {
            return NounPhrases.at(s, i).stream().filter(noun -> s.end(noun.next())).map(references::resolved).filter(noun -> noun != null)
                    .map(noun -> new Event(noun.value().thing(), Event.Kind.PRESENT, 0, noun.value().amount())).findFirst().orElse(null);
        }
        boolean inverted = s.is(i, "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will");
        Clauses.Clause clause = inverted ? clauses.whole(s, i + 1, s.at(i)) : clauses.whole(s, i, "");
        if (clause == null || clause.negated() || !clause.direction().isEmpty()) {
            return null;
        }
        return clause.together() ? Clauses.several(clause.event()) : clause.event();
    }

    /** {@code is the number of mice at its highest}, {@code was the count of cars lowest}. */
    private Event extreme(Sentence s, int i) {
        int last = s.length() - 1;
        boolean most = s.is(last, "highest", "greatest", "largest", "maximum", "peak", "biggest", "most", "maximal");
        boolean least = s.is(last, "lowest", "smallest", "fewest", "least", "minimum");
        if (!most && !least || !s.is(i, "is", "are", "was", "were")) {
            return null;
        }
        int end = s.is(last - 1, "its", "their", "the") ? last - 1 : last;
        end = s.is(end - 1, "at") ? end - 1 : end;
        int start = s.is(i + 1, "the") && s.is(i + 2, "number", "count", "amount") && s.is(i + 3, "of") ? i + 4 : -1;
        if (start < 0 || start >= end) {
            return null;
        }
        Sentence noun = s.part(start, end);
        Thing thing = NounPhrases.at(noun,
                0).stream().filter(one -> noun.end(one.next())).map(references::resolved).filter(one -> one != null)
                .map(one -> one.value().thing()).findFirst().orElse(null);
        return thing == null ? null : new Event(thing, Event.Kind.PRESENT, 0, most ? Amount.MOST : Amount.FEWEST);
    }

    /** {@code were there two cars}, {@code did you first see a dog}, {@code is the road empty}. */
    private Event seen(Sentence s, int i) {
        int next = SeeingWords.behind(s, i);
        int nth = 0;
        Event.Kind kind = Event.Kind.PRESENT;
        if (next == i && s.is(i, "do", "did", "can", "could") && s.is(i + 1, "you", "we", "i") && s.is(i + 2, "first", "last")
                && s.is(i + 3, "see", "spot", "notice", "spotted")) {
            nth = s.is(i + 2, "first") ? 1 : -1;
            next = i + 4;
        }
        if (next == i) {
            return null;
        }
        for (Match<NounPhrase> noun : NounPhrases.at(s, next)) {
            Match<NounPhrase> resolved = references.resolved(noun);
            int end = Clauses.together(s, noun.next());
            end = s.is(end, "there", "here", "around") ? end + 1 : end;
            if (resolved != null && s.end(end)) {
                Event event = new Event(resolved.value().thing(), kind, nth, resolved.value().amount());
                return end > noun.next() && Clauses.together(s, noun.next()) > noun.next() ? Clauses.several(event) : event;
            }
        }
        return null;
    }
}
