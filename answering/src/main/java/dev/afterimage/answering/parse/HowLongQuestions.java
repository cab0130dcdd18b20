package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.Set;

/** {@code How long was the car there?} {@code For how many minutes was he gone?} {@code What is the length of the film?} */
final class HowLongQuestions {

    private static final String[][] CUES = {{"how", "long"}, {"how", "much", "time"}, {"how", "many", "seconds"},
        {"how", "many", "minutes"}, {"how", "many", "hours"}, {"what", "length", "of", "time"}, {"which", "length", "of", "time"},
        {"what", "period", "of", "time"}, {"what", "amount", "of", "time"}, {"how", "much", "of", "the", "time"}};
    private static final String[][] NOUNS = {{"what", "is", "the", "duration", "of"}, {"what", "was", "the", "duration", "of"},
        {"what", "is", "the", "length", "of"}, {"what", "was", "the", "length", "of"}, {"length", "of"}, {"the", "length", "of"},
        {"duration", "of"}, {"the", "duration", "of"}, {"total", "length", "of"}, {"total", "duration", "of"},
        {"what", "is", "the", "total", "length", "of"}, {"what", "is", "the", "total", "duration", "of"},
        {"what", "is", "the", "running", "time", "of"}, {"running", "time", "of"}, {"what", "is", "the", "duration"},
        {"what", "is", "the", "length"}, {"what", "was", "the", "length"}, {"what", "is", "the", "total", "length"}, {"total", "length"},
        {"what", "is", "the", "total", "duration"}, {"duration"}, {"length"}, {"runtime"}, {"runtime", "of"}, {"what", "is", "the",
        "runtime"},
        {"what", "is", "the", "runtime", "of"}, {"what", "is", "the", "running", "time"}, {"running", "time"}};
    private static final Set<Event.Kind> STATES = Set.of(Event.Kind.PRESENT, Event.Kind.ABSENT, Event.Kind.STOPS, Event.Kind.MOVES);

    private final References references;
    private final Lasting lasting;

    HowLongQuestions(Clauses clauses, References references) {
        this.references = references;
        this.lasting = new Lasting(clauses, references);
    }

    Query read(Sentence s, Window window) {
        int noun = Cues.behind(s, NOUNS);
        if (noun > 0) {
            return length(s, noun, window);
        }
        int start = s.is(0, "for", "during", "since") ? 1 : 0;
        int next = Cues.behind(s, start, CUES);
        if (next == start && !s.phrase(0, "for", "how", "much") || s.is(next, "ago", "until", "before", "after")) {
            return null;
        }
        next = next == start && s.phrase(0, "for", "how", "much") && s.is(3, "is", "was", "are", "were", "did", "does") ? 3 : next;
        next = s.is(next, "for", "in", "altogether") ? next + 1 : next;
        if (s.end(next) || last(s, next)) {
            return references.last().flatMap(References::event)
                    .map(event -> (Query) new Query.HowLong(lasting(event).nth(0), window)).orElse(null);
        }
        return film(s, next) ? of(Event.present(Thing.of(Thing.VIDEO)), window) : lasting(s, next, window);
    }

    private static Query of(Event event, Window window) {
        return new Query.HowLong(event, window);
    }

    /** {@code did that last}, {@code was that}: what was asked about before. */
    private static boolean last(Sentence s, int i) {
        boolean that = s.is(i, "did", "was", "is", "does") && s.is(i + 1, "that", "this", "it");
        return that && (s.end(i + 2) && !s.is(i + 1, "it") || s.is(i + 2, "last", "take", "go") && s.end(i + 3));
    }

    /** {@code what is the length of the clip}, {@code the duration of the cat's visit}. */
    private Query length(Sentence s, int noun, Window window) {
        if (s.end(noun) || filmed(s, noun)) {
            return of(Event.present(Thing.of(Thing.VIDEO)), window);
        }
        Sentence of = s.is(s.length() - 1, "stay", "visit", "presence", "appearance") && s.is(s.length() - 2, "'s")
                ? s.part(noun, s.length() - 2) : s.part(noun, s.length());
        return NounPhrases.at(of, 0).stream().filter(one -> of.end(one.next())).map(references::resolved).filter(one -> one != null)
                .map(one -> of(Event.present(one.value().thing()), window)).findFirst().orElse(null);
    }

    private Query lasting(Sentence s, int i, Window window) {
        Event empty = Emptiness.at(s, i);
        if (empty != null) {
            return of(empty, window);
        }
        Clauses.Clause clause = lasting.at(s, i);
        return clause == null || clause.negated() || !clause.direction().isEmpty() ? null : of(lasting(clause.event()), window);
    }

    /** How long something passed or walked is how long it was there; how long it left, how long it was away. */
    private static Event lasting(Event event) {
        return event.kind() == Event.Kind.LEAVES ? event.as(Event.Kind.ABSENT)
                : STATES.contains(event.kind()) ? event : event.as(Event.Kind.PRESENT);
    }

    /** {@code is the video}, {@code does this clip last}, {@code the film goes}. */
    private static boolean film(Sentence s, int i) {
        int next = s.is(i, "is", "was", "does", "did") ? i + 1 : i;
        return filmed(s, next);
    }

    private static boolean filmed(Sentence s, int i) {
        int noun = s.is(i, "the", "this", "that", "my", "our") ? i + 1 : i;
        noun = s.is(noun, "whole", "entire", "full") ? noun + 1 : noun;
        boolean video = TimePhrases.VIDEO.contains(s.at(noun)) || s.is(noun, "thing", "cartoon")
                && s.is(noun - 1, "whole", "entire", "this");
        int next = noun + 1;
        next = s.is(next, "she", "it") ? next + 1 : next;
        next = s.is(next, "last", "lasts", "go", "goes", "run", "take", "altogether", "be", "itself") ? next + 1 : next;
        next = s.is(next, "on", "for") ? next + 1 : next;
        boolean mine = s.is(next, "i", "we", "you") && s.find(next, "filmed", "took", "recorded", "made", "shot", "uploaded", "sent",
                "have", "are", "am") > 0;
        return video && (s.end(next) || mine);
    }
}
