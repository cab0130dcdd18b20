package dev.afterimage.eval.haystack;

import dev.afterimage.eval.needle.Needle;
import java.util.List;

/**
 * A haystack of some length with needles in it.
 *
 * @param seconds    its length
 * @param placements in time order; never two at one second
 */
public record Composition(int seconds, List<Placement> placements) {

    public Composition {
        placements = List.copyOf(placements);
    }

    /** @param second the needle is shown from here for one second */
    public record Placement(int second, Needle needle) { }

    public static Composition plain(int seconds) {
        return new Composition(seconds, List.of());
    }
}
