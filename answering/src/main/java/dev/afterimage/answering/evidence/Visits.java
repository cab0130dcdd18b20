package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the sightings of a timeline together into visits. Where nobody watched, all visits end, and none of those after it goes on from
 * before.
 */
final class Visits {

    /** A track's number seen again after so long is another thing: numbers start again when an encoder does. */
    static final double ANOTHER_SECONDS = 4;

    private static final double TOUCH_SECONDS = 1e-6;

    private final double until;
    private final Map<Long, Open> open = new LinkedHashMap<>();
    private final List<Visit> closed = new ArrayList<>();
    private final List<Visit> whole = new ArrayList<>();
    /** From when on somebody watched without a break, and until when that is known. */
    private double begun = Double.NEGATIVE_INFINITY;
    private double known = Double.NEGATIVE_INFINITY;

    /** A visit that may still go on. */
    private static final class Open {
        private final long track;
        /** Seconds under each name; the first sighting's comes first. */
        private final Map<String, Double> labels = new LinkedHashMap<>();
        private final double start;
        private double end;
        private double score;
        private String colour = "";
        private String from = "";
        private String to = "";
        private Course course = Course.UNKNOWN;
        private final List<String> path = new ArrayList<>();

        Open(long track, String label, double start) {
            this.track = track;
            this.labels.put(label, 0.0);
            this.start = start;
        }

        void add(Sighting thing, double score, double seconds) {
            this.score = Math.max(this.score, Math.max(score, thing.traits().best()));
            course = course.and(thing, seconds);
            colour = thing.colour().isEmpty() ? colour : thing.colour();
            from = thing.from().isEmpty() ? from : thing.from();
        }

        void called(String label, double seconds) {
            labels.merge(label, seconds, Double::sum);
        }

        /** What it was called for the longest time: a detector takes a thing for another now and then. */
        private String label() {
            return labels.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        }

        Visit visit() {
            return new Visit(track, label(), new TimeSpan(start, Math.max(start, end)), score, colour, path, from, to, course);
        }
    }

    private Visits(double until) {
        this.until = until;
    }

    static List<Visit> of(List<Timeline.Moment> moments, double until) {
        Visits visits = new Visits(until);
        moments.forEach(visits::read);
        visits.finish();
        return visits.whole;
    }

    /** Ends what is open. */
    private void finish() {
        open.values().forEach(one -> closed.add(one.visit()));
        whole.addAll(joined(closed));
        open.clear();
        closed.clear();
    }

    private void read(Timeline.Moment moment) {
        boolean interrupted = known > Double.NEGATIVE_INFINITY && moment.span().start() - known > TOUCH_SECONDS;
        if (interrupted) {
            finish();
            begun = moment.span().start();
        }
        known = moment.span().end();
        if (!interrupted) {
            moment.gone().forEach(evidence -> evidence.things().forEach(thing -> leave(evidence, thing)));
        }
        for (Evidence evidence : moment.evidence()) {
            for (int i = 0; i < evidence.things().size(); i++) {
                Open one = one(evidence, evidence.things().get(i), moment.span());
                one.end = moment.span().end();
                one.called(evidence.label(), moment.span().length());
                if (i < evidence.places().size()) {
                    Visit.step(one.path, evidence.places().get(i));
                }
            }
        }
    }

    private void leave(Evidence evidence, Sighting thing) {
        Open one = one(evidence, thing, new TimeSpan(thing.since(), thing.until()));
        one.end = Math.min(thing.until(), until);
        one.to = thing.to();
        closed.add(one.visit());
        open.remove(thing.track());
    }

    private Open one(Evidence evidence, Sighting thing, TimeSpan now) {
        Open known = open.get(thing.track());
        if (known != null && now.start() - known.end > ANOTHER_SECONDS) {
            closed.add(known.visit());
            known = null;
        }
        Open one = known == null ? new Open(thing.track(), evidence.label(), Math.max(begun, thing.since())) : known;
        open.put(thing.track(), one);
        one.add(thing, evidence.score(), thing.gone() ? thing.until() : now.start());
        return one;
    }

    private static List<Visit> joined(List<Visit> visits) {
        List<Visit> joined = new ArrayList<>();
        visits.stream().sorted(Comparator.comparingDouble((Visit visit) -> visit.span().start()).thenComparing(visit -> visit.span().end()))
                .forEach(visit -> {
            for (int i = joined.size() - 1; i >= 0; i--) {
                if (joined.get(i).goesOnAs(visit)) {
                    joined.set(i, joined.get(i).joined(visit));
                    return;
                }
            }
            joined.add(visit);
        });
        return joined;
    }
}
