package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One thing from its coming to its going, as far as it was followed.
 *
 * @param track  its number while it was followed; the first where it had several
 * @param span   from its first to its last moment; up to the timeline's end while it is there
 * @param colour a colour word; empty where none was sure
 * @param path   the places it was seen at, in turn, none twice in a row
 * @param from   the side it came in by; empty where unsure
 * @param to     the side it went out by; empty while it is there, and where unsure
 * @param course what all its sightings tell
 */
public record Visit(long track, String label, TimeSpan span, double score, String colour, List<String> path, String from, String to,
                    Course course) {

    /** A tracker that loses a thing finds it again within this. */
    private static final double LOST_SECONDS = 1.2;
    /** What goes about by itself: anything else that is gone for a while was taken away. */
    private static final Set<String> OWN_MOTION = Set.of("person", "bicycle", "motorcycle", "car", "bus", "train", "truck", "bird", "cat",
            "dog", "horse", "sheep", "cow");

    public Visit {
        path = List.copyOf(path);
    }

    /** One that was kept without traits. */
    public Visit(long track, String label, TimeSpan span, double score, String colour, List<String> path, String from, String to) {
        this(track, label, span, score, colour, path, from, to, Course.UNKNOWN);
    }

    public CountRun run() {
        return new CountRun(span, 1, score);
    }

    /** Whether it is of a kind that goes about by itself. */
    boolean goesAbout() {
        return OWN_MOTION.contains(label);
    }

    /** Whether the later visit is this one gone on: the tracker lost the thing and took it for a new one near by. */
    boolean goesOnAs(Visit later) {
        double gap = later.span.start() - span.end();
        if (track == later.track && gap > -1e-6 && gap < LOST_SECONDS) {
            return true;
        }
        if (label.equals(later.label) && gap > -1e-6 && to.isEmpty() && later.from.isEmpty() && OWN_MOTION.contains(label)
                && course.leadsTo(later.course, gap)) {
            return true;
        }
        boolean came = !later.from.isEmpty() && !(from.isEmpty() && span.length() < LOST_SECONDS);
        boolean otherColour = !colour.isEmpty() && !later.colour.isEmpty() && !colour.equals(later.colour);
        return label.equals(later.label) && gap > -1e-6 && gap < LOST_SECONDS && to.isEmpty() && !came && !otherColour
                && !acrossThePicture(later) && course.mayLeadTo(later.course);
    }

    /** From the left to the right, or back, in no time. */
    private boolean acrossThePicture(Visit later) {
        String before = path.isEmpty() ? "" : path.get(path.size() - 1);
        String after = later.path.isEmpty() ? "" : later.path.get(0);
        return before.equals("left") && after.equals("right") || before.equals("right") && after.equals("left");
    }

    Visit joined(Visit later) {
        List<String> places = new ArrayList<>(path);
        later.path.forEach(place -> step(places, place));
        return new Visit(track, label, new TimeSpan(span.start(), later.span.end()), Math.max(score, later.score),
                colour.isEmpty() ? later.colour : colour, places,
                from.isEmpty() ? later.from : from, later.to, course.joined(later.course));
    }

    static void step(List<String> path, String place) {
        if (path.isEmpty() || !path.get(path.size() - 1).equals(place)) {
            path.add(place);
        }
    }
}
