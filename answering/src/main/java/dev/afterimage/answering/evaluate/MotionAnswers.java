package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Course;
import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.time.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether things stood or moved, and when. */
final class MotionAnswers {

    private static final Set<String> MOVING = Set.of("moving", "driving", "walking", "running", "in motion", "on the move", "going",
            "rolling", "in movement");
    private static final Set<String> STILL = Set.of("parked", "still", "standing", "standing still", "stationary", "stopped", "waiting",
            "not moving", "at rest", "idle", "motionless", "halted", "just parked", "standing around");
    /** Shorter stretches than this are a detector's whim. */
    private static final double BRIEF = 1;
    /** Seconds from which on a visit is long enough that it is told whether the thing stood. */
    private static final double LONG = 2;
    private static final double SAME = 1e-6;
    private static final Set<String> PARKED = Set.of("parked", "just parked");
    /** Seconds from which on what also moved was parked, and did not only wait. */
    private static final double PARKED_FROM = 20;

    private final ObservedStream observed;

    MotionAnswers(ObservedStream observed) {
        this.observed = observed;
    }

    /** Whether all of the words tell of motion or of standing. */
    static boolean about(List<String> values) {
        return !values.isEmpty() && values.stream().allMatch(value -> MOVING.contains(value) || STILL.contains(value));
    }

    /** A stretch of one visit. */
    record Stretch(Visit visit, TimeSpan span) {
        CountRun run() {
            return new CountRun(span, 1, visit.score());
        }
    }

    /** Stretches over which things of these visits moved, or stood. */
    static List<Stretch> stretches(List<Visit> visits, boolean moving) {
        List<Stretch> found = new ArrayList<>();
        for (Visit visit : visits) {
            if (!visit.course().followed() && moving && crossed(visit)) {
                found.add(new Stretch(visit, visit.span()));
            }
            int first = found.size();
            for (Course.Stretch stretch : visit.course().stretches(visit.span().end())) {
                if (stretch.way().moves() == moving) {
                    add(found, first, new Stretch(visit, stretch.span()));
                }
            }
        }
        return found.stream().filter(stretch -> stretch.span().length() >= BRIEF || moving && crossed(stretch.visit()))
                .sorted(Comparator.comparingDouble(stretch -> stretch.span().start())).toList();
    }

    /** One that begins where the one before ends goes on. */
    private static void add(List<Stretch> found, int first, Stretch next) {
        Stretch last = found.size() > first ? found.get(found.size() - 1) : null;
        if (last != null && next.span().start() - last.span().end() < SAME) {
            found.set(found.size() - 1, new Stretch(last.visit(), new TimeSpan(last.span().start(), next.span().end())));
        } else {
            found.add(next);
        }
    }

    static boolean crossed(Visit visit) {
        return visit.path().size() > 1 || !visit.from().isEmpty() && !visit.to().isEmpty();
    }

    /** Whether it is known of every one of these that was there for long whether it stood or moved. */
    static boolean known(List<Visit> visits) {
        return !visits.isEmpty() && visits.stream().filter(visit -> visit.span().length() >= LONG)
                .allMatch(visit -> visit.course().followed() || crossed(visit))
                && visits.stream().anyMatch(visit -> visit.course().followed() || crossed(visit));
    }

    /** {@code Is the van moving or parked?} {@code Was the first car moving?} Empty where it is not known. */
    Optional<Finding> is(Selection selection, List<String> values, Windows.Placed window) {
        List<Visit> meant = PlaceAnswers.meant(selection, window);
        if (!known(meant)) {
            return Optional.empty();
        }
        List<Stretch> moved = within(stretches(meant, true), window);
        boolean parking = values.stream().anyMatch(PARKED::contains);
        List<Stretch> stood = within(stretches(meant, false), window).stream().filter(stretch -> !parking || parked(stretch, moved))
                .toList();
        String moving = values.stream().filter(MOVING::contains).findFirst().orElse("moving");
        String still = values.stream().filter(STILL::contains).findFirst().orElse("standing still");
        if (values.size() > 1 && MOVING.contains(values.get(0)) != MOVING.contains(values.get(1))) {
            return Optional.of(fact(selection, both(moved, moving, stood, still), moved, stood));
        }
        boolean asked = MOVING.contains(values.get(0));
        List<Stretch> right = asked ? moved : stood;
        String told = right.isEmpty() ? "No, " + both(moved, moving, stood, still) : "Yes, " + spans(right);
        return Optional.of(right.isEmpty() ? fact(selection, told, moved, stood)
                : new Finding.Fact(told + ".", supports(selection, right)));
    }

    private static boolean parked(Stretch stood, List<Stretch> moved) {
        return stood.span().length() >= PARKED_FROM || moved.stream().noneMatch(stretch -> stretch.visit() == stood.visit());
    }

    private static Finding fact(Selection selection, String told, List<Stretch> moved, List<Stretch> stood) {
        List<Stretch> all = new ArrayList<>(stood);
        all.addAll(moved);
        return new Finding.Fact(Phrases.capital(told) + ".", supports(selection, all));
    }

    private static String both(List<Stretch> moved, String moving, List<Stretch> stood, String still) {
        if (moved.isEmpty() && stood.isEmpty()) {
            return "that was too short to tell";
        }
        return moved.isEmpty() ? still + ", " + spans(stood) : stood.isEmpty() ? moving + ", " + spans(moved)
                : still + " " + spans(stood) + "; " + moving + " " + spans(moved);
    }

    private static String spans(List<Stretch> stretches) {
        return Phrases.list(stretches.stream().map(stretch -> Phrases.fromTo(stretch.span())).distinct().toList());
    }

    static List<Stretch> within(List<Stretch> stretches, Windows.Placed window) {
        return window == null ? stretches : stretches.stream().filter(stretch -> window.covers(stretch.span())
                || window.momentary() && stretch.span().overlap(window.span()) >= 0).toList();
    }

    private static List<Support> supports(Selection selection, List<Stretch> stretches) {
        return selection.supports(stretches.stream().map(Stretch::run).toList());
    }

    /** {@code What are the people doing?} Of motion alone; empty where it is not known. */
    Optional<Finding> doing(Selection selection, Windows.Placed window) {
        List<Visit> meant = PlaceAnswers.meant(selection, window).stream().filter(visit -> known(List.of(visit))).toList();
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        List<Visit> moved = meant.stream().filter(visit -> !within(stretches(List.of(visit), true), window).isEmpty()).toList();
        List<Visit> stood = meant.stream().filter(visit -> !moved.contains(visit)).toList();
        String going = meant.stream().allMatch(visit -> visit.label().equals("person")) ? "walking" : "moving";
        String told = moved.isEmpty() ? "standing still" : stood.isEmpty() ? going : stood.size() > moved.size()
                ? "standing still, " + stood.size() + " of " + meant.size() + "; the others were " + going
                : going + ", " + moved.size() + " of " + meant.size() + "; the others stood still";
        return Optional.of(new Finding.Fact(Phrases.capital(told) + ". More of what they did is not kept.",
                selection.supports((moved.size() >= stood.size() ? moved : stood).stream().map(Visit::run).toList())));
    }
}
