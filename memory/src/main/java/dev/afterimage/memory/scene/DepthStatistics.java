package dev.afterimage.memory.scene;

/**
 * Mean and deviation of all depths of the frames so far, in constant space, while the newest of them still grow. Depths
 * on the last rising run of similarity share their right peak, the run's end, and so grow together; their sums are kept
 * apart and grow with them. Only positive numbers are added up: depths of 1e-8 keep their precision beside similarities
 * near 1.
 */
final class DepthStatistics {

    /** Of settled depths. */
    long count;
    double sum;
    double squares;
    /** Of depths on the rising run, as they stand now. */
    long rising;
    double risingSum;
    double risingSquares;

    void addRising(double depth) {
        rising++;
        risingSum += depth;
        risingSquares += depth * depth;
    }

    /** The right peak has risen: every depth on the run grows by so much. */
    void grow(double rise) {
        risingSquares += 2 * rise * risingSum + rising * rise * rise;
        risingSum += rising * rise;
    }

    /** The run has ended: its depths will not change again. */
    void settle() {
        count += rising;
        sum += risingSum;
        squares += risingSquares;
        rising = 0;
        risingSum = 0;
        risingSquares = 0;
    }

    /** {@code mean(d) + alpha * std(d)} over all depths; NaN for fewer than two. */
    double threshold(double alpha) {
        long n = count + rising;
        double mean = (sum + risingSum) / n;
        double deviation = Math.max(0, squares + risingSquares - n * mean * mean);
        return n < 2 ? Double.NaN : mean + alpha * Math.sqrt(deviation / (n - 1));
    }
}
