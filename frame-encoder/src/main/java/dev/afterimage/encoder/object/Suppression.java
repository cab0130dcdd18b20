package dev.afterimage.encoder.object;

import java.util.ArrayList;
import java.util.List;

/** Leaves one detection a thing where the detector gives many boxes and several classes. */
final class Suppression {

    private static final float SAME_CLASS = 0.6f;
    /** Two classes on nearly one box are two names for one thing; a rider and his bicycle overlap less. */
    private static final float ANY_CLASS = 0.8f;
    /** A box in a much surer one of its class is a part of it (the label of a bottle, the arm of a person), unless it is sure by itself. */
    private static final float PART_INSIDE = 0.85f;
    private static final float PART_SCORE = 0.75f;
    private static final float OWN_SCORE = 0.55f;
    /** Nothing but a wall of one kind fills the picture, and the detector often thinks so of an empty one. */
    private static final float WHOLE_PICTURE = 0.85f;
    private static final float WHOLE_PICTURE_SCORE = 0.6f;

    private Suppression() { }

    /** @param candidates surest first */
    static List<Detection> oneAThing(List<Candidate> candidates) {
        return acrossClasses(withinClasses(candidates));
    }

    /** Non-maximum suppression for each class. */
    static List<Candidate> withinClasses(List<Candidate> candidates) {
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean wholePicture = candidate.box().area() > WHOLE_PICTURE && candidate.score() < WHOLE_PICTURE_SCORE;
            if (!wholePicture && kept.stream().noneMatch(surer -> repeats(candidate, surer))) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static boolean repeats(Candidate candidate, Candidate surer) {
        return candidate.index() == surer.index()
                && (candidate.box().overlap(surer.box()) > SAME_CLASS
                || candidate.box().inside(surer.box()) > PART_INSIDE
                && candidate.score() < Math.max(OWN_SCORE, PART_SCORE * surer.score()));
    }

    private static List<Detection> acrossClasses(List<Candidate> candidates) {
        List<Detection> things = new ArrayList<>();
        for (Candidate candidate : candidates) {
            things.stream().filter(thing -> thing.box().overlap(candidate.box()) > ANY_CLASS).findFirst().ifPresentOrElse(
                    thing -> raise(thing.scores(), candidate),
                    () -> things.add(new Detection(candidate.box(), candidate.scores().clone())));
        }
        return things;
    }

    private static void raise(float[] scores, Candidate candidate) {
        scores[candidate.index()] = Math.max(scores[candidate.index()], candidate.score());
    }
}
