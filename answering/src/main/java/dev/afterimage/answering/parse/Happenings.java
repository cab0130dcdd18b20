package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;

import java.util.List;
import java.util.Map;

/** {@code the arrival of the truck}, {@code its departure}, {@code the dog's return}: nouns that tell an event. */
final class Happenings {

    private static final Map<String, Event.Kind> NOUNS = Map.of("arrival", Event.Kind.APPEARS, "appearance", Event.Kind.APPEARS,
            "entrance", Event.Kind.APPEARS, "departure", Event.Kind.LEAVES,
            "exit", Event.Kind.LEAVES, "disappearance", Event.Kind.LEAVES, "return", Event.Kind.RETURNS, "removal", Event.Kind.TAKEN);

    private Happenings() { }

    /** The event that a whole sentence names so; null when it names none. */
    static Event named(Sentence sentence, References references) {
        Sentence s = sentence.is(0, "the") ? sentence.part(1, sentence.length()) : sentence;
        Event.Kind first = NOUNS.get(s.at(0));
        if (first != null && s.is(1, "of")) {
            return event(s.part(2, s.length()), first, references);
        }
        int last = sentence.length() - 1;
        Event.Kind owned = NOUNS.get(sentence.at(last));
        if (owned == null || last < 1) {
            return null;
        }
        if (sentence.is(0, "its", "his", "her", "their") && last == 1) {
            return event(new Sentence(List.of("it")), owned, references);
        }
        return sentence.is(last - 1, "'s") && last > 1 ? event(sentence.part(0, last - 1), owned, references) : null;
    }

    private static Event event(Sentence s, Event.Kind kind, References references) {
        return NounPhrases.at(s, 0).stream().filter(noun -> s.end(noun.next())).map(references::resolved).filter(noun -> noun != null)
                .map(noun -> Event.of(noun.value().thing(), kind)).findFirst().orElse(null);
    }
}
