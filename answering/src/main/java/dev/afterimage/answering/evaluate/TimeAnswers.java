package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When, how long, how long between. */
final class TimeAnswers {

    private static final double SAME = 1e-6;

    private final ObservedStream observed;
    private final Occurrences occurrences;

    TimeAnswers(ObservedStream observed) {
        this.observed = observed;
        this.occurrences = new Occurrences(observed);
    }

    Finding when(Event asked, Windows.Placed window) {
        Event event = asked.kind() == Event.Kind.ABSENT ? asked.as(Event.Kind.LEAVES) : asked;
        Occurrences.Happened happened = occurrences.of(event, window);
        if (happened.problem() != null) {
            return happened.problem();
        }
        List<Occurrences.Occurrence> all = happened.all();
        if (all.isEmpty()) {
            return happened.unseen() != null ? unseen(event, happened.unseen()) : never(event, window);
        }
        if (happened.named() != null) {
            return new Finding.Fact(Phrases.capital(happened.named()) + " was there "
                    + Phrases.list(all.stream().map(one -> Phrases.fromTo(one.span())).distinct().toList()) + ".",
                    all.stream().map(Occurrences.Occurrence::support).toList());
        }
        List<Support> supports = all.stream().map(Occurrences.Occurrence::support).toList();
        if (moment(event)) {
            return new Finding.Fact("At " + Phrases.list(all.stream().map(one -> Clock.text(one.moment())).distinct().toList()) + ".",
                    supports);
        }
        boolean words = Occurrences.written(event.thing()) || event.thing().name().equals(Thing.SPEECH);
        if (all.size() == 1 && !words) {
            return new Finding.Fact(told(all.get(0).span()), supports);
        }
        List<Support> longestFirst = event.kind() == Event.Kind.PRESENT ? all.stream()
                .sorted(Comparator.comparingDouble(one -> -one.span().length()))
                .map(Occurrences.Occurrence::support).toList() : supports;
        return new Finding.Fact(Phrases.capital(Phrases.list(all.stream().map(one -> Phrases.fromTo(one.span())).distinct().toList()))
                + ".",
                longestFirst);
    }

    /** What came or left while nobody watched: when it was first or last seen, and why no more is known. */
    Finding unseen(Event event, Gap gap) {
        boolean left = event.kind() == Event.Kind.LEAVES;
        double moment = left ? gap.start() : gap.end();
        String told = (left ? "Last seen at " + Clock.text(moment) + "; " : "There at " + Clock.text(moment)
                + "; when it came is not known: ") + UnwatchedParts.clause(List.of(gap)) + ".";
        Selection selection = new Selection(event.thing(), observed.timeline());
        List<CountRun> there = selection.things().stream().filter(run -> Math.abs((left ? run.end() : run.start()) - moment) < 2).toList();
        return new Finding.Fact(told, selection.supports(there));
    }

    /** Whether it happens in a moment rather than over a stretch that is worth telling. */
    private static boolean moment(Event event) {
        return switch (event.kind()) {
            case LEAVES, PUT_DOWN, TAKEN, CHANGES, RETURNS -> true;
            default -> false;
        };
    }

    private String told(TimeSpan span) {
        String start = Clock.text(span.start());
        String end = Clock.text(span.end());
        if (span.end() >= observed.now() - SAME) {
            return "At " + start + ", and still at " + end + ".";
        }
        return start.equals(end) ? "At " + start + "." : "At " + start + ", until " + end + ".";
    }

    private Finding never(Event event, Windows.Placed window) {
        Thing thing = event.thing();
        if (Occurrences.written(thing) || thing.name().equals(Thing.SPEECH)) {
            return new Finding.NotSeen((thing.name().equals(Thing.SPEECH) ? "nothing of the kind was said " : "no such text was read ")
                    + window.words(), List.of());
        }
        Selection selection = new Selection(thing, observed.timeline());
        int count = selection.things().size();
        List<Support> closest = selection.everSeen() ? selection.supports(selection.present()) : selection.closest();
        if (thing.nth() > 1 && count > 0) {
            return new Finding.NotSeen("there " + (count == 1 ? "was only 1" : "were only " + count) + " up to "
                    + Clock.text(observed.now()), closest);
        }
        if (event.amount().relation() != Amount.Relation.ANY && selection.everSeen()) {
            return new Finding.NotSeen(event.amount().none() ? "there was always " + Words.article(thing.name()) + " " + window.words()
                    : "it was never so many " + window.words() + ": at most "
                            + Words.counted(Counting.most(Counting.within(selection.track().runs(), window)), thing) + " at once", closest);
        }
        if (event.kind() == Event.Kind.APPEARS && selection.things().stream().anyMatch(occurrences::fromTheStart) && !window.bounded()) {
            return new Finding.Fact("There from the start: nobody saw it come.", selection.supports(selection.things()));
        }
        if (event.kind() == Event.Kind.LEAVES && selection.everSeen()) {
            return new Finding.Fact("Not yet: still there at " + Clock.text(observed.now()) + ".", closest);
        }
        return new Finding.NotSeen((selection.everSeen() && event.kind() != Event.Kind.PRESENT ? Words.noneWas(thing) + " seen to do so "
                : Words.noneWas(thing) + " there ") + window.words(),
                closest);
    }

    Finding howLong(Event event, Windows.Placed window) {
        if (event.thing().name().equals(Thing.VIDEO)) {
            TimeSpan whole = new TimeSpan(0, observed.now());
            return new Finding.Fact("About " + Clock.length(observed.timeline().watched().seconds(whole)) + ".", Support.of(whole));
        }
        Occurrences.Happened happened = occurrences.of(event, window);
        if (happened.problem() != null) {
            return happened.problem();
        }
        List<Occurrences.Occurrence> all = event.kind() == Event.Kind.MOVES || event.kind() == Event.Kind.STOPS
                ? apart(happened.all()) : happened.all();
        if (all.isEmpty()) {
            return never(event, window);
        }
        List<Support> supports = all.stream().sorted(Comparator.comparingDouble(one -> -one.span().length()))
                .map(Occurrences.Occurrence::support).toList();
        boolean cut = all.stream().anyMatch(one -> cut(one.span()));
        String about = cut ? "At least " : "About ";
        if (happened.named() != null) {
            return new Finding.Fact(about + Clock.length(all.stream().mapToDouble(one -> one.span().length()).sum()) + ", "
                    + Phrases.list(all.stream().map(one -> Phrases.fromTo(one.span())).toList())
                    + ": " + happened.named() + ".", supports);
        }
        Occurrences.Occurrence last = all.get(all.size() - 1);
        if (all.size() == 1 && last.span().end() >= observed.now() - SAME) {
            return new Finding.Fact((cut ? "For at least " : "For ") + Clock.length(last.span().length())
                     + ", since " + Clock.text(last.span().start()) + ".",
                    supports);
        }
        if (all.size() == 1) {
            return new Finding.Fact(about + Clock.length(last.span().length()) + ", " + Phrases.fromTo(last.span()) + ".", supports);
        }
        double whole = all.stream().mapToDouble(one -> one.span().length()).sum();
        return new Finding.Fact(about + Clock.length(whole) + " in all: "
                + Phrases.list(all.stream().map(one -> Phrases.fromTo(one.span())).toList()) + ".", supports);
    }

    /** Whether nobody watched right before it or right behind it: how long it went on in that time is not known. */
    private boolean cut(TimeSpan span) {
        return observed.timeline().watched().cutting(span).isPresent() || observed.timeline().watched().leadingTo(span).isPresent();
    }

    /** What several did at the same time lasted as long as any of them did it. */
    private static List<Occurrences.Occurrence> apart(List<Occurrences.Occurrence> all) {
        List<Occurrences.Occurrence> apart = new ArrayList<>();
        all.stream().sorted(Comparator.comparingDouble(one -> one.span().start())).forEach(one -> {
            Occurrences.Occurrence last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
            if (last != null && one.span().start() <= last.span().end()) {
                apart.set(apart.size() - 1, new Occurrences.Occurrence(new TimeSpan(last.span().start(),
                        Math.max(last.span().end(), one.span().end())), last.moment(), last.support()));
            } else {
                apart.add(one);
            }
        });
        return apart;
    }

    /** How long after the first event the second happened: of the second the first time after it. */
    Finding between(Event first, Event second) {
        Occurrences.Edge from = occurrences.edge(first);
        if (from.problem() != null) {
            return from.problem();
        }
        Occurrences.Happened later = occurrences.of(second);
        if (later.problem() != null) {
            return later.problem();
        }
        Occurrences.Occurrence to = later.all().stream().filter(one -> one.moment() >= from.seconds() - SAME).findFirst().orElse(null);
        if (to == null) {
            return later.unseen() != null ? new Finding.NotWatched(observed.timeline().watched().causes(later.unseen()))
                    : new Finding.NotSeen("nothing of the kind came after " + Clock.text(from.seconds()), later.all().stream()
                            .map(Occurrences.Occurrence::support).toList());
        }
        if (!observed.timeline().watched().missing(new TimeSpan(from.seconds(), to.moment())).isEmpty()) {
            return new Finding.NotWatched(observed.timeline().watched().missing(new TimeSpan(from.seconds(), to.moment())));
        }
        TimeSpan gap = new TimeSpan(from.seconds(), to.moment());
        return new Finding.Fact("About " + Clock.length(gap.length()) + ", " + Phrases.fromTo(gap) + ".",
                List.of(Support.of(gap), to.support()));
    }
}
