package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryWords;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import dev.afterimage.core.evidence.Evidence.Kind;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which kinds of evidence a query is decided by: where one of them was not looked for, it is not decided. */
public final class RequiredEvidence {

    private RequiredEvidence() { }

    public static Set<Kind> of(Query query) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (query instanceof Query.Written) {
            kinds.add(Kind.TEXT);
        } else if (query instanceof Query.Said) {
            kinds.add(Kind.SPEECH);
        } else if (!(query instanceof Query.Unwatched)) {
            List<Thing> things = QueryWords.things(query);
            things.forEach(thing -> kinds.add(of(thing)));
            if (things.isEmpty()) {
                kinds.add(Kind.OBJECT);
            }
        }
        events(query).forEach(event -> kinds.add(of(event.thing())));
        return kinds;
    }

    /** The things it is about that the detector would find; anything at all where it names none. */
    static Stream<Thing> objects(Query query) {
        if (query instanceof Query.Written || query instanceof Query.Said) {
            return Stream.empty();
        }
        List<Thing> things = QueryWords.things(query);
        return Stream.concat(things.isEmpty() ? Stream.of(Thing.of(Thing.ANYTHING)) : things.stream(),
                events(query).stream().map(Event::thing)).filter(thing -> of(thing) == Kind.OBJECT);
    }

    private static Kind of(Thing thing) {
        return thing.name().equals(Thing.SPEECH) ? Kind.SPEECH : Occurrences.written(thing) ? Kind.TEXT : Kind.OBJECT;
    }

    /** Those that a query's time is named by. */
    private static List<Event> events(Query query) {
        List<Event> events = new ArrayList<>(events(query.window()));
        if (query instanceof Query.Compare compare) {
            events.addAll(events(compare.firstWindow()));
            events.addAll(events(compare.secondWindow()));
        }
        return events;
    }

    private static List<Event> events(Window window) {
        if (window instanceof Window.BetweenEvents between) {
            return List.of(between.first(), between.second());
        }
        return window instanceof Window.After after ? List.of(after.event()) : window instanceof Window.Before before
                ? List.of(before.event()) : window instanceof Window.While during ? List.of(during.event()) : List.of();
    }

    /** Whether its time can be put on the clock without any evidence. */
    public static boolean timedByClock(Query query) {
        return events(query).isEmpty();
    }
}
