package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.core.stream.Clock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which of several events came first or last, and whether one came before another. */
final class OrderAnswers {

    private final ObservedStream observed;
    private final Occurrences occurrences;

    OrderAnswers(ObservedStream observed) {
        this.observed = observed;
        this.occurrences = new Occurrences(observed);
    }

    /** An event of the question with the time that counts. */
    private record Placed(String name, Occurrences.Occurrence one) {

        String text() {
            return name + " at " + Clock.text(one.moment());
        }
    }

    Finding order(Query.Order order) {
        List<Placed> placed = new ArrayList<>();
        for (Event event : order.of()) {
            Occurrences.Happened happened = occurrences.of(event);
            if (happened.problem() != null) {
                return happened.problem();
            }
            if (happened.all().isEmpty()) {
                return happened.unseen() != null ? new Finding.NotWatched(observed.timeline().watched()
                        .causes(happened.unseen())) : new Finding.NotSeen("no "
                        + Words.one(event.thing()) + " was seen"
                        + deed(event) + " up to " + Clock.text(observed.now()), placed.stream().map(one -> one.one().support()).toList());
            }
            String name = happened.named() != null ? happened.named() : "the " + Words.one(event.thing());
            placed.add(new Placed(name, happened.all().get(order.last() ? happened.all().size() - 1 : 0)));
        }
        Comparator<Placed> byTime = Comparator.comparingDouble(one -> one.one().moment());
        placed.sort(order.last() ? byTime.reversed() : byTime);
        return new Finding.Fact(Phrases.capital(placed.get(0).text()) + ".", placed.stream().map(one -> one.one().support()).toList());
    }

    private static String deed(Event event) {
        return switch (event.kind()) {
            case LEAVES -> " to leave";
            case TAKEN -> " to be taken";
            case RETURNS -> " to come back";
            default -> "";
        };
    }

    Finding beforeAfter(Query.BeforeAfter order) {
        Occurrences.Edge first = occurrences.edge(order.first());
        Occurrences.Edge second = occurrences.edge(order.second());
        if (first.problem() != null || second.problem() != null) {
            return neverHappened(order, first, second);
        }
        boolean yes = order.after() ? first.seconds() > second.seconds() : first.seconds() < second.seconds();
        String told = "the " + Words.one(order.first().thing()) + verb(order.first()) + " at " + Clock.text(first.seconds()) + ", the "
                + Words.one(order.second().thing())
                + verb(order.second()) + " at " + Clock.text(second.seconds());
        return new Finding.Fact((yes ? "Yes: " : "No: ") + told + ".", List.of(Support.of(first.span()), Support.of(second.span())));
    }

    /** What never happened did not happen before anything that did. */
    private Finding neverHappened(Query.BeforeAfter order, Occurrences.Edge first, Occurrences.Edge second) {
        Finding problem = first.problem() != null ? first.problem() : second.problem();
        boolean stays = first.problem() instanceof Finding.NotSeen && second.problem() == null
                && new Selection(order.first().thing(), observed.timeline()).everSeen();
        return stays ? new Finding.Fact("No: the " + Words.one(order.first().thing()) + " had not done so by " + Clock.text(observed.now())
                + ".", Support.of(second.span())) : problem;
    }

    static String verb(Event event) {
        return switch (event.kind()) {
            case LEAVES -> " left";
            case APPEARS, PASSES -> " came";
            case TAKEN -> " was taken";
            case PUT_DOWN -> " was put down";
            case RETURNS -> " came back";
            case SAYS -> " was heard";
            case MOVES -> " moved";
            case ABSENT -> " was gone";
            default -> " was there";
        };
    }
}
