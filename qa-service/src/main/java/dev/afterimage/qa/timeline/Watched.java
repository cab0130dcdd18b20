package dev.afterimage.qa.timeline;

import dev.afterimage.core.stream.Gap;
import java.util.List;

/** Until when what was seen holds. Asked of stretches in the order of their starts. */
final class Watched {

    private final List<Gap> gaps;
    private int next;

    /** @param gaps in the order of their starts */
    Watched(List<Gap> gaps) {
        this.gaps = gaps;
    }

    /** Where a stretch ends that a gap may cut: from a gap's start on nothing is known until the next observation. */
    double until(double began, double end) {
        while (next < gaps.size() && gaps.get(next).start() < began) {
            next++;
        }
        return next < gaps.size() ? Math.min(end, gaps.get(next).start()) : end;
    }
}
