package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether everything a query says of writing and of speech can be looked up. A text reader keeps words, times and
 * places, and a speech recogniser words and times: what else is said of a sign or of a speaker would be passed over,
 * and the answer would be about another thing. (What is said of objects is checked by {@link Selection}, which knows
 * what the detector keeps.)
 */
final class Decidable {

    private final List<TextRun> texts;

    Decidable(Timeline timeline) {
        this.texts = Writing.read(timeline);
    }

    /** The first thing of a query that cannot be looked up as it is meant, in words. */
    Optional<Finding> undecided(Query query) {
        // Where nothing at all was read, nothing was read there.
        boolean nothing = query instanceof Query.Written && texts.isEmpty();
        return Stream.concat(nothing ? Stream.empty() : events(query), windowEvents(query)).flatMap(event -> undecided(event).stream())
                .findFirst();
    }

    private Optional<Finding> undecided(Event event) {
        Thing thing = event.thing();
        if (thing.name().equals(Thing.SPEECH)) {
            return speech(thing, event.amount());
        }
        return Occurrences.written(thing) ? writing(thing, event.amount()) : Optional.empty();
    }

    private static Optional<Finding> speech(Thing thing, Amount amount) {
        if (amount.relation() != Amount.Relation.ANY) {
            return cannot("how many spoke at once, or that nobody did, is not kept of what was heard");
        }
        boolean bare = thing.with().stream().allMatch(with -> with.startsWith("of ")) && thing.colour().isEmpty()
                && thing.place().isEmpty();
        return bare ? Optional.empty() : cannot("of speech the words are kept, and not what else was asked of it");
    }

    private Optional<Finding> writing(Thing thing, Amount amount) {
        if (amount.relation() != Amount.Relation.ANY) {
            return cannot("how many texts there were at once, or that there was none, is not kept of what was read");
        }
        if (!thing.colour().isEmpty()) {
            return cannot("of writing the words are kept, and not the colour of what it stands on");
        }
        return thing.with().stream().filter(with -> !Selection.placed(with) && TextRun.showing(with, texts).isEmpty()).findFirst()
                .flatMap(with -> cannot("of writing the words are kept, and whether it is '" + with + "' is not"));
    }

    private static Optional<Finding> cannot(String why) {
        return Optional.of(new Finding.CannotTell(why));
    }

    /** What the query asks about, each thing as an event. */
    private static Stream<Event> events(Query query) {
        if (query instanceof Query.Count count) {
            return Stream.of(count.event());
        }
        if (query instanceof Query.Exists exists) {
            return Stream.of(exists.event());
        }
        if (query instanceof Query.When when) {
            return Stream.of(when.event());
        }
        if (query instanceof Query.HowLong howLong) {
            return Stream.of(howLong.event());
        }
        if (query instanceof Query.TimeBetween between) {
            return Stream.of(between.first(), between.second());
        }
        if (query instanceof Query.Order order) {
            return order.of().stream();
        }
        if (query instanceof Query.BeforeAfter order) {
            return Stream.of(order.first(), order.second());
        }
        if (query instanceof Query.Where where) {
            return Stream.of(where.event());
        }
        return query instanceof Query.What what ? Stream.of(what.event()) : things(query).map(thing -> Event.of(thing, Event.Kind.PRESENT));
    }

    private static Stream<Thing> things(Query query) {
        if (query instanceof Query.AttributeOf attribute) {
            return Stream.of(attribute.thing());
        }
        if (query instanceof Query.Is is) {
            return Stream.of(is.thing());
        }
        if (query instanceof Query.Compare compare) {
            return Stream.of(compare.first(), compare.second());
        }
        if (query instanceof Query.Written written) {
            return Stream.of(written.thing());
        }
        return query instanceof Query.Said said ? Stream.of(said.thing()) : Stream.empty();
    }

    private static Stream<Event> windowEvents(Query query) {
        return query instanceof Query.Compare compare ? Stream.concat(events(compare.firstWindow()), events(compare.secondWindow()))
                : events(query.window());
    }

    private static Stream<Event> events(Window window) {
        if (window instanceof Window.BetweenEvents between) {
            return Stream.of(between.first(), between.second());
        }
        if (window instanceof Window.After after) {
            return Stream.of(after.event());
        }
        if (window instanceof Window.Before before) {
            return Stream.of(before.event());
        }
        return window instanceof Window.While during ? Stream.of(during.event()) : Stream.empty();
    }
}
