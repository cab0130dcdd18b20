package dev.afterimage.qa.timeline;

import dev.afterimage.core.stream.Gap;
import java.util.ArrayList;
import java.util.List;

/** Stretches in which nobody watched, as they are drawn and as they cut what was seen. */
final class Gaps {

    private Gaps() { }

    /**
     * Gaps within the two times; neighbours with one cause that are closer than a pixel, and so cannot be told apart, are one.
     *
     * @param pixel seconds
     */
    static List<Strip.Unwatched> drawn(List<Gap> gaps, double from, double to, double now, double pixel) {
        List<Strip.Unwatched> drawn = new ArrayList<>();
        for (Gap gap : gaps) {
            double end = gap.open() ? Math.max(now, gap.start()) : gap.end();
            if (end < from || gap.start() > to) {
                continue;
            }
            Strip.Unwatched last = drawn.isEmpty() ? null : drawn.get(drawn.size() - 1);
            if (last != null && last.cause() == gap.cause() && gap.start() - last.end() < pixel) {
                drawn.set(drawn.size() - 1, new Strip.Unwatched(last.start(), Math.max(end, last.end()), gap.open(), gap.cause(),
                        last.count() + 1));
            } else {
                drawn.add(new Strip.Unwatched(gap.start(), end, gap.open(), gap.cause(), 1));
            }
        }
        return drawn;
    }
}
