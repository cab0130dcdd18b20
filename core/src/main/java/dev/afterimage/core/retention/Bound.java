package dev.afterimage.core.retention;

import java.util.List;
import java.util.function.Predicate;

/** One limit in bytes, with the holdings that it counts. */
record Bound(long bytes, Predicate<Holding> counted) {

    boolean counts(Holding holding) {
        return counted.test(holding);
    }

    /** Negative where it is exceeded. */
    long left(List<Holding> holdings) {
        return bytes - holdings.stream().filter(counted).mapToLong(Holding::bytes).sum();
    }
}
