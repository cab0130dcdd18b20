package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.evidence.Spot;
import dev.afterimage.core.evidence.Traits;
import java.util.ArrayList;
import java.util.List;

/**
 * How one visit went, as far as its sightings tell: what it looked like, where it was and when it stood or moved.
 *
 * @param traits  the newest that is known
 * @param motions what it did, one after another, each until the next
 * @param places  where it was, in order of time
 */
public record Course(Traits traits, List<Motion> motions, List<Place> places) {

    /** Of a visit that was kept without traits. */
    public static final Course UNKNOWN = new Course(Traits.UNKNOWN, List.of(), List.of());

    /** Seconds for which something may be lost from sight, hidden by another, and still be known again where it comes out. */
    private static final double LONGEST_LOSS = 2.5;
    private static final double LIKE_SIZE = 2;
    /** Widths that it may be from where it should have been. */
    private static final double NEAR = 1;

    /** Widths that something may get on while it is lost for a moment. */
    private static final double STRIDE = 3;

    /** Where it was at a time. */
    public record Place(double seconds, Spot spot) { }

    /** A stretch over which it stood or moved. */
    public record Stretch(TimeSpan span, Motion.Way way) { }

    public Course {
        motions = List.copyOf(motions);
        places = List.copyOf(places);
    }

    /** With one more sighting. */
    Course and(Sighting thing, double seconds) {
        Traits now = thing.traits();
        if (!now.known()) {
            return this;
        }
        List<Motion> moved = new ArrayList<>(motions);
        Motion last = moved.isEmpty() ? Motion.UNKNOWN : moved.get(moved.size() - 1);
        if (now.motion().way() != last.way() && now.motion().way() != Motion.Way.UNKNOWN) {
            moved.removeIf(motion -> motion.since() >= now.motion().since());
            moved.add(now.motion());
        }
        List<Place> been = new ArrayList<>(places);
        been.add(new Place(seconds, now.spot()));
        return new Course(now.shadedSoFar(traits), moved, been);
    }

    /** With what came later of the same thing. */
    Course joined(Course later) {
        if (traits.equals(Traits.UNKNOWN) || later.traits.equals(Traits.UNKNOWN)) {
            return traits.known() ? this : later;
        }
        List<Motion> moved = new ArrayList<>(motions);
        later.motions.stream().filter(motion -> moved.isEmpty() || moved.get(moved.size() - 1).way() != motion.way()).forEach(moved::add);
        List<Place> been = new ArrayList<>(places);
        been.addAll(later.places);
        return new Course(later.traits.shadedSoFar(traits), moved, been);
    }

    /**
     * Whether what came after a gap may be the same thing gone on: it came where this one should have been by then, has a like size, and
     * has the same colours.
     *
     * @param gap seconds
     */
    boolean leadsTo(Course later, double gap) {
        if (gap > LONGEST_LOSS || places.isEmpty() || later.places.isEmpty() || Colouring.differ(traits, later.traits)
                || !Colouring.alike(traits, later.traits)) {
            return false;
        }
        Place last = places.get(places.size() - 1);
        Spot next = later.places.get(0).spot();
        Place before = places.stream().filter(place -> last.seconds() - place.seconds() >= 1).reduce((a, b) -> b).orElse(last);
        double elapsed = Math.max(1, last.seconds() - before.seconds());
        double x = last.spot().centreX() + (last.spot().centreX() - before.spot().centreX()) / elapsed * gap;
        double y = last.spot().centreY() + (last.spot().centreY() - before.spot().centreY()) / elapsed * gap;
        double growth = next.area() / Math.max(1e-9, last.spot().area());
        return growth > 1 / LIKE_SIZE && growth < LIKE_SIZE && Math.abs(next.centreX() - x) < NEAR * (next.right() - next.left())
                && Math.abs(next.centreY() - y) < NEAR / 2 * (next.bottom() - next.top());
    }

    /** Whether it may have gone on as what came a moment later: near by, not of other colours. What is not known does not speak against. */
    boolean mayLeadTo(Course later) {
        if (places.isEmpty() || later.places.isEmpty()) {
            return true;
        }
        Spot last = places.get(places.size() - 1).spot();
        Spot next = later.places.get(0).spot();
        double width = Math.max(last.right() - last.left(), next.right() - next.left());
        double height = Math.max(last.bottom() - last.top(), next.bottom() - next.top());
        return !Colouring.differ(traits, later.traits) && Math.abs(next.centreX() - last.centreX()) < STRIDE * width
                && Math.abs(next.centreY() - last.centreY()) < STRIDE / 2 * height;
    }

    /** What it did, each stretch up to the next, the last up to {@code end}. */
    public List<Stretch> stretches(double end) {
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < motions.size(); i++) {
            double until = i + 1 < motions.size() ? motions.get(i + 1).since() : end;
            stretches.add(new Stretch(new TimeSpan(motions.get(i).since(), Math.max(motions.get(i).since(), until)), motions.get(i).way()));
        }
        return stretches;
    }

    /** Whether it is known at all whether it stood or moved. */
    public boolean followed() {
        return !motions.isEmpty();
    }

    /** Where it was then, or last before; {@link Spot#UNKNOWN} where that is not known. */
    public Spot at(double seconds) {
        return places.stream().filter(place -> place.seconds() <= seconds + 1e-6).reduce((a, b) -> b).map(Place::spot)
                .orElse(places.isEmpty() ? Spot.UNKNOWN : places.get(0).spot());
    }
}
