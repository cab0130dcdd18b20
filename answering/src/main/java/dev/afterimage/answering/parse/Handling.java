package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;

import java.util.Map;

/**
 * {@code somebody took the left bottle}, {@code did anyone put a phone there}: told actively, with a person of no kind, it is what happens
 * to the thing.
 */
final class Handling {

    private static final Map<String, Event.Kind> VERBS = Map.ofEntries(Map.entry("take", Event.Kind.TAKEN),
            Map.entry("remove", Event.Kind.TAKEN), Map.entry("grab", Event.Kind.TAKEN),
            Map.entry("lift", Event.Kind.TAKEN), Map.entry("steal", Event.Kind.TAKEN), Map.entry("snatch", Event.Kind.TAKEN),
            Map.entry("pick", Event.Kind.TAKEN), Map.entry("put", Event.Kind.PUT_DOWN), Map.entry("nick", Event.Kind.TAKEN),
                    Map.entry("pinch", Event.Kind.TAKEN), Map.entry("swipe", Event.Kind.TAKEN),
            Map.entry("collect", Event.Kind.TAKEN), Map.entry("nab", Event.Kind.TAKEN), Map.entry("fetch", Event.Kind.TAKEN),
            Map.entry("deposit", Event.Kind.PUT_DOWN), Map.entry("lay", Event.Kind.PUT_DOWN), Map.entry("deliver", Event.Kind.PUT_DOWN),
            Map.entry("place", Event.Kind.PUT_DOWN), Map.entry("add", Event.Kind.PUT_DOWN), Map.entry("set", Event.Kind.PUT_DOWN),
            Map.entry("bring", Event.Kind.PUT_DOWN),
            Map.entry("return", Event.Kind.PUT_DOWN), Map.entry("replace", Event.Kind.PUT_DOWN));
    private static final String[] SOMEBODY = {"anyone", "anybody", "someone", "somebody", "they", "people", "we", "you", "one"};
    private static final String[] HELPING = {"did", "does", "do", "has", "have", "had"};

    private Handling() { }

    /** The event that the words from {@code i} to the end tell; null when they tell of none. */
    static Event at(Sentence s, int i, References references) {
        int subject = s.is(i, HELPING) ? i + 1 : i;
        boolean speaker = subject > i && s.is(subject, "i", "we");
        int next = speaker || s.is(subject, "anyone", "anybody", "someone", "somebody", "they", "people") ? subject
                + 1 : s.phrase(subject, "a", "person") || s.phrase(subject, "the", "person") ? subject + 2 : -1;
        if (next < 0) {
            return null;
        }
        next = s.is(next, "ever", "just", "already", "first", "then") && !s.is(next, "first") ? next + 1 : next;
        int nth = s.is(next, "first") ? 1 : 0;
        next += nth;
        for (String base : Lexicon.english().verbs(s.at(next))) {
            Event.Kind kind = VERBS.get(base);
            Event event = kind == null ? null : object(s, next + 1, kind, references);
            if (event != null && !(base.equals("pick") && !s.is(next + 1, "up") && s.find(next, "up") < 0)) {
                return event.nth(nth);
            }
        }
        return null;
    }

    /**
     * {@code have they removed}, {@code did somebody take away}: what was done to a thing that was named before it; null where that is
     * not told.
     */
    static Event done(Sentence s, Thing thing, int i) {
        int next = s.is(i, HELPING) && s.is(i + 1, SOMEBODY) ? i + 2 : s.is(i, SOMEBODY) ? i + 1 : -1;
        if (next < 0) {
            return null;
        }
        next = s.is(next, "ever", "just", "already") ? next + 1 : next;
        for (String base : Lexicon.english().verbs(s.at(next))) {
            Event.Kind kind = VERBS.get(base);
            int behind = s.is(next + 1, "up", "away", "down", "back", "off", "out") ? next + 2 : next + 1;
            if (kind != null) {
                NounPhrase noun = new NounPhrase(thing, Amount.ANY, false, true);
                return NounTails.narrowed(s, new Match<>(noun, behind)).stream().filter(one -> s.end(one.next()))
                        .map(one -> Event.of(one.value().thing(), kind)).findFirst().orElse(null);
            }
        }
        return null;
    }

    private static Event object(Sentence s, int i, Event.Kind kind, References references) {
        int start = s.is(i, "up", "away", "down", "back", "off", "out") ? i + 1 : i;
        for (Match<NounPhrase> noun : NounPhrases.at(s, start)) {
            Match<NounPhrase> resolved = references.resolved(noun);
            int next = noun.next();
            while (s.is(next, "up", "away", "down", "back", "off", "out", "there", "here")) {
                next++;
            }
            if (resolved != null && s.end(next)) {
                return new Event(resolved.value().thing(), kind, 0, resolved.value().amount());
            }
        }
        return null;
    }
}
