package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Course;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.core.evidence.Spot;
import java.util.List;

/** Which way something went on the whole: from where it was first to where it was last. */
final class Heading {

    /** Shares of the picture, or of its own size where that is more, that it must have got on. */
    private static final double FAR = 0.05;
    private static final double OWN = 0.5;

    private Heading() { }

    /** @param choices sides to choose among; empty for any. @return a side, empty where it did not get far enough to tell */
    static String of(Visit visit, List<String> choices) {
        List<Course.Place> places = visit.course().places();
        if (places.size() < 2) {
            return "";
        }
        Spot first = places.get(0).spot();
        Spot last = places.get(places.size() - 1).spot();
        double across = far(last.centreX() - first.centreX(), Math.min(first.right() - first.left(), last.right() - last.left()));
        double down = far(last.centreY() - first.centreY(), Math.min(first.bottom() - first.top(), last.bottom() - last.top()));
        boolean level = choices.contains("left") || choices.contains("right");
        boolean upright = choices.contains("top") || choices.contains("bottom");
        boolean byAcross = level == upright ? Math.abs(across) >= Math.abs(down) : level;
        double way = byAcross ? across : down;
        return way == 0 ? "" : byAcross ? way < 0 ? "left" : "right" : way < 0 ? "top" : "bottom";
    }

    private static double far(double way, double size) {
        return Math.abs(way) >= Math.max(FAR, OWN * size) ? way : 0;
    }
}
