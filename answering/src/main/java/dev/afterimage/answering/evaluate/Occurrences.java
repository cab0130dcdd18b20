package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.evidence.StoredUtterance;
import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * When the events of queries happened: the heart of the evaluation. An event happens over a stretch; of a coming its start counts, of a
 * going its end.
 */
final class Occurrences {

    /** Stretches shorter than this are left out of lists that hold longer ones. */
    private static final double BRIEF_SECONDS = 1;
    private static final double SAME = 1e-6;

    private static final Set<String> CARRIERS = Set.of("sign", "label", "poster", "banner", "caption", "headline", "subtitle", "notice");
    private static final Set<String> SCENES = Set.of("scene", "picture", "scene change", "change", "change of scene", "cut", "new scene");

    private final ObservedStream observed;
    private final Timeline timeline;

    Occurrences(ObservedStream observed) {
        this.observed = observed;
        this.timeline = observed.timeline();
    }

    /**
     * One time that an event happened.
     *
     * @param moment  when it happened, seconds: the start of a coming, the end of a going; of a state its start
     * @param support what tells of it
     */
    record Occurrence(TimeSpan span, double moment, Support support) { }

    /**
     * All times an event happened, in order.
     *
     * @param unseen  the gap in which one more may have happened, unseen; null when there is none
     * @param problem why the evidence cannot tell; null when it can
     * @param named   the text in which the thing's name was read, where nothing else of it was seen; else null
     */
    record Happened(List<Occurrence> all, Gap unseen, Finding problem, String named) {

        Happened(List<Occurrence> all, Gap unseen, Finding problem) {
            this(all, unseen, problem, null);
        }

        static Happened undecided(Finding why) {
            return new Happened(List.of(), null, why);
        }
    }

    /** The moment an event names a time by. */
    record Edge(Event.Kind kind, TimeSpan span, double seconds, Finding problem) { }

    /** Every time the event happened, its own {@code nth} applied, {@link Thing#nth} too. */
    Happened of(Event event) {
        return of(event, null);
    }

    /** Those within a window; which of the things is the first is decided among those in the window. */
    Happened of(Event asked, Windows.Placed window) {
        Event event = Rooms.people(asked);
        Happened all = unnumbered(event, window);
        if (event.nth() == 0 || all.problem() != null) {
            return all;
        }
        return new Happened(nth(all.all(), event.nth()), all.unseen(), null, all.named());
    }

    private Happened unnumbered(Event event, Windows.Placed window) {
        if (event.thing().name().equals(Thing.SPEECH)) {
            return speech(event, window);
        }
        if (written(event.thing())) {
            return texts(event, window);
        }
        if (SCENES.contains(event.thing().name()) && (event.kind() == Event.Kind.CHANGES || !event.thing().name().equals("scene")
                && !event.thing().name().equals("picture"))) {
            return scenes(event, window);
        }
        Selection selection = new Selection(event.thing(), timeline);
        Optional<Finding> undecided = selection.undecided();
        if (undecided.isPresent() || !selection.everSeen()) {
            Happened named = named(event, window);
            if (named != null) {
                return named;
            }
        }
        if (undecided.isPresent()) {
            return Happened.undecided(undecided.get());
        }
        return switch (event.kind()) {
            case STOPS -> stops(selection, window);
            case MOVES -> moves(selection, window);
            case PUT_DOWN, TAKEN, CHANGES -> steps(event, selection, window);
            case ABSENT -> absences(event, selection, window);
            case RETURNS -> returns(selection, window);
            case LEAVES -> departures(event, selection, window);
            case APPEARS, PASSES -> arrivals(event, selection, window);
            default -> presences(event, selection, window);
        };
    }

    private Happened speech(Event event, Windows.Placed window) {
        List<StoredUtterance> said = UtteranceSearch.about(event.thing().says(), timeline.said());
        return new Happened(nth(said.stream().filter(one -> within(one.span(), window))
                .map(one -> new Occurrence(one.span(), one.span().start(), Support.of(one))).toList(), event.thing().nth()), null, null);
    }

    /**
     * A thing that no detector saw may still be named in writing: that is reported as what it is, a text. Null where
     * its name was not read.
     */
    private Happened named(Event event, Windows.Placed window) {
        Thing thing = event.thing();
        List<TextRun> read = Writing.name(thing).map(name -> Writing.read(timeline).stream()
                .filter(text -> text.names(name) && within(text.span(), window)).toList()).orElse(List.of());
        boolean leaves = event.kind() == Event.Kind.LEAVES;
        List<Occurrence> all = nth(read.stream().map(text -> new Occurrence(text.span(), leaves ? text.span().end() : text.span().start(),
                Support.of(text))).toList(), thing.nth());
        return all.isEmpty() ? null : new Happened(all, null, null, "the text \"" + all.get(0).support().note() + "\"");
    }

    /** Whether a thing is writing, or what writing stands on. */
    static boolean written(Thing thing) {
        return thing.name().equals(Thing.TEXT) || !thing.says().isEmpty() && !thing.name().equals(Thing.SPEECH)
                || CARRIERS.contains(thing.name());
    }

    /** Where one stretch ends in which the picture hangs together, and the next begins. */
    private Happened scenes(Event event, Windows.Placed window) {
        List<Occurrence> all = timeline.scenes().stream().filter(scene -> scene.start() > 0 && scene.number() > 0
                && timeline.watched().leadingTo(new TimeSpan(scene.start(), scene.start())).isEmpty()
                        && (window == null || !window.bounded() || window.span().contains(scene.start())))
                .map(scene -> new Occurrence(new TimeSpan(scene.start(), Math.max(scene.start(), Math.min(scene.end(), observed.now()))),
                        scene.start(),
                        new Support(new TimeSpan(scene.start(), Math.max(scene.start(), Math.min(scene.end(), observed.now()))), 1,
                                "block", scene.note()))).toList();
        return new Happened(nth(all, event.thing().nth()), null, null);
    }

    private Happened texts(Event event, Windows.Placed window) {
        List<TextRun> meant = Writing.meant(event.thing(), Writing.read(timeline));
        boolean leaves = event.kind() == Event.Kind.LEAVES;
        List<Occurrence> all = meant.stream().filter(text -> within(text.span(), window))
                .map(text -> new Occurrence(text.span(), leaves ? text.span().end() : text.span().start(), Support.of(text))).toList();
        return new Happened(nth(all, event.thing().nth()), null, null);
    }

    /** Comings. What was there when the stream began was there from the start; what was there when a gap ended was not seen to come. */
    private Happened arrivals(Event event, Selection selection, Windows.Placed window) {
        boolean followed = !selection.visits().isEmpty() || event.thing().nth() > 1;
        List<CountRun> things = event.amount().relation() != Amount.Relation.ANY ? stretches(event.amount(), selection, window) : followed
                ? selection.things() : selection.present();
        boolean came = event.kind() == Event.Kind.APPEARS && event.thing().nth() == 0 && event.amount().relation() == Amount.Relation.ANY;
        List<CountRun> seen = things.stream().filter(run -> timeline.watched().leadingTo(run.span()).isEmpty())
                .filter(run -> !came || !fromTheStart(run)).toList();
        List<CountRun> within = seen.stream().filter(run -> window == null || window.contains(run.start())).toList();
        Gap unseen = things.stream().flatMap(run -> timeline.watched().leadingTo(run.span()).stream()).findFirst().orElse(null);
        return new Happened(occurrences(nth(steady(within, event), event.thing().nth()), selection, false), unseen, null);
    }

    /** What is there in the first picture was not seen to come. */
    boolean fromTheStart(CountRun run) {
        return !timeline.moments().isEmpty() && run.start() <= timeline.moments().get(0).span().start() + SAME;
    }

    private Happened departures(Event event, Selection selection, Windows.Placed window) {
        List<CountRun> things = selection.visits().isEmpty() && event.thing().nth() <= 1 ? selection.present() : selection.things();
        List<CountRun> counted = event.thing().nth() == 0 ? things : nth(things, event.thing().nth());
        List<CountRun> gone = counted.stream().filter(run -> run.end() < observed.now() - SAME && timeline.watched().cutting(run.span())
                .isEmpty()).toList();
        Gap unseen = counted.stream().flatMap(run -> timeline.watched().cutting(run.span()).stream()).findFirst().orElse(null);
        List<CountRun> within = gone.stream().filter(run -> window == null || window.contains(run.end()))
                .sorted(Comparator.comparingDouble(CountRun::end)).toList();
        return new Happened(occurrences(within, selection, true), unseen, null);
    }

    private Happened presences(Event event, Selection selection, Windows.Placed window) {
        if (event.thing().nth() != 0) {
            List<CountRun> all = selection.visits().isEmpty() && event.thing().nth() <= 1 ? selection.present() : selection.things();
            List<CountRun> things = all.stream().filter(run -> within(run.span(), window)).toList();
            return new Happened(occurrences(nth(things, event.thing().nth()), selection, false), null, null);
        }
        boolean each = !(event.thing().colour().isEmpty() && selection.worn().isEmpty()) && !selection.visits().isEmpty();
        List<CountRun> found = event.amount().relation() != Amount.Relation.ANY ? stretches(event.amount(), selection, window) : each
                ? selection.things() : selection.present();
        List<CountRun> within = found.stream().filter(run -> within(run.span(), window)).map(run -> clipped(run, window)).toList();
        return new Happened(occurrences(steady(within, event), selection, false), null, null);
    }

    /** The stretches over which this many were there. */
    private List<CountRun> stretches(Amount amount, Selection selection, Windows.Placed window) {
        List<CountRun> runs = Counting.within(selection.track().runs(), window);
        IntPredicate holds = switch (amount.relation()) {
            case MOST -> count -> count == Counting.most(runs);
            case FEWEST -> count -> count == Counting.fewest(runs);
            // "Two at the same time" means exactly two, but three do where there are never just two.
            case EXACTLY -> amount.number() >= 2 && !selection.track().ever(amount::holds)
                    ? count -> count >= amount.number() : amount::holds;
            default -> amount::holds;
        };
        return selection.track().stretches(holds);
    }

    /** Times at which the number rose or fell by one or more; of things at a place, their coming there and going from there. */
    private Happened steps(Event event, Selection selection, Windows.Placed window) {
        List<Double> times = new ArrayList<>();
        if (event.kind() != Event.Kind.TAKEN) {
            times.addAll(selection.track().steps(true));
        }
        if (event.kind() != Event.Kind.PUT_DOWN) {
            times.addAll(selection.track().steps(false));
        }
        double begin = selection.track().runs().isEmpty() ? 0 : selection.track().runs().get(0).start();
        List<Occurrence> all = times.stream().filter(time -> time > begin + SAME && (window == null || window.contains(time)))
                .distinct().sorted()
                .map(time -> new Occurrence(around(time), time, selection.support(new CountRun(around(time), 1, 1)))).toList();
        return new Happened(nth(all, event.thing().nth()), null, null);
    }

    private TimeSpan around(double time) {
        return new TimeSpan(Math.max(0, time - 1), Math.max(time, Math.min(observed.now(), time + 1)));
    }

    /** Stretches, after the thing was seen for the first time, in which none was there; only those that somebody watched. */
    private Happened absences(Event event, Selection selection, Windows.Placed window) {
        List<CountRun> runs = selection.track().runs();
        double first = selection.present().isEmpty() ? Double.POSITIVE_INFINITY : selection.present().get(0).start();
        List<CountRun> empty = selection.track().stretches(count -> count == 0).stream()
                .filter(run -> run.start() > first && run.span().length() >= BRIEF_SECONDS && within(run.span(), window)).toList();
        return new Happened(nth(occurrences(empty, selection, false), runs.isEmpty() ? 0 : event.thing().nth()), null, null);
    }

    /** Comings after an absence: of a settled thing each rise of the number, else each visit but the first. */
    private Happened returns(Selection selection, Windows.Placed window) {
        List<CountRun> present = selection.present();
        if (selection.settled() && selection.track().most() > 1 && present.size() < 2) {
            return steps(new Event(selection.thing(), Event.Kind.PUT_DOWN, 0, Amount.ANY), selection, window);
        }
        List<CountRun> again = selection.visits().isEmpty() ? present.subList(Math.min(1, present.size()), present.size())
                : again(selection.visits());
        List<CountRun> seen = again.stream().filter(run -> timeline.watched().leadingTo(run.span()).isEmpty()
                && (window == null || window.contains(run.start()))).toList();
        return new Happened(occurrences(seen, selection, false), null, null);
    }

    /**
     * Visits of something that may have been there before: one of another colour is another thing, and one that is
     * there already has not gone.
     */
    private static List<CountRun> again(List<Visit> visits) {
        return visits.stream().filter(visit -> visits.stream().anyMatch(before -> before.span().end() <= visit.span().start()
                && before.label().equals(visit.label())
                && (before.colour().equals(visit.colour()) || before.colour().isEmpty() || visit.colour().isEmpty())))
                .map(Visit::run).toList();
    }

    /** Stretches over which one of them moved; where that is not known of all, those that crossed the picture did. */
    private Happened moves(Selection selection, Windows.Placed window) {
        return motion(selection, window, true, "the notes tell where things were, and not whether one moved while it was there");
    }

    /** Stretches over which one of them stood still. */
    private Happened stops(Selection selection, Windows.Placed window) {
        return motion(selection, window, false, "the notes do not tell whether something stood still");
    }

    private Happened motion(Selection selection, Windows.Placed window, boolean moving, String otherwise) {
        List<Visit> meant = nth(selection.visits(), selection.thing().nth());
        List<MotionAnswers.Stretch> found = MotionAnswers.within(MotionAnswers.stretches(meant, moving), window);
        if (found.isEmpty() && selection.everSeen() && !MotionAnswers.known(meant)) {
            return Happened.undecided(new Finding.CannotTell(otherwise, selection.supports(selection.present())));
        }
        return new Happened(occurrences(found.stream().map(MotionAnswers.Stretch::run).map(run -> clipped(run, window)).toList(), selection,
                false), null, null);
    }

    /** The edge that "after" and "before" mean: of several times the event's number, else the first. */
    Edge edge(Event event) {
        Happened happened = of(event);
        if (happened.problem() != null) {
            return new Edge(event.kind(), null, 0, happened.problem());
        }
        if (happened.all().isEmpty()) {
            Finding why = happened.unseen() != null ? new Finding.NotWatched(observed.timeline().watched().causes(happened.unseen()))
                    : new Finding.NotSeen(Words.noneWas(event.thing()) + " seen "
                            + (event.kind() == Event.Kind.LEAVES ? "to leave " : "") + "up to " + Clock.text(observed.now()), List.of());
            return new Edge(event.kind(), null, 0, why);
        }
        Occurrence first = happened.all().get(0);
        return new Edge(event.kind(), first.span(), first.moment(), null);
    }

    private static boolean within(TimeSpan span, Windows.Placed window) {
        return window == null || window.covers(span) || window.momentary() && span.overlap(window.span()) >= 0;
    }

    /** The part that lies in the stretch asked about. */
    private static CountRun clipped(CountRun run, Windows.Placed window) {
        if (window == null || !window.bounded() || window.momentary()) {
            return run;
        }
        TimeSpan part = new TimeSpan(Math.max(run.start(), window.span().start()), Math.min(run.end(), window.span().end()));
        return new CountRun(part, run.count(), run.score());
    }

    private static List<CountRun> steady(List<CountRun> runs, Event event) {
        boolean longest = event.amount().relation() != Amount.Relation.ANY && runs.stream()
                .anyMatch(run -> run.span().length() >= 2 * BRIEF_SECONDS);
        return longest ? runs.stream().filter(run -> run.span().length() >= BRIEF_SECONDS).toList() : runs;
    }

    private static List<Occurrence> occurrences(List<CountRun> runs, Selection selection, boolean end) {
        return runs.stream().map(run -> new Occurrence(run.span(), end ? run.end() : run.start(), selection.support(run))).toList();
    }

    static <T> List<T> nth(List<T> all, int n) {
        if (n == 0 || all.isEmpty()) {
            return all;
        }
        return n < 0 ? all.subList(all.size() - 1, all.size()) : n <= all.size() ? all.subList(n - 1, n) : List.of();
    }
}
