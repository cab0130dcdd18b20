package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Set;

/**
 * {@code How long between the car leaving and the bus coming?} {@code Seconds from A until B?} {@code Between A and B, how long was it?}
 * {@code How long after A did B?}
 */
final class TimeBetweenQuestions {

    private static final Set<String> MEASURES = Set.of("how", "time", "gap", "interval", "delay", "stretch", "delta", "difference",
            "seconds", "minutes", "duration", "length");
    private static final Set<String> LEADING = Set.of("how", "long", "much", "many", "what", "is", "was", "were", "are", "the", "a",
            "time", "gap", "interval", "delay", "stretch", "of", "delta",
            "difference", "seconds", "minutes", "hours", "milliseconds", "ms", "duration", "length", "elapsed", "passed", "went", "by",
                    "there",
            "did", "it", "take", "pass", "lie", "lies", "give", "me", "compute",
            "determine", "measure", "in", "separated", "took", "go", "that", "state");
    private static final int LONGEST = 40;
    private static final Sentence THE = new Sentence(List.of("the"));
    private static final Sentence IT = new Sentence(List.of("it"));

    private final References references;

    TimeBetweenQuestions(References references) {
        this.references = references;
    }

    Query read(Sentence s) {
        Query after = s.length() > LONGEST ? null : new LaterThan(references).read(s);
        after = after != null ? after : after(s);
        after = after != null ? after : taken(s);
        after = after != null ? after : until(s);
        if (after != null || s.length() > LONGEST) {
            return after;
        }
        if (s.is(0, "between", "from")) {
            return trailing(s);
        }
        int next = 0;
        while (LEADING.contains(s.at(next))) {
            next++;
        }
        boolean measured = s.part(0, next).words().stream().anyMatch(MEASURES::contains);
        return measured && s.is(next, "between", "from", "separated") ? pair(s.part(next, s.length())) : null;
    }

    /** {@code between A and B , how long was it}. */
    private Query trailing(Sentence s) {
        int how = s.find(1, "how");
        boolean asked = how > 2 && s.is(how + 1, "long", "much", "many")
                && s.part(how, s.length()).words().stream().allMatch(word -> LEADING.contains(word) || word.equals("that")
                        || word.equals("it"));
        return asked && s.is(how - 1, ",") ? pair(s.part(0, how - 1)) : null;
    }

    /** {@code between A and B}, {@code from A to B}, {@code from when A until B}: the last word that may part them does. */
    private Query pair(Sentence s) {
        boolean between = s.is(0, "between", "separated");
        for (int i = 2; i < s.length() - 1; i++) {
            boolean parts = between ? s.is(i, "and") : s.is(i, "to", "until", "till");
            Query query = parts ? pair(s.part(1, i), s.part(i + 1, s.length())) : null;
            if (query != null) {
                return query;
            }
        }
        return null;
    }

    /** Either may name what the other leaves out: {@code the first and the second car}, {@code the first car and the second}. */
    private Query pair(Sentence first, Sentence second) {
        Sentence one = first.length() == 1 && Numbers.ordinal(first, 0) != null ? Wordings.joined(THE, first) : first;
        boolean same = second.at(0).endsWith("ing") && (second.is(0, "being", "getting") || Verbs.known(second.at(0)));
        Sentence other = same ? Wordings.joined(IT, second) : second;
        return events(one, other);
    }

    private Query events(Sentence one, Sentence other) {
        Event named = happening(other, references);
        Event first = happening(one, named == null ? references : about(named));
        Event second = first == null ? null : happening(other, about(first));
        if (second == null) {
            return null;
        }
        boolean shared = first.kind() == Event.Kind.PRESENT && second.kind() != Event.Kind.PRESENT && first.thing().name()
                .equals(second.thing().name());
        boolean bare = second.kind() == Event.Kind.PRESENT && first.kind() != Event.Kind.PRESENT && first.thing().name()
                .equals(second.thing().name()) && NounPhrases.at(other, 0).stream().anyMatch(noun -> other.end(noun.next()));
        return new Query.TimeBetween(shared ? first.as(second.kind()) : first, bare ? second.as(first.kind()) : second);
    }

    private static References about(Event event) {
        return new References(List.of(new Query.Exists(event, Window.ALL)));
    }

    /** {@code how long after the dog left did the cat come}, {@code how many seconds after A was B taken}. */
    private Query after(Sentence s) {
        int next = s.phrase(0, "how", "long") && s.is(2, "was", "is") && s.is(3, "it") ? 4 : s.phrase(0, "how", "long")
                || s.phrase(0, "how", "soon") ? 2 : s.phrase(0, "how", "much", "time")
                || s.phrase(0, "how", "many") && s.is(2, "seconds", "minutes", "hours") ? 3 : -1;
        if (next < 0 || !s.is(next, "after") || s.length() > LONGEST) {
            return null;
        }
        for (int i = next + 2; i < s.length() - 1; i++) {
            Event first = s.is(i, "did", "was", "were", "does", "do", "is", "has", "had")
                    ? happening(s.part(next + 1, i), references) : null;
            Clauses.Clause second = first == null ? null : new Clauses(about(first)).whole(s, i + 1, s.at(i));
            if (second != null && !second.bare() && !second.negated() && second.direction().isEmpty()) {
                return new Query.TimeBetween(first, second.event());
            }
        }
        return null;
    }

    /** {@code after A , how long was it until B}, {@code A left , how long until it came back}. */
    private Query until(Sentence s) {
        int how = s.find(2, "how");
        int until = how < 0 ? -1 : s.find(how, "until", "before");
        boolean asked = how > 0 && s.is(how - 1, ",") && s.is(how + 1, "long", "much", "many") && until > 0
                && s.part(how, until).words().stream().allMatch(word -> LEADING.contains(word) || word.equals("then"));
        if (!asked) {
            return null;
        }
        int start = s.is(0, "after", "once", "since", "when") ? 1 : 0;
        Event first = happening(s.part(start, how - 1), references);
        Event second = first == null || first.kind() == Event.Kind.PRESENT && start == 0 ? null
                : happening(s.part(until + 1, s.length()), about(first));
        return second == null ? null : new Query.TimeBetween(first, second);
    }

    /** {@code how long did it take the porter to come back after he left}, {@code ... for the dog to leave once the cat came}. */
    private Query taken(Sentence s) {
        boolean asked = s.is(0, "how") && s.is(1, "long", "much") && s.find(2, "take") > 0 && s.find(2, "take") < 6;
        int start = asked ? s.find(2, "take") + 1 : -1;
        start = s.is(start, "for") ? start + 1 : start;
        int to = asked ? s.find(start, "to") : -1;
        int after = to < 0 ? -1 : s.find(to, "after", "once", "since", "from");
        if (to <= start || after < 0) {
            return null;
        }
        Sentence whole = Wordings.joined(s.part(start, to), s.part(to + 1, after));
        Event second = happening(whole, references);
        int event = s.is(after + 1, "when") ? after + 2 : after + 1;
        Event first = second == null || second.kind() == Event.Kind.PRESENT ? null : happening(s.part(event, s.length()), about(second));
        return first == null ? null : new Query.TimeBetween(first, second);
    }

    /**
     * An event named by a clause, a gerund ({@code the next one showing up}), {@code the arrival of the truck}, or a noun alone, which is
     * there.
     */
    static Event happening(Sentence sentence, References named) {
        Sentence s = begun(sentence);
        Event told = Happenings.named(s, named);
        told = told != null ? told : doingOf(s, named);
        if (told != null) {
            return told;
        }
        for (String helping : new String[] {"", "being"}) {
            Clauses.Clause clause = new Clauses(named).doing(s, 0, helping);
            if (clause != null) {
                return clause.negated() || !clause.direction().isEmpty() ? null : clause.event();
            }
        }
        Event handled = Handling.at(s, 0, named);
        return handled != null ? handled : NounPhrases.at(s, 0).stream().filter(noun -> s.end(noun.next())).map(named::resolved)
                .filter(noun -> noun != null)
                .map(noun -> Event.present(noun.value().thing())).findFirst().orElse(null);
    }

    /** {@code the arriving of the first tram}. */
    private static Event doingOf(Sentence s, References named) {
        int verb = s.is(0, "the") ? 1 : 0;
        if (!s.at(verb).endsWith("ing") || !s.verb(verb) || !s.is(verb + 1, "of")) {
            return null;
        }
        Clauses.Clause clause = new Clauses(named).doing(Wordings.joined(s.part(verb + 2, s.length()), s.part(verb, verb + 1)), 0, "being");
        return clause == null || clause.negated() || !clause.direction().isEmpty() ? null : clause.event();
    }

    private static Sentence begun(Sentence s) {
        int next = s.phrase(0, "the", "moment") || s.phrase(0, "the", "time") ? 2 : 0;
        next = s.is(next, "when", "as") || next > 0 && s.is(next, "that") ? next + 1 : next;
        return s.part(next, s.length());
    }
}
