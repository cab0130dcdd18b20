package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;

import java.util.Set;

/** A room is empty when nobody is in it, whatever stands there; a road or a table is empty when nothing is on it. */
final class Rooms {

    private static final Set<String> ROOMS = Set.of("room", "office", "kitchen", "house", "shop", "store", "hall", "hallway", "corridor",
            "lobby", "bedroom", "bathroom", "garage", "building", "flat",
            "living room", "meeting room", "waiting room", "classroom", "restaurant", "bar", "reception", "ward", "gym", "library");

    private Rooms() { }

    /** The same event, of people where it is of nothing at all in a room. */
    static Event people(Event event) {
        Thing thing = event.thing();
        boolean room = thing.name().equals(Thing.ANYTHING) && thing.with().size() == 1
                && ROOMS.contains(thing.with().get(0).replaceFirst("^(?:on|in) ", ""));
        return room && event.amount().none() ? event.of(Thing.of(Thing.PERSON)) : event;
    }
}
