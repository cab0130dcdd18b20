package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.Clock;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where something is, where it came from and which way it went. */
final class PlaceAnswers {

    private static final int MOST_NAMED = 4;

    private final ObservedStream observed;

    PlaceAnswers(ObservedStream observed) {
        this.observed = observed;
    }

    Finding where(Event event, List<String> choices, Windows.Placed window) {
        if (Occurrences.written(event.thing())) {
            return text(event.thing());
        }
        Selection selection = new Selection(event.thing(), observed.timeline());
        Optional<Finding> undecided = selection.undecided();
        Optional<String> name = undecided.isPresent() || !selection.everSeen() ? Writing.name(event.thing()) : Optional.empty();
        List<TextRun> named = name.map(words -> Writing.read(observed.timeline()).stream()
                .filter(text -> text.names(words) && !text.places().isEmpty()).toList()).orElse(List.of());
        if (!named.isEmpty()) {
            List<String> places = named.stream().flatMap(text -> text.places().stream()).distinct().map(Words::place).toList();
            return new Finding.Fact(Phrases.capital(Phrases.list(places)) + ": the text \"" + named.get(0).text() + "\".", named.stream()
                    .map(Support::of).toList());
        }
        if (undecided.isPresent()) {
            return undecided.get();
        }
        if (!selection.everSeen()) {
            return new Finding.NotSeen(Words.noneWas(event.thing()) + " seen up to " + Clock.text(observed.now()),
                    selection.closest());
        }
        boolean went = event.kind() == Event.Kind.LEAVES || event.kind() == Event.Kind.MOVES || event.kind() == Event.Kind.PASSES
                && !choices.isEmpty();
        if (went || event.kind() == Event.Kind.APPEARS || event.kind() == Event.Kind.RETURNS || event.kind() == Event.Kind.PASSES) {
            return side(selection, went, choices, window);
        }
        return place(selection, window);
    }

    private Finding text(Thing thing) {
        List<TextRun> meant = Occurrences.nth(Writing.meant(thing, Writing.read(observed.timeline())), thing.nth());
        List<String> places = meant.stream().flatMap(text -> text.places().stream()).distinct().map(Words::place).toList();
        return places.isEmpty() ? new Finding.NotSeen("no such text was read up to " + Clock.text(observed.now()), List.of())
                : new Finding.Fact(Phrases.capital(Phrases.list(places)) + ": \"" + meant.get(0).text() + "\".",
                meant.stream().map(Support::of)
                        .toList());
    }

    /** Visits the question speaks of: the first, the last, those in its time. */
    static List<Visit> meant(Selection selection, Windows.Placed window) {
        List<Visit> all = selection.visits().stream().filter(visit -> window.covers(visit.span()) || window.momentary()
                && visit.span().overlap(window.span()) >= 0)
                .toList();
        return Occurrences.nth(all, selection.thing().nth());
    }

    private Finding side(Selection selection, boolean went, List<String> choices, Windows.Placed window) {
        List<Visit> meant = meant(selection, window);
        List<Visit> known = meant.stream().filter(visit -> !side(visit, went, choices).isEmpty()).toList();
        String name = Words.one(selection.thing());
        if (known.isEmpty()) {
            return new Finding.CannotTell((went ? "which way the " + name + " went" : "from which side the " + name + " came")
                    + " could not be made out",
                    selection.supports(meant.stream().map(Visit::run).toList()));
        }
        List<Support> supports = selection.supports(known.stream().map(Visit::run).toList());
        if (choices.size() == 1) {
            Optional<Visit> chosen = known.stream().filter(visit -> side(visit, went, choices).equals(choices.get(0))).findFirst();
            return chosen.map(visit -> new Finding.Fact("Yes, " + timed(visit, went, choices) + ".", selection.support(visit.run())))
                    .orElseGet(() -> new Finding.Fact("No, "
                    + Phrases.list(known.stream().map(visit -> way(visit, went, choices)).distinct().toList())
                            + ".", supports));
        }
        boolean neither = !choices.isEmpty() && known.stream().noneMatch(visit -> choices.contains(side(visit, went, choices)));
        List<String> told = known.stream().limit(MOST_NAMED).map(visit -> timed(visit, went, choices)).toList();
        String all = known.size() == 1 ? way(known.get(0), went, choices) : Phrases.list(told);
        return new Finding.Fact((neither ? "Neither: " + all : Phrases.capital(all)) + ".", supports);
    }

    private static String timed(Visit visit, boolean went, List<String> choices) {
        return way(visit, went, choices) + " at " + Clock.text(went ? visit.span().end() : visit.span().start());
    }

    /** The side it left or came by; where that is not known, or not among the choices, the way it went on the whole. */
    private static String side(Visit visit, boolean went, List<String> choices) {
        String side = went ? visit.to() : visit.from();
        return !went || choices.contains(side) || choices.size() < 2 && !side.isEmpty() ? side
                : Optional.of(Heading.of(visit, choices)).filter(way -> !way.isEmpty()).orElse(side);
    }

    private static String way(Visit visit, boolean went, List<String> choices) {
        return (went ? "to the " : "from the ") + side(visit, went, choices);
    }

    /** Where it is, or where it was when it was there last. */
    private Finding place(Selection selection, Windows.Placed window) {
        if (selection.thing().nth() != 0) {
            List<Visit> meant = meant(selection, window);
            List<CountRun> things = !meant.isEmpty() ? meant.stream().map(Visit::run).toList()
                    : selection.visits().isEmpty() ? Occurrences.nth(selection.thing().nth() > 1
                            ? selection.things() : selection.present(), selection.thing().nth()) : List.of();
            return things.isEmpty() ? new Finding.NotSeen("there was no such " + selection.thing().name() + " " + window.words(),
                    selection.closest()) : told(selection, things.get(0), things.get(0), "");
        }
        Windows.Placed moment = window.bounded() ? window : new Windows(observed).place(Window.NOW).placed();
        Optional<Finding> unwatched = new Windows(observed).unwatched(moment);
        if (unwatched.isPresent()) {
            return unwatched.get();
        }
        List<CountRun> there = selection.present().stream().filter(run -> run.span().overlap(moment.span()) > 0 || moment.momentary()
                && run.span().overlap(moment.span()) >= 0).toList();
        if (!there.isEmpty()) {
            CountRun run = there.get(there.size() - 1);
            TimeSpan shared = new TimeSpan(Math.max(run.start(), moment.span().start()),
                    Math.max(run.start(), Math.min(run.end(), moment.span().end())));
            return told(selection, new CountRun(shared, run.count(), run.score()), moment.momentary() ? state(selection, moment, run) : run,
                    "");
        }
        List<CountRun> before = selection.present().stream().filter(run -> run.end() <= moment.span().end()).toList();
        if (before.isEmpty() || window.bounded()) {
            return new Finding.Fact("Nowhere: there was no " + Words.one(selection.thing()) + " " + moment.words() + ".",
                    Support.of(moment.span()));
        }
        CountRun last = before.get(before.size() - 1);
        return told(selection, last, last, "Gone since " + Clock.text(last.end()) + "; it was ");
    }

    /** The stretch over which as many were there as at the moment. */
    private static CountRun state(Selection selection, Windows.Placed moment, CountRun otherwise) {
        return selection.track().state(moment.span(), moment.late()).filter(run -> run.count() > 0).orElse(otherwise);
    }

    private Finding told(Selection selection, CountRun run, CountRun cited, String before) {
        Set<String> places = new LinkedHashSet<>();
        for (Timeline.Moment moment : observed.timeline().during(run.span())) {
            moment.evidence().stream().filter(selection::matches).forEach(evidence -> places.addAll(meant(selection, evidence)));
        }
        List<String> told = new ArrayList<>(places.stream().filter(place -> !place.isEmpty()).map(Words::place).toList());
        if (told.isEmpty()) {
            return new Finding.CannotTell("where the " + Words.one(selection.thing()) + " was could not be made out",
                    selection.supports(List.of(run)));
        }
        String all = Phrases.list(told);
        return new Finding.Fact(before.isEmpty() ? Phrases.capital(all) + "." : before + all + ".", selection.supports(List.of(cited)));
    }

    private static List<String> meant(Selection selection, Evidence evidence) {
        String colour = selection.thing().colour();
        List<String> places = new ArrayList<>();
        for (int i = 0; i < evidence.places().size(); i++) {
            boolean right = colour.isEmpty() || i < evidence.things().size()
                    && Looks.may(colour, evidence.things().get(i).colour(), evidence.things().get(i).traits());
            if (right) {
                places.add(evidence.places().get(i));
            }
        }
        return places;
    }
}
