package dev.afterimage.answering.query;

import java.util.List;
import java.util.Set;

/** Where something goes, comes from or passes, which stands behind the verb: {@code enter the hall}, {@code come through the gate}. */
final class Ways {

    private static final Set<String> PREPOSITIONS = Set.of("through", "to", "from", "up", "down", "along", "off", "out", "over", "towards");
    private static final Set<String> PLACES = Set.of("room", "hall", "house", "yard", "garden", "kitchen", "office", "shop", "store",
            "gate",
            "door", "road", "street", "lane", "line", "building", "lobby", "car park", "lot", "bay", "zone", "pitch", "square", "window",
            "bridge", "bench", "table", "roundabout", "junction", "terrace", "café", "maze", "arm", "workshop", "compound", "close", "lawn",
            "fence", "desk", "trough", "ramp", "walkway", "aisle", "station", "path", "block", "corridor", "crossing", "underpass", "box",
            "barn", "field", "pen", "ward", "museum", "gallery", "library", "garage", "trail", "bathroom", "bedroom", "park", "pool",
            "pavement", "carriageway", "porch", "hutch", "stable", "entrance", "exit", "shelf", "counter", "stage", "court", "track",
            "river");

    private Ways() { }

    /** Of something that moves; empty of others. */
    static List<String> of(Event event) {
        boolean moves = Set.of(Event.Kind.APPEARS, Event.Kind.LEAVES, Event.Kind.PASSES, Event.Kind.RETURNS).contains(event.kind());
        return moves ? event.thing().with().stream().filter(way -> preposition(way) || place(way) && event.kind() != Event.Kind.RETURNS)
                .toList() : List.of();
    }

    private static boolean preposition(String way) {
        return way.indexOf(' ') > 0 && PREPOSITIONS.contains(way.substring(0, way.indexOf(' ')));
    }

    private static boolean place(String way) {
        return PLACES.contains(way) || PLACES.contains(way.substring(way.lastIndexOf(' ') + 1)) && !ThingWords.prepositional(way);
    }

    static Thing without(Event event) {
        List<String> ways = of(event);
        Thing thing = event.thing();
        return ways.isEmpty() ? thing : new Thing(thing.name(), thing.or(), thing.and(), thing.nth(), thing.colour(), thing.place(),
                thing.with().stream().filter(with -> !ways.contains(with)).toList(), thing.says());
    }

    /** The verb and the ways behind it: {@code entered the hall}, {@code came through the gate}. */
    static String verb(Event event, String verb) {
        String words = verb;
        for (String way : of(event)) {
            boolean entered = !preposition(way) && event.kind() == Event.Kind.APPEARS;
            words = entered ? words.replaceFirst("^come", "enter").replaceFirst("^came", "entered").replaceFirst("^coming", "entering")
                    + " the " + way : words + (preposition(way) ? ThingWords.placed(way).replaceFirst("^", " ") : " the " + way);
        }
        return words;
    }
}
