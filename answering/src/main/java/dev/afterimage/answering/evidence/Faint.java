package dev.afterimage.answering.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which kinds of things a detector only thought it saw. */
final class Faint {

    /** The score from which on one sight of a thing that stands still is believed. */
    private static final double BELIEVED = 0.55;
    /** Found by parts of them too: a hand scores low. */
    private static final String PERSON = "person";

    private Faint() { }

    /** None where it is not known of all visits how well they were seen: in streams of older versions. */
    static Set<String> labels(Set<String> labels, List<Visit> visits) {
        Set<String> faint = new HashSet<>();
        if (visits.isEmpty() || visits.stream().anyMatch(visit -> !visit.course().traits().known())) {
            return faint;
        }
        for (String label : labels) {
            List<Visit> own = visits.stream().filter(visit -> visit.label().equals(label)).toList();
            if (own.isEmpty() || !label.equals(PERSON) && own.stream().noneMatch(Faint::believed)) {
                faint.add(label);
            }
        }
        return faint;
    }

    /** What goes about by itself, or crosses the edge of the picture, is something, and each sight of it is another. */
    private static boolean believed(Visit visit) {
        boolean goes = visit.goesAbout() && visit.course().stretches(visit.span().end()).stream()
                .anyMatch(stretch -> stretch.way().moves());
        return visit.score() >= BELIEVED || goes || !visit.from().isEmpty() || !visit.to().isEmpty();
    }
}
