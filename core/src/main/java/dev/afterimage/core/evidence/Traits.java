package dev.afterimage.core.evidence;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What all sights of one thing tell of it, up to one moment.
 *
 * @param sights how often the detector found it
 * @param seen   seconds from the stream's start at which it was found last
 * @param best   the best score it had, 0..1
 * @param spot   where it is
 * @param shades colours of its parts, the surest of a part first; empty where none is sure
 */
public record Traits(int sights, double seen, double best, Spot spot, Motion motion, List<Shade> shades) {

    /** Of what was kept without: the evidence of older versions. */
    public static final Traits UNKNOWN = new Traits(0, 0, 0, Spot.UNKNOWN, Motion.UNKNOWN, List.of());

    public Traits {
        shades = List.copyOf(shades);
    }

    /** With the colours of later sights of the same thing, which are surer. */
    public Traits shadedAs(Traits later) {
        return later.shades.isEmpty() ? this : new Traits(sights, seen, best, spot, motion, later.shades);
    }

    /** With every colour that was sure at some time, each with the most it had: a part that is hidden later keeps its colour. */
    public Traits shadedSoFar(Traits before) {
        Map<String, Shade> all = new LinkedHashMap<>();
        Stream.concat(before.shades.stream(), shades.stream()).forEach(shade -> all.merge(shade.part() + shade.colour(), shade,
                (one, other) -> one.share() >= other.share() ? one : other));
        return new Traits(sights, seen, best, spot, motion, all.values().stream()
                .sorted(Comparator.comparing(Shade::part).thenComparing(Shade::share, Comparator.reverseOrder())).toList());
    }

    public boolean known() {
        return sights > 0;
    }
}
