package dev.afterimage.qa.http;

import java.util.List;
import java.util.stream.IntStream;

/** Fewer of many. */
final class Thinning {

    private Thinning() { }

    /** At most {@code limit} of the values, evenly spread, the first and the last among them. */
    static <T> List<T> evenly(List<T> values, int limit) {
        if (values.size() <= limit) {
            return values;
        }
        if (limit == 1) {
            return values.subList(0, 1);
        }
        return IntStream.range(0, limit).mapToObj(i -> values.get((int) Math.round(i * (values.size() - 1.0) / (limit - 1)))).toList();
    }
}
