package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.evidence.Coverage;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Clock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How many, and how often. */
final class CountAnswers {

    /** From so many on a detector takes two for one now and then. */
    private static final int MANY = 4;

    private final ObservedStream observed;

    CountAnswers(ObservedStream observed) {
        this.observed = observed;
    }

    Finding count(Query.Count count, Windows.Placed window) {
        Event event = count.event();
        Selection selection = new Selection(event.thing(), observed.timeline());
        if (count.of() == Query.Count.Of.TIMES && selection.existence(window).isPresent()) {
            return selection.existence(window).get();
        }
        if (count.of() == Query.Count.Of.TIMES || Occurrences.written(event.thing()) || event.thing().name().equals(Thing.SPEECH)) {
            return times(event, window);
        }
        if (event.thing().name().equals("scene")) {
            return scenes(window);
        }
        Optional<Finding> undecided = selection.undecided().or(() -> selection.existence(window)).or(() -> together(selection));
        if (undecided.isPresent()) {
            return undecided.get();
        }
        if (!selection.everSeen()) {
            return new Finding.NotSeen(Words.noneWas(event.thing()) + " seen up to " + Clock.text(observed.now()),
                    selection.closest());
        }
        if (event.kind() != Event.Kind.PRESENT) {
            return happened(event, window);
        }
        if (event.amount().relation() == Amount.Relation.MOST || event.amount().relation() == Amount.Relation.FEWEST) {
            return extreme(selection, event.amount().relation() == Amount.Relation.MOST, window);
        }
        if (count.of() == Query.Count.Of.AT_ONCE) {
            return atMoment(selection, window.momentary() ? window : new Windows(observed).place(Window.NOW).placed());
        }
        return selection.settled() && event.thing().nth() == 0 ? most(selection, window) : total(selection, window);
    }

    private static Optional<Finding> together(Selection selection) {
        return selection.together() ? Optional.of(new Finding.CannotTell("how many of them had " + Phrases.list(selection.thing().with())
                + " is not known", selection.supports(selection.present()))) : Optional.empty();
    }

    private Finding scenes(Windows.Placed window) {
        List<Occurrences.Occurrence> changes = new Occurrences(observed).of(Event.of(Thing.of("scene"), Event.Kind.CHANGES), window).all();
        int scenes = changes.size() + 1;
        return new Finding.Fact(scenes + (scenes == 1 ? " scene." : " scenes."), changes.isEmpty() ? List.of(Support.of(window.span()))
                : changes.stream().map(Occurrences.Occurrence::support).toList());
    }

    private Finding atMoment(Selection selection, Windows.Placed moment) {
        Optional<Finding> unwatched = new Windows(observed).unwatched(moment);
        CountRun run = selection.track().state(moment.span(), moment.late()).orElse(new CountRun(moment.span(), 0, 1));
        return unwatched.orElseGet(() -> new Finding.Fact(about(selection, run, moment.span()) + " " + moment.words() + ".",
                selection.support(run)));
    }

    /** {@code 2 cars}; {@code 7 or 8 people} where there are many and the count has just changed, or is about to: one may be hidden. */
    private static String about(Selection selection, CountRun run, TimeSpan moment) {
        List<Integer> counts = run.count() < MANY ? List.of(run.count()) : selection.track().unsettled(run, moment).stream()
                .map(CountRun::count).filter(count -> count >= MANY - 1).toList();
        int most = Math.max(run.count(), Collections.max(counts));
        int least = Math.min(run.count(), Collections.min(counts));
        String many = Words.counted(most, selection.thing());
        return least == most ? many : least + (most - least == 1 ? " or " : " to ") + many;
    }

    private Finding extreme(Selection selection, boolean most, Windows.Placed window) {
        List<CountRun> runs = Counting.within(selection.track().runs(), window);
        int count = most ? Counting.most(runs) : Counting.fewest(runs);
        return new Finding.Fact(most ? "At most " + Words.counted(count, selection.thing()) + " at once."
                : count == 0 ? "At times none." : "Never fewer than " + Words.counted(count, selection.thing()) + ".",
                longestFirst(selection, runs, count));
    }

    private static List<Support> longestFirst(Selection selection, List<CountRun> runs, int count) {
        return selection.supports(runs.stream().filter(run -> run.count() == count)
                .sorted(Comparator.comparingDouble((CountRun run) -> -run.span().length())).toList());
    }

    /** Of what stands there all the time: how many there were at once. */
    private Finding most(Selection selection, Windows.Placed window) {
        List<CountRun> runs = Counting.within(selection.track().runs(), window);
        int most = Counting.most(runs);
        boolean steady = runs.stream().allMatch(run -> run.count() == most || run.count() == 0);
        String many = Words.counted(most, selection.thing());
        return new Finding.Fact(most == 0 ? many + " " + window.words() + "." : steady ? many + "." : "Up to " + many + " at once.",
                most == 0 ? List.of(Support.of(window.span())) : longestFirst(selection, runs, most));
    }

    /** All that ever came, those of one visit counted apart. */
    private Finding total(Selection selection, Windows.Placed window) {
        List<CountRun> came = inWindow(selection, window);
        if (came.isEmpty()) {
            return new Finding.Fact(Words.counted(0, selection.thing()) + " " + window.words() + ".", Support.of(window.span()));
        }
        return new Finding.Fact(visitors(selection, came.size(), window) + ".", selection.supports(came));
    }

    /** {@code 4 cars}; {@code 9 visits by at least 5 people} where some came or went unseen and may have been counted twice. */
    private String visitors(Selection selection, int count, Windows.Placed window) {
        List<Visit> visits = selection.visits().stream().filter(visit -> window.covers(visit.span())).toList();
        boolean followed = visits.size() == count && visits.stream().allMatch(visit -> visit.course().traits().known());
        boolean whole = visits.stream().allMatch(visit -> Different.whole(visit, observed.now()));
        int least = followed && !whole ? Different.atLeast(visits, Counting.most(Counting.within(selection.track().runs(), window)))
                : count;
        int apart = count - mayBeOne(inWindow(selection, window).stream().map(CountRun::span).toList());
        if (least == count) {
            return apart == count ? Words.counted(count, selection.thing()) : "At least " + Words.counted(apart, selection.thing());
        }
        return count + " visits by at least " + Words.counted(least, selection.thing());
    }

    /** How many that were there when a gap began may be those that were there when it ended. */
    private int mayBeOne(List<TimeSpan> spans) {
        Coverage watched = observed.timeline().watched();
        return watched.gaps().stream().mapToInt(gap -> (int) Math.min(
                spans.stream().filter(span -> watched.cutting(span).filter(gap::equals).isPresent()).count(),
                spans.stream().filter(span -> watched.leadingTo(span).filter(gap::equals).isPresent()).count())).sum();
    }

    private static List<CountRun> inWindow(Selection selection, Windows.Placed window) {
        return selection.things().stream().filter(run -> window.covers(run.span())).toList();
    }

    /** Things that were seen to come in the window; what is there when a gap ends was not. */
    private Finding arrived(Event event, Windows.Placed window) {
        Selection selection = new Selection(event.thing(), observed.timeline());
        Occurrences occurrences = new Occurrences(observed);
        List<CountRun> came = selection.things().stream().filter(run -> observed.timeline().watched().leadingTo(run.span()).isEmpty())
                .filter(run -> event.kind() != Event.Kind.APPEARS || !occurrences.fromTheStart(run))
                .filter(run -> !window.bounded() || window.contains(run.start())).toList();
        return new Finding.Fact(Words.counted(came.size(), selection.thing()) + (came.isEmpty() ? " " + window.words() : "") + ".",
                came.isEmpty() ? List.of(Support.of(window.span())) : selection.supports(came));
    }

    /** {@code how many left}. */
    private Finding happened(Event event, Windows.Placed window) {
        if (event.kind() == Event.Kind.APPEARS || event.kind() == Event.Kind.PASSES) {
            return arrived(event, window);
        }
        Occurrences.Happened happened = new Occurrences(observed).of(event, window);
        if (happened.problem() != null) {
            return happened.problem();
        }
        List<Occurrences.Occurrence> all = happened.all();
        return new Finding.Fact(Words.counted(all.size(), event.thing()) + (all.isEmpty() ? " " + window.words() : "") + ".",
                all.isEmpty() ? List.of(Support.of(window.span())) : all.stream().map(Occurrences.Occurrence::support).toList());
    }

    private Finding times(Event event, Windows.Placed window) {
        Event counted = event.kind() == Event.Kind.APPEARS || event.kind() == Event.Kind.PASSES ? event.as(Event.Kind.PRESENT) : event;
        boolean things = event.kind() == Event.Kind.APPEARS || event.kind() == Event.Kind.PASSES;
        Occurrences.Happened happened = new Occurrences(observed).of(things ? event : counted, window);
        if (happened.problem() != null) {
            return happened.problem();
        }
        List<Occurrences.Occurrence> all = happened.all();
        if (happened.named() != null) {
            return new Finding.Fact(all.size() + (all.size() == 1 ? " time, at " : " times, at ")
                    + Phrases.list(all.stream().map(one -> Clock.text(one.moment())).toList()) + ": "
                    + happened.named() + ".", all.stream().map(Occurrences.Occurrence::support).toList());
        }
        if (all.isEmpty() && !known(event)) {
            return new Finding.NotSeen(Words.noneWas(event.thing()) + " seen up to " + Clock.text(observed.now()), List.of());
        }
        if (all.isEmpty()) {
            return new Finding.Fact("0 times " + window.words() + ".", Support.of(window.span()));
        }
        int times = all.size() - mayBeOne(all.stream().map(Occurrences.Occurrence::span).toList());
        return new Finding.Fact((times == all.size() ? "" : "At least ") + times + (times == 1 ? " time, at " : " times, at ")
                + Phrases.list(all.stream().map(one -> Clock.text(one.moment())).toList()) + ".", all.stream()
                        .map(Occurrences.Occurrence::support).toList());
    }

    private boolean known(Event event) {
        return Occurrences.written(event.thing()) || event.thing().name().equals(Thing.SPEECH)
                || new Selection(event.thing(), observed.timeline()).everSeen();
    }

    /** One side of a comparison. */
    private record Side(int count, String words, List<Support> supports, Finding problem) { }

    Finding compare(Query.Compare compare) {
        boolean sameThing = compare.first().equals(compare.second());
        Side first = side(compare.first(), compare.firstWindow());
        Side second = side(compare.second(), compare.secondWindow());
        if (first.problem() != null || second.problem() != null) {
            return first.problem() != null ? first.problem() : second.problem();
        }
        boolean yes = switch (compare.relation()) {
            case MORE -> first.count() > second.count();
            case FEWER -> first.count() < second.count();
            case SAME -> first.count() == second.count();
        };
        String told = sameThing ? Words.counted(first.count(), compare.first()) + " " + first.words() + ", " + second.count() + " "
                + second.words()
                : Words.counted(first.count(), compare.first()) + " and " + Words.counted(second.count(), compare.second());
        List<Support> supports = new ArrayList<>(first.supports());
        supports.addAll(second.supports());
        return new Finding.Fact((yes ? "Yes, " : "No, ") + told + ".", supports);
    }

    private Side side(Thing thing, Window window) {
        Windows.Result placed = new Windows(observed).place(window);
        if (placed.problem() != null) {
            return new Side(0, "", List.of(), placed.problem());
        }
        Selection selection = new Selection(thing, observed.timeline());
        Optional<Finding> problem = selection.undecided().or(() -> selection.existence(placed.placed()))
                .or(() -> new Windows(observed).unwatched(placed.placed()));
        if (problem.isPresent()) {
            return new Side(0, "", List.of(), problem.get());
        }
        TimeSpan span = placed.placed().span();
        if (placed.placed().momentary()) {
            CountRun run = selection.track().state(span, placed.placed().late()).orElse(new CountRun(span, 0, 1));
            return new Side(run.count(), placed.placed().words(), List.of(selection.support(run)), null);
        }
        List<CountRun> came = inWindow(selection, placed.placed());
        int count = selection.settled() ? Counting.most(Counting.within(selection.track().runs(), placed.placed())) : came.size();
        return new Side(count, placed.placed().words(), came.isEmpty()
                ? List.of(Support.of(span)) : List.of(selection.support(came.get(0))), null);
    }
}
