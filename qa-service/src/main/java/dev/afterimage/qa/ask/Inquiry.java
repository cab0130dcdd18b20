package dev.afterimage.qa.ask;

import dev.afterimage.core.Evidence;
import dev.afterimage.memory.evidence.CountTrack;
import dev.afterimage.memory.evidence.Run;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.evidence.Visit;
import dev.afterimage.memory.question.Amount;
import dev.afterimage.memory.question.QuestionForm;
import dev.afterimage.memory.question.QuestionForm.Aspect;
import dev.afterimage.memory.question.Subject;
import dev.afterimage.memory.time.Clock;
import dev.afterimage.memory.time.TimeReference.Kind;
import dev.afterimage.memory.time.TimeSpan;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A question laid beside the evidence: what all kinds of answers need. */
final class Inquiry {

    private static final Pattern OR = Pattern.compile("\\bor\\b", Pattern.CASE_INSENSITIVE);
    /** Stretches shorter than this are left out of lists that hold longer ones. */
    private static final double BRIEF_SECONDS = 1;

    /** Share of the time from which on something counts as part of the scene. */
    private static final double SETTLED_SHARE = 0.6;

    final QuestionForm form;
    final Timeline timeline;
    final Subject subject;
    final CountTrack track;

    Inquiry(QuestionForm form, Timeline timeline) {
        this.form = form;
        this.timeline = timeline;
        this.subject = form.subjects().size() > 1 ? joined(form) : form.subject().orElse(Subject.ANYTHING);
        this.track = timeline.track(this::count, evidence -> evidence.kind() == Evidence.Kind.OBJECT && subject.matches(evidence.label()) && here(evidence) > 0);
    }

    private static Subject joined(QuestionForm form) {
        String word = OR.matcher(form.text()).find() ? " or " : " and ";
        List<Subject> subjects = form.subjects();
        return new Subject(Subject.Kind.THINGS, String.join(word, subjects.stream().map(Subject::singular).toList()),
                String.join(word, subjects.stream().map(Subject::plural).toList()),
                subjects.stream().flatMap(s -> s.labels().stream()).collect(Collectors.toSet()));
    }

    /** Several subjects are there together when each is, unless either will do. */
    private int count(Timeline.Moment moment) {
        if (form.subjects().size() < 2 || either()) {
            return count(moment, subject);
        }
        return form.subjects().stream().mapToInt(one -> count(moment, one)).min().orElse(0);
    }

    /** Whether one of several subjects is enough. */
    boolean either() {
        return OR.matcher(form.text()).find();
    }

    int count(Timeline.Moment moment, Subject of) {
        return moment.evidence().stream().filter(e -> e.kind() == Evidence.Kind.OBJECT && of.matches(e.label())).mapToInt(this::here).sum();
    }

    private int here(Evidence evidence) {
        if (form.colour().isPresent()) {
            return (int) IntStream.range(0, evidence.things().size()).filter(i -> evidence.things().get(i).colour().equals(form.colour().get())
                    && form.place().map(place -> evidence.places().get(i).contains(place)).orElse(true)).count();
        }
        return form.place().map(place -> (int) evidence.places().stream().filter(p -> p.contains(place)).count()).orElse(evidence.count());
    }

    /** Every visit worth believing, whatever came. */
    List<Visit> believed() {
        return timeline.visits().stream().filter(visit -> !track.credible(List.of(visit.run())).isEmpty()).toList();
    }

    /** Visits of the subject; empty where nothing was followed from frame to frame. */
    List<Visit> followed() {
        return believed().stream().filter(visit -> subject.matches(visit.label()))
                .filter(visit -> form.colour().map(visit.colour()::equals).orElse(true))
                .filter(visit -> form.place().map(place -> visit.path().stream().anyMatch(p -> p.contains(place))).orElse(true)).toList();
    }

    /** One stretch for each thing that ever came. */
    List<Run> appearances() {
        List<Visit> followed = followed();
        return followed.isEmpty() ? track.appearances() : followed.stream().map(Visit::run).toList();
    }

    /** The same, within the question's time. */
    List<Run> arrivals() {
        return within(appearances());
    }

    /** Whether the question counts to one thing of those that came: the first car, the last one; not the second time. */
    boolean countsThings() {
        return form.occurrence() != 0 && !form.visits() && form.amount().relation() == Amount.Relation.ANY && !followed().isEmpty();
    }

    CountTrack counts(Subject one) {
        return timeline.counts(evidence -> evidence.kind() == Evidence.Kind.OBJECT && one.matches(evidence.label()), this::here);
    }

    double now() {
        return timeline.until();
    }

    TimeSpan window() {
        return form.time().span();
    }

    /** The moment asked about; only for momentary or current questions. */
    TimeSpan moment() {
        return form.time().momentary() ? window() : new TimeSpan(Math.max(0, now() - 1), now());
    }

    /** Whether it asks for the state at one moment. */
    boolean momentary() {
        return form.time().momentary() || form.current() && !form.time().bounded() && form.time().kind() != Kind.ALL;
    }

    Run state() {
        boolean late = form.time().kind() != Kind.MOMENT && form.time().kind() != Kind.START;
        return track.state(moment(), late).orElse(new Run(moment(), 0, 1));
    }

    /** Where the moment lies, on the clock. */
    String atMoment() {
        return form.time().kind() == Kind.MOMENT ? "at " + Clock.text(moment().start())
                : form.time().kind() == Kind.START ? "at the start" : "at " + Clock.text(now());
    }

    /** Visits worth believing; nothing when the subject was never surely seen. */
    List<Run> visits() {
        return track.credible(track.visits());
    }

    /** Stretches over which as many were there as the question speaks of, within its time; brief ones only where there are no others. */
    List<Run> stretches() {
        Amount amount = form.amount();
        boolean eachApart = form.aspect() == Aspect.APPEARS && form.time().bounded() || form.colour().isPresent();
        boolean came = eachApart && amount.relation() == Amount.Relation.ANY && !followed().isEmpty();
        List<Run> found = came ? appearances() : amount.relation() == Amount.Relation.ANY ? visits() : track.stretches(meant(amount));
        List<Run> within = within(found);
        List<Run> steady = within.stream().filter(run -> run.span().length() >= BRIEF_SECONDS).toList();
        boolean longest = within.stream().anyMatch(run -> run.span().length() >= 2 * BRIEF_SECONDS);
        return longest && amount.relation() != Amount.Relation.ANY ? steady : within;
    }

    /** Those of the question's time: what came or left within it where it asks for that, else the part of each that lies in it. */
    private List<Run> within(List<Run> runs) {
        if (!form.time().bounded()) {
            return runs;
        }
        List<Run> happened = runs.stream().filter(run -> form.aspect() == Aspect.APPEARS && window().contains(run.start())
                || form.aspect() == Aspect.LEAVES && window().contains(run.end())).toList();
        return happened.isEmpty() ? runs.stream().filter(run -> run.span().overlap(window()) > 0).map(this::clipped).toList() : happened;
    }

    /** The part that lies in the stretch asked about; a moment asked about lies in the whole. */
    private Run clipped(Run run) {
        return form.time().kind() != Kind.SPAN ? run : new Run(new TimeSpan(Math.max(run.start(), window().start()), Math.min(run.end(), window().end())),
                run.count(), run.score());
    }

    /** "Two at the same time" means exactly two, but three do where there are never just two. */
    private IntPredicate meant(Amount amount) {
        return switch (amount.relation()) {
            case MOST -> count -> count == most();
            case FEWEST -> count -> count == fewest();
            case EXACTLY -> amount.number() >= 2 && !track.ever(amount::holds) ? count -> count >= amount.number() : amount::holds;
            default -> amount::holds;
        };
    }

    /** Highest count within the question's time, of runs long enough to believe where there are any. */
    int most() {
        return runsInWindow().stream().mapToInt(Run::count).max().orElse(0);
    }

    int fewest() {
        return runsInWindow().stream().mapToInt(Run::count).min().orElse(0);
    }

    List<Run> runsInWindow() {
        List<Run> within = track.runs().stream().filter(run -> !form.time().bounded() || run.span().overlap(window()) > 0)
                .map(run -> form.time().bounded() ? clipped(run) : run).toList();
        List<Run> steady = within.stream().filter(run -> run.span().length() >= BRIEF_SECONDS).toList();
        return steady.isEmpty() || steady.stream().allMatch(run -> run.count() == 0) ? within : steady;
    }

    List<Support> supports(List<Run> runs) {
        return runs.stream().map(this::support).toList();
    }

    /** The longest stretch first: the surest to be no mistake. */
    List<Support> longestFirst(List<Run> runs) {
        return supports(runs.stream().sorted(Comparator.comparingDouble((Run run) -> -run.span().length())).toList());
    }

    Support support(Run whole) {
        Run run = form.time().bounded() && whole.span().overlap(window()) >= 0 ? clipped(whole) : whole;
        return Support.of(run, track.sureness(whole), Phrases.note(timeline, run.span()));
    }

    /** Blips of the subject that were not believed, as what came closest. */
    List<Support> closest() {
        return supports(track.visits());
    }

    /** Whether the subject belongs to the scene (bottles on a table) rather than passing through it. */
    boolean settled() {
        double there = track.visits().stream().mapToDouble(run -> run.span().length()).sum();
        return there > SETTLED_SHARE * now() || track.runs().stream().findFirst().map(run -> run.count() > 0).orElse(false);
    }

    boolean stillThere(Run visit) {
        return visit.end() >= now() - 1e-9;
    }
}
