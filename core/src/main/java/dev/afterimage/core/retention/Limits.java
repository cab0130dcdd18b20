package dev.afterimage.core.retention;

import java.util.EnumMap;
import java.util.Map;

/**
 * Limits of one stream, or of all together.
 *
 * @param all  of everything that is kept, together
 * @param each of each kind; those that are not there have none
 */
public record Limits(Limit all, Map<Kept, Limit> each) {

    public static final Limits NONE = new Limits(Limit.NONE, Map.of());

    public Limits {
        Map<Kept, Limit> limited = new EnumMap<>(Kept.class);
        each.forEach((kind, limit) -> {
            if (!limit.none()) {
                limited.put(kind, limit);
            }
        });
        each = Map.copyOf(limited);
    }

    public Limit of(Kept kind) {
        return each.getOrDefault(kind, Limit.NONE);
    }

    /** Whether what is of this kind is limited in bytes, by itself or with all. */
    boolean bounds(Kept kind) {
        return Math.min(all.bytes(), of(kind).bytes()) != Long.MAX_VALUE;
    }

    /** In days, what is of this kind may be as old as this. */
    public double days(Kept kind) {
        return Math.min(all.days(), of(kind).days());
    }
}
