package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.core.stream.Clock;

import java.util.Comparator;
import java.util.List;

/** Whether so many did something, or were there: the number that is asked about is compared with the count that "how many" answers. */
final class Numbered {

    private final ObservedStream observed;

    Numbered(ObservedStream observed) {
        this.observed = observed;
    }

    /** Whether the event is a deed done by a number of things; {@link Event.Kind#PRESENT} and {@link Event.Kind#ABSENT} are states. */
    static boolean counts(Event event) {
        boolean number = switch (event.amount().relation()) {
            case EXACTLY, AT_LEAST, AT_MOST -> true;
            default -> false;
        };
        boolean state = event.kind() == Event.Kind.PRESENT || event.kind() == Event.Kind.ABSENT || event.kind() == Event.Kind.STOPS;
        return number && !state;
    }

    Finding exists(Event event, Windows.Placed window) {
        Event any = new Event(event.thing(), event.kind(), event.nth(), Amount.ANY);
        Occurrences.Happened happened = new Occurrences(observed).of(any, window);
        if (happened.problem() != null) {
            return happened.problem();
        }
        List<Occurrences.Occurrence> all = happened.all();
        Selection selection = new Selection(event.thing(), observed.timeline());
        if (all.isEmpty() && !selection.everSeen() && !event.amount().none()) {
            return new Finding.NotSeen(Words.noneWas(event.thing()) + " seen", selection.closest());
        }
        String deed = OrderAnswers.verb(event);
        String told = all.isEmpty() ? "no " + Words.one(event.thing()) + deed : Words.counted(all.size(), event.thing())
                + (all.size() == 1 ? deed : deed.replaceFirst("^ was\\b", " were"));
        String times = all.isEmpty() ? window.bounded() ? " " + window.words() : "" : ", the first at "
                + Clock.text(all.get(0).moment());
        return new Finding.Fact((event.amount().holds(all.size()) ? "Yes, " : "No, ") + told + times + ".", all.isEmpty()
                ? List.of(Support.of(window.span())) : all.stream().map(Occurrences.Occurrence::support).toList());
    }

    /** So many were never there at once: yes when as many came one after another, else how many there were. */
    Finding never(Event event, Selection selection, Windows.Placed window) {
        List<CountRun> runs = Counting.within(selection.track().runs(), window);
        boolean fewer = event.amount().relation() == Amount.Relation.AT_MOST;
        int extreme = fewer ? Counting.fewest(runs) : Counting.most(runs);
        List<CountRun> came = selection.settled() ? List.of() : selection.things().stream().filter(run -> window.covers(run.span()))
                .toList();
        if (!fewer && event.amount().holds(came.size())) {
            return new Finding.Fact("Yes, " + Words.counted(came.size(), event.thing()) + " one after another, at most " + extreme
                    + " at once.", selection.supports(came));
        }
        String all = came.size() > extreme && !fewer ? ", and " + came.size() + " in all" : "";
        return new Finding.Fact("No, " + (fewer ? "at least " : "at most ") + Words.counted(extreme, event.thing()) + " at once" + all
                + ".",
                selection.supports(runs.stream().filter(run -> run.count() == extreme)
                        .sorted(Comparator.comparingDouble((CountRun run) -> -run.span().length())).toList()));
    }
}
