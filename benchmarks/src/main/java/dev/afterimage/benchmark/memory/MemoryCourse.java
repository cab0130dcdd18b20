package dev.afterimage.benchmark.memory;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Readings of one process in their order. */
record MemoryCourse(List<MemorySample> readings, double warmUpSeconds) {

    private List<MemorySample> warm() {
        List<MemorySample> warm = readings.stream().filter(reading -> reading.seconds() >= warmUpSeconds).toList();
        return warm.isEmpty() ? readings : warm;
    }

    /** Mean after warming up. */
    double mean(ToDoubleFunction<MemorySample> value) {
        return warm().stream().mapToDouble(value).average().orElseThrow();
    }

    double most(ToDoubleFunction<MemorySample> value) {
        return readings.stream().mapToDouble(value).max().orElseThrow();
    }

    /** By how much the value grew in an hour after warming up, by the straight line nearest to the readings; 0 for fewer than two. */
    double perHour(ToDoubleFunction<MemorySample> value) {
        return 3600 * slope(warm().stream().map(reading -> new double[] {reading.seconds(), value.applyAsDouble(reading)}).toList());
    }

    /** Slope of the straight line nearest to the points (x, y); 0 where they have one x. */
    static double slope(List<double[]> points) {
        double meanX = points.stream().mapToDouble(point -> point[0]).average().orElse(0);
        double meanY = points.stream().mapToDouble(point -> point[1]).average().orElse(0);
        double squares = points.stream().mapToDouble(point -> (point[0] - meanX) * (point[0] - meanX)).sum();
        double products = points.stream().mapToDouble(point -> (point[0] - meanX) * (point[1] - meanY)).sum();
        return squares == 0 ? 0 : products / squares;
    }
}
