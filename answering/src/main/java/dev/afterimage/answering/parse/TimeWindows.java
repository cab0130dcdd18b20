package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;

/**
 * Takes the words of time out of a sentence: phrases ({@link TimePhrases}) and clauses that name a time by an event ({@code after the dog
 * left}).
 */
final class TimeWindows {

    /** @param rest the sentence without the words of time */
    record Found(Sentence rest, Window window) { }

    private TimeWindows() { }

    /** Null when two times are named that do not go together, or a clause of time is not understood. */
    static Found of(Sentence sentence, References references) {
        Sentence s = sentence;
        Window window = null;
        for (int i = 0; i < s.length(); ) {
            Match<Window> phrase = i > 0 && keeps(s, i) ? null : TimePhrases.at(s, i, true);
            if (phrase == null) {
                i++;
                continue;
            }
            boolean narrows = phrase.value().bounded();
            if (narrows && window != null && window.bounded() && !window.equals(phrase.value())) {
                return null;
            }
            window = narrows || window == null ? phrase.value() : window;
            int from = s.is(i - 1, ",") ? i - 1 : i;
            boolean inserted = s.is(phrase.next(), ",") && (from == 0 || from < i);
            s = s.without(from, inserted ? phrase.next() + 1 : phrase.next());
            i = from;
        }
        Found clause = clause(s, references);
        if (clause == null) {
            return null;
        }
        if (clause.window() == null) {
            return new Found(clause.rest(), window == null ? Window.ALL : window);
        }
        return window == null || !window.bounded() ? clause : null;
    }

    /** Words that look like a time and belong to what is asked: "how many seconds", "how long ago". */
    static boolean keeps(Sentence s, int i) {
        return s.is(i - 1, "mention", "mentions", "mentioned", "say", "says", "said", "about") && s.end(i + 1)
                && s.find(0, "did", "does", "was", "say", "what", "when", "how") == 0 && !s.is(i, "now", "today", "yesterday")
                || s.is(i - 1, "many") && Numbers.unit(s, i) != null || s.is(i - 1, "what", "which")
                && s.is(i, "second", "seconds", "minute", "time", "moment")
                || s.is(i, "last", "first") && s.is(i + 1, "time");
    }

    /** A clause of time; with a null window when there is none. */
    private static Found clause(Sentence s, References references) {
        boolean asking = s.is(0, "when") && s.find(1, ",") < 0;
        int at = s.find(asking ? 1 : 0, "after", "before", "while", "during", "when", "until", "once", "since", "as", "between");
        if (s.is(at, "between") && s.is(0, "how") && (s.is(1, "long", "much") || s.is(2, "seconds", "minutes", "hours"))
                || s.is(at, "when") && s.is(at - 1, "me", "moment", "time", "find")) {
            return new Found(s, null);
        }
        at = s.is(at - 1, "at") && s.is(at, "once") ? s.find(at + 1, "after", "before", "while", "during", "when", "until", "since") : at;
        if (at < 0 || at == 0 && s.is(0, "when", "once", "as") && s.find(1, ",") < 0 || yesNoOrder(s, at) || s.is(at, "as")
                && !s.phrase(at, "as", "soon", "as") && !s.phrase(at, "as", "long", "as")) {
            return new Found(s, null);
        }
        if (at == 0 && s.is(1, "how", "what", "which", "when") || s.is(at, "after") && s.is(0, "how")
                && s.is(at - 1, "long", "soon", "seconds", "minutes", "hours")) {
            return new Found(s, null);
        }
        if (at > 0 && s.is(at - 1, "shortly", "right", "immediately", "just", "soon", "directly", "straight")) {
            s = s.without(at - 1, at);
            at--;
        }
        int start = s.is(at, "as") ? at + 3 : s.phrase(at, "during", "the", "time") ? at + 3 : at + 1;
        start = s.is(start, "that", "when") ? start + 1 : start;
        int comma = s.find(start, ",");
        int end = comma < 0 ? s.length() : comma;
        if (s.is(at, "between") && s.find(at, "and") < 0) {
            return new Found(s, null);
        }
        if (s.is(at, "between")) {
            return between(s, at, end, references);
        }
        if (aside(s, at) && at > 0) {
            return new Found(trimmed(s.part(0, at)), null);
        }
        Event event = event(s.part(start, end), within(s, at, start, references));
        if (event == null) {
            return null;
        }
        Sentence rest = at == 0 ? s.part(Math.min(s.length(), end + 1), s.length()) : s.part(0, at);
        if (rest.length() == 0 && at == 0 && references.newest().isPresent() && !s.is(0, "between")) {
            return new Found(rest, window(s, at, event));
        }
        return rest.length() == 0 || at > 0 && comma >= 0 ? null : new Found(trimmed(rest), window(s, at, event));
    }

    /** {@code while I glue this up}: what the speaker does at the time of asking is no time that is asked about. */
    private static boolean aside(Sentence s, int at) {
        int verb = s.is(at + 2, "just", "still", "quickly") ? at + 3 : at + 2;
        return s.is(at, "while", "before") && s.is(at + 1, "i", "we") && (s.is(verb, "am", "are", "have", "finish", "forget", "go", "wait")
                || s.is(at, "while") && s.verb(verb) && s.verbBase(verb).equals(s.at(verb))) && !s.is(verb, "was", "were", "saw", "put");
    }

    /** A pronoun in the clause stands for what the question itself names first: {@code did the cat eat before it left}. */
    private static References within(Sentence s, int at, int start, References references) {
        boolean pronoun = s.is(start, "it", "he", "she", "they");
        if (!pronoun || at == 0) {
            return references;
        }
        for (int i = 0; i < at; i++) {
            for (Match<NounPhrase> noun : NounPhrases.at(s.part(0, at), i)) {
                Thing thing = noun.value().thing();
                if (!noun.value().reference() && noun.value().definite() && !thing.name().equals(Thing.PERSON)) {
                    return new References(List.of(new Query.Exists(Event.present(thing), Window.ALL)));
                }
            }
        }
        return references;
    }

    /** {@code between the dog and the bus}, {@code between the car leaving and the bus coming}. */
    private static Found between(Sentence s, int at, int end, References references) {
        int and = s.find(at, "and");
        Event first = and < 0 || and >= end ? null : event(s.part(at + 1, and), references);
        Event second = first == null ? null : event(s.part(and + 1, end), references);
        Sentence rest = at == 0 ? s.part(Math.min(s.length(), end + 1), s.length()) : s.part(0, at);
        return second == null || rest.length() == 0 || at > 0 && end < s.length()
                ? null : new Found(trimmed(rest), new Window.BetweenEvents(first, second));
    }

    private static Sentence trimmed(Sentence s) {
        return s.is(s.length() - 1, ",") ? s.part(0, s.length() - 1) : s;
    }

    private static Window window(Sentence s, int at, Event event) {
        return switch (s.at(at)) {
            case "as" -> s.is(at + 1, "soon") ? new Window.After(event) : new Window.While(event);
            case "after", "since", "once" -> new Window.After(event);
            case "before", "until" -> new Window.Before(event);
            default -> new Window.While(event);
        };
    }

    /** {@code Did the car leave before the dog came?} asks for an order and names no time. */
    private static boolean yesNoOrder(Sentence s, int at) {
        boolean stated = s.is(0, "the", "my", "our", "that") && s.is(at, "before", "after")
                && new Clauses(new References(List.of())).whole(s.part(0, at), 0, "") != null;
        if (s.is(1, "anything", "something") && s.find(2, "happen", "happened") > 0) {
            return false;
        }
        return stated || s.is(at, "before", "after") && SeeingWords.behind(s, 0) == 0
                && s.is(0, "did", "does", "do", "was", "were", "is", "has", "had", "have");
    }

    static Event event(Sentence s, References references) {
        if (s.is(s.length() - 1, "on", "up", "underway", "running", "playing", "ongoing")
                && s.is(s.length() - 2, "is", "was", "were", "are")) {
            return event(s.part(0, s.length() - 2), references);
        }
        if (s.is(s.length() - 1, "out") && s.is(s.length() - 2, "is", "was", "were", "are")) {
            return event(Wordings.joined(s.part(0, s.length() - 1), new Sentence(List.of("gone"))), references);
        }
        Event empty = Emptiness.at(s, 0);
        empty = empty != null ? empty : Sayings.at(s, 0);
        empty = empty != null ? empty : Handling.at(s, 0, references);
        empty = empty != null ? empty : Happenings.named(s, references);
        if (empty != null) {
            return empty;
        }
        Clauses.Clause clause = new Clauses(references).whole(s, 0, "");
        if (clause != null && !clause.bare()) {
            return clause.negated() ? null : clause.event();
        }
        if (clause != null) {
            return clause.event();
        }
        List<Match<NounPhrase>> nouns = NounPhrases.at(s, 0).stream().filter(one -> s.end(one.next())).toList();
        Match<NounPhrase> noun = nouns.isEmpty() ? null : references.resolved(nouns.get(0));
        return noun == null ? null : new Event(noun.value().thing(), Event.Kind.PRESENT, 0, noun.value().amount());
    }
}
