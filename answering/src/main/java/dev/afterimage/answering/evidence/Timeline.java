package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.block.Observation;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.stream.Scene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What was in the picture, from the first block to {@code until}. A block tells all there is to see at its time, and
 * holds until the next block or until nobody watches any more, the last one until {@code until}: nothing is carried
 * over a gap. What was said stands beside it, at its own times: a block that only tells of speech changes nothing in
 * the picture.
 */
public final class Timeline {

    /**
     * What one observation tells, while it holds.
     *
     * @param block its number
     * @param gone objects that are gone since the moment before
     */
    public record Moment(long block, TimeSpan span, String note, List<Evidence> evidence, List<Evidence> gone) {

        static Moment of(Observation entry, TimeSpan span) {
            Map<Boolean, List<Evidence>> there = entry.evidence().stream()
                    .collect(Collectors.partitioningBy(evidence -> evidence.count() > 0));
            return new Moment(entry.number(), span, entry.note(), there.get(true), there.get(false));
        }
    }

    private final List<Moment> moments = new ArrayList<>();
    private final List<Scene> scenes;
    private final List<StoredUtterance> said = new ArrayList<>();
    private final double until;
    private final double floor;
    private Set<String> faint;
    private final Coverage watched;

    public Timeline(List<? extends Observation> entries, double until) {
        this(entries, List.of(), until, Sureness.FLOOR);
    }

    /**
     * @param entries ascending; those after {@code until} are left out
     * @param scenes  ascending
     * @param until   the moment it is looked at from, seconds
     * @param floor   least {@link Sureness} of what is believed
     */
    public Timeline(List<? extends Observation> entries, List<Scene> scenes, double until, double floor) {
        this(entries, scenes, Coverage.ALL, until, floor);
    }

    /** The same of a stream that was not watched all the time. */
    public Timeline(List<? extends Observation> entries, List<Scene> scenes, Coverage watched, double until, double floor) {
        this.floor = floor;
        this.watched = watched;
        this.scenes = List.copyOf(scenes);
        this.until = until;
        entries.stream().filter(entry -> entry.seconds() <= until).forEach(entry -> said.addAll(StoredUtterance.of(entry, until)));
        List<Observation> shown = entries.stream().<Observation>map(entry -> entry).filter(entry -> !StoredUtterance.only(entry)).toList();
        for (int i = 0; i < shown.size(); i++) {
            Observation entry = shown.get(i);
            double end = i + 1 < shown.size() ? Math.min(shown.get(i + 1).seconds(), until) : until;
            if (entry.seconds() <= until) {
                moments.add(Moment.of(entry, new TimeSpan(entry.seconds(),
                        watched.known(entry.seconds(), Math.max(end, entry.seconds())))));
            }
        }
        colourBackwards();
    }

    /** A thing's colours are told when they are sure, and were true before. */
    private void colourBackwards() {
        Map<Long, Coloured> later = new HashMap<>();
        for (int i = moments.size() - 1; i >= 0; i--) {
            Moment moment = moments.get(i);
            moment.gone().forEach(evidence -> evidence.things()
                    .forEach(thing -> later.put(thing.track(), new Coloured(thing, thing.until()))));
            List<Evidence> there = moment.evidence().stream().map(evidence -> coloured(evidence, moment.span(), later)).toList();
            moments.set(i, new Moment(moment.block(), moment.span(), moment.note(), there, moment.gone()));
        }
    }

    private record Coloured(Sighting thing, double seconds) { }

    private static Evidence coloured(Evidence evidence, TimeSpan span, Map<Long, Coloured> later) {
        List<Sighting> things = new ArrayList<>();
        for (Sighting thing : evidence.things()) {
            Coloured known = later.get(thing.track());
            boolean same = known != null && known.seconds() - span.end() < Visits.ANOTHER_SECONDS;
            things.add(same ? thing.colouredAs(known.thing()) : thing);
            later.put(thing.track(), new Coloured(things.get(things.size() - 1), span.start()));
        }
        return new Evidence(evidence.kind(), evidence.label(), evidence.count(), evidence.places(), evidence.score(), evidence.start(),
                evidence.end(), things);
    }

    public List<Moment> moments() {
        return moments;
    }

    /** Utterances, in order of time. */
    public List<StoredUtterance> said() {
        return said;
    }

    public double until() {
        return until;
    }

    /** Which of it was watched. */
    public Coverage watched() {
        return watched;
    }

    /** Stretches in which the picture hangs together. */
    public List<Scene> scenes() {
        return scenes;
    }

    /** Everything followed, in order of coming; empty where nothing was followed from frame to frame. */
    public List<Visit> visits() {
        return Visits.of(moments, until);
    }

    /**
     * Whether a kind of thing was only taken for one: nothing that was followed bore its name for most of its time, or what did stood there
     * with low scores alone. Many sights of what stands still are one sight many times, and make it no surer.
     */
    public boolean faint(String label) {
        if (faint == null) {
            faint = Faint.labels(labels(), visits());
        }
        return faint.contains(label);
    }

    /** Moments that share time with the span, or begin to hold no later than at its start and still do. */
    public List<Moment> during(TimeSpan span) {
        return moments.stream().filter(m -> m.span().overlap(span) > 0
                || m.span().start() <= span.start() && (span.start() < m.span().end() || m.span().end() >= until && span.start() <= until))
                .toList();
    }

    /** How many of something there were, over time: the evidence meant, each piece counted by {@code count}. */
    public CountTrack counts(Predicate<Evidence> meant, ToIntFunction<Evidence> count) {
        return track(moment -> moment.evidence().stream().filter(meant).mapToInt(count).sum(), meant);
    }

    /** @param meant the evidence that a run's score is taken from */
    public CountTrack track(ToIntFunction<Moment> count, Predicate<Evidence> meant) {
        List<CountRun> runs = new ArrayList<>();
        for (Moment moment : moments) {
            runs.add(new CountRun(moment.span(), count.applyAsInt(moment), moment.evidence().stream().filter(meant)
                    .mapToDouble(Evidence::score).max().orElse(1)));
        }
        return CountTrack.of(runs, floor);
    }

    /** Detector classes seen, in order of first sight. */
    public Set<String> labels() {
        Set<String> labels = new LinkedHashSet<>();
        moments.forEach(moment -> moment.evidence().stream().filter(e -> e.kind() == Evidence.Kind.OBJECT)
                .forEach(e -> labels.add(e.label())));
        return labels;
    }
}
