package dev.afterimage.core.retention;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which holding has to give something up next. Pure: the same holdings and limits give the same answer. */
public final class Removals {

    private static final double MILLIS_A_DAY = 86_400_000;

    private final Bounds bounds;

    public Removals(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Where something is too old, that; else, where some limit is exceeded, the oldest holding that it counts, so that what is left reaches
     * back as far in all that the limit holds together.
     */
    public Optional<Removal> next(List<Holding> holdings, long nowMillis) {
        for (Holding holding : holdings) {
            if (holding.oldestMillis() != Long.MAX_VALUE) {
                double before = nowMillis - bounds.days(holding.stream(), holding.kind()) * MILLIS_A_DAY;
                if (holding.oldestMillis() < before) {
                    return Optional.of(new Removal(holding, (long) Math.ceil(before)));
                }
            }
        }
        return exceeded(holdings, bound -> true);
    }

    /**
     * The same for the limits in bytes that count what is about to be written: nobody waits for what others have too much of.
     *
     * @param holdings what is about to be written is among them
     */
    public Optional<Removal> nextFor(Holding incoming, List<Holding> holdings) {
        return exceeded(holdings, bound -> bound.counts(incoming));
    }

    private Optional<Removal> exceeded(List<Holding> holdings, Predicate<Bound> heeded) {
        return bounds.of(holdings).stream().filter(heeded).filter(bound -> bound.left(holdings) < 0)
                .flatMap(bound -> holdings.stream().filter(bound::counts)
                        .filter(holding -> holding.oldestMillis() != Long.MAX_VALUE)
                        .min(Comparator.comparingLong(Holding::oldestMillis)).stream())
                .findFirst().map(oldest -> new Removal(oldest, Long.MAX_VALUE));
    }
}
