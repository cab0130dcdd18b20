package dev.afterimage.answering.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The words by which a query names its things, for looking them up in what was said. */
public final class QueryWords {

    private QueryWords() { }

    public static List<String> of(Query query) {
        List<Thing> things = new ArrayList<>();
        Stream.of(query).forEach(one -> things.addAll(things(one)));
        List<String> words = new ArrayList<>();
        for (Thing thing : things) {
            thing.names().stream().filter(name -> !name.equals(Thing.ANYTHING) && !name.equals(Thing.PERSON)).forEach(words::add);
            words.add(thing.colour());
            words.addAll(thing.with());
            words.add(thing.says());
        }
        if (query instanceof Query.Is is) {
            words.addAll(is.values());
        }
        return words.stream().filter(word -> !word.isEmpty()).toList();
    }

    /** The things that it asks about. */
    public static List<Thing> things(Query query) {
        if (query instanceof Query.Order order) {
            return order.of().stream().map(Event::thing).toList();
        }
        if (query instanceof Query.TimeBetween between) {
            return List.of(between.first().thing(), between.second().thing());
        }
        if (query instanceof Query.BeforeAfter order) {
            return List.of(order.first().thing(), order.second().thing());
        }
        if (query instanceof Query.Compare compare) {
            return List.of(compare.first(), compare.second());
        }
        return one(query) == null ? List.of() : List.of(one(query));
    }

    private static Thing one(Query query) {
        Event event = query instanceof Query.Count count ? count.event() : query instanceof Query.Exists exists
                ? exists.event() : query instanceof Query.When when ? when.event()
                : query instanceof Query.HowLong howLong ? howLong.event() : query instanceof Query.Where where
                        ? where.event() : query instanceof Query.What what ? what.event() : null;
        if (event != null) {
            return event.thing();
        }
        return query instanceof Query.AttributeOf attribute ? attribute.thing() : query instanceof Query.Is is
                ? is.thing() : query instanceof Query.Written written ? written.thing()
                : query instanceof Query.Said said ? said.thing() : null;
    }
}
