package dev.afterimage.core.retention;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which holding has to give something up next. Pure: the same holdings and limits give the same answer. */
public final class Removals {

    private static final double MILLIS_A_DAY = 86_400_000;

    private final Limits total;
    private final Function<Holding, Limits> ofStream;

    /** @param ofStream the limits of a holding's stream */
    public Removals(Limits total, Function<Holding, Limits> ofStream) {
        this.total = total;
        this.ofStream = ofStream;
    }

    /**
     * Where some limit is exceeded, the oldest holding that it counts, so that what is left reaches back as far in all that the limit
     * holds together.
     *
     * @param incoming what is about to be written, counted as if it were there
     */
    public Optional<Holding> next(List<Holding> holdings, Holding incoming, long nowMillis) {
        for (Holding holding : holdings) {
            if (tooOld(holding, nowMillis)) {
                return Optional.of(holding);
            }
        }
        for (Kept kind : Kept.values()) {
            Optional<Holding> found = over(holdings, incoming, total.of(kind), holding -> holding.kind() == kind);
            if (found.isPresent()) {
                return found;
            }
        }
        Optional<Holding> found = over(holdings, incoming, total.all(), holding -> true);
        return found.isPresent() ? found : ofStreams(holdings, incoming);
    }

    private Optional<Holding> ofStreams(List<Holding> holdings, Holding incoming) {
        for (Holding one : holdings) {
            Limits limits = ofStream.apply(one);
            Predicate<Holding> same = holding -> holding.stream().equals(one.stream());
            Optional<Holding> found = one.kind() == null ? Optional.empty()
                    : over(holdings, incoming, limits.of(one.kind()), same.and(holding -> holding.kind() == one.kind()));
            found = found.isPresent() ? found : over(holdings, incoming, limits.all(), same);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean tooOld(Holding holding, long nowMillis) {
        if (holding.oldestMillis() == Long.MAX_VALUE) {
            return false;
        }
        double days = Math.min(total.days(holding.kind()), ofStream.apply(holding).days(holding.kind()));
        return nowMillis - holding.oldestMillis() > days * MILLIS_A_DAY;
    }

    private static Optional<Holding> over(List<Holding> holdings, Holding incoming, Limit limit, Predicate<Holding> counted) {
        if (limit.bytes() == Long.MAX_VALUE) {
            return Optional.empty();
        }
        long bytes = holdings.stream().filter(counted).mapToLong(Holding::bytes).sum()
                + (incoming != null && counted.test(incoming) ? incoming.bytes() : 0);
        return bytes <= limit.bytes() ? Optional.empty() : holdings.stream().filter(counted)
                .filter(holding -> holding.oldestMillis() != Long.MAX_VALUE).min(Comparator.comparingLong(Holding::oldestMillis));
    }
}
