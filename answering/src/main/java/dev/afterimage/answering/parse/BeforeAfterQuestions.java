package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Set;

/** {@code Did the car leave before the dog came?} */
final class BeforeAfterQuestions {

    /** What has no coming or going of its own: sounds, meals, weather and the like are there for a time. */
    private static final Set<String> OCCASIONS = Set.of("alarm", "siren", "bang", "bell", "song", "rain", "storm", "snow", "thunder",
            "lunch", "dinner", "breakfast", "supper", "tea", "meal", "meeting", "party", "match", "game", "whistle", "card", "goal",
            "kick-off", "kickoff", "warm-up", "drill", "break", "crash", "explosion", "speech", "news", "music", "noise", "signal",
            "sunset",
            "dawn", "dusk", "sunrise", "advert", "ad", "commercial", "intro", "credits", "title", "flash", "gunshot", "shot", "fire",
            "blackout", "show", "film", "lesson", "class", "lecture", "service", "funeral", "wedding", "surgery", "operation", "half-time",
            "interval", "concert", "announcement", "shift", "handover", "round", "milking", "feeding", "inspection", "tour", "talk",
            "argument", "fight", "accident", "scream", "shout", "knock", "rush", "queue", "power cut", "fire drill", "fire alarm",
            "red card",
            "yellow card", "penalty", "corner", "free kick", "toast", "popup", "beep", "buzzer", "applause", "countdown", "event");
    /** What stays where it is: one passes or reaches it. */
    private static final Set<String> FIXED = Set.of("tunnel", "bridge", "crossing", "junction", "roundabout", "corner", "bend", "hill",
            "gate", "station", "stop", "village", "town", "exit", "entrance", "turning", "lights", "church", "school", "pub", "shop",
            "road",
            "street", "lane", "path", "river", "canal", "field", "wood", "forest", "park", "house", "building", "farm", "garage",
            "underpass", "viaduct", "lock", "summit", "descent", "climb", "slope", "barrier", "tollbooth", "toll", "checkpoint", "border");
    private static final Set<Event.Kind> STATES = Set.of(Event.Kind.PRESENT, Event.Kind.ABSENT, Event.Kind.SAYS);

    private final Clauses clauses;
    private final References references;

    BeforeAfterQuestions(Clauses clauses, References references) {
        this.clauses = clauses;
        this.references = references;
    }

    /** The two events, with the auxiliary at the sentence's beginning; null where the sentence asks for no order. */
    Query read(Sentence s) {
        int at = s.find(1, "before", "after");
        if (at < 0 || s.find(at + 1, "before", "after") >= 0) {
            return null;
        }
        if (at == 2 && s.is(1, "that", "this", "it")) {
            return pointed(s, at);
        }
        Clauses.Clause first = clauses.whole(s.part(0, at), 1, s.at(0));
        first = first != null ? first : handled(s.part(0, at));
        if (first == null || first.negated() || !first.direction().isEmpty()) {
            return null;
        }
        References named = new References(List.of(new Query.Exists(first.event(), Window.ALL)));
        Event second = second(s.part(at + 1, s.length()), named, first.event().kind());
        return second == null ? null : ordered(first.event(), second, s.is(at, "after"), indefinite(s));
    }

    /** {@code was that before the bus came}: of the event before. */
    private Query pointed(Sentence s, int at) {
        Event meant = references.last().flatMap(References::event).orElse(null);
        Event other = meant == null ? null : second(s.part(at + 1, s.length()), references, meant.kind());
        return other == null ? null : new Query.BeforeAfter(s.is(at, "after"), meant, other);
    }

    private Clauses.Clause handled(Sentence s) {
        Event said = Sayings.at(s, 0);
        Event event = said != null ? said : Handling.at(s, 0, references);
        return event == null ? null : new Clauses.Clause(event, false, false, false, "", false);
    }

    /** A state goes on, and of several things any may do it: of these a time is named rather than an order asked. */
    private static Query ordered(Event first, Event second, boolean after, boolean indefinite) {
        if (STATES.contains(first.kind()) && first.nth() == 0 || indefinite) {
            return new Query.Exists(first, after ? new Window.After(second) : new Window.Before(second));
        }
        return new Query.BeforeAfter(after, first, second);
    }

    private static boolean indefinite(Sentence s) {
        return s.is(1, "a", "an", "any", "some", "anyone", "anybody", "anything", "someone", "somebody", "something", "no", "nobody",
                "several", "people", "another") || !s.is(1, "one", "both") && Amounts.at(s, 1) != null;
    }

    /** A noun alone does what the first event's thing does, where it can: {@code before the bus}, {@code before the bus did}. */
    static Event second(Sentence s, References named, Event.Kind kind) {
        Event told = TimeWindows.event(s, named);
        boolean did = s.is(s.length() - 1, "did", "does", "was", "do", "were", "is", "had", "has");
        if (told != null && told.kind() != Event.Kind.PRESENT && !did) {
            return told;
        }
        Sentence bare = did ? s.part(0, s.length() - 1) : s;
        Thing thing = NounPhrases.at(bare,
                0).stream().filter(noun -> bare.end(noun.next())).map(named::belonging).filter(noun -> noun != null)
                .map(noun -> noun.value().thing()).findFirst().orElse(null);
        if (thing == null) {
            return told;
        }
        String head = thing.name().substring(thing.name().lastIndexOf(' ') + 1);
        boolean occasion = OCCASIONS.contains(thing.name()) || OCCASIONS.contains(head);
        boolean fixed = FIXED.contains(head) && (kind == Event.Kind.PASSES || kind == Event.Kind.APPEARS || kind == Event.Kind.LEAVES
                || kind == Event.Kind.RETURNS);
        return Event.of(thing, did || !occasion && !fixed || Kinds.coco().of(thing.name()).isPresent() ? kind : Event.Kind.PRESENT);
    }
}
