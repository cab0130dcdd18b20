package dev.afterimage.benchmark.cluster;

/**
 * What a simulated cluster comes to.
 *
 * @param machines       that the load needs, without spares
 * @param jobs           that share them, with a gateway each
 * @param medianLoad     of a subtask, as a share of its core
 * @param mostLoad       of the busiest one
 * @param overloaded     subtasks that cannot keep up
 * @param mostMb         memory of the machine that takes most, MiB
 * @param storedTbDay    KV stored in a day by all, TB
 * @param losses         of machines
 */
record Outcome(int machines, int jobs, double medianLoad, double mostLoad, int overloaded, double mostMb, double storedTbDay,
               Losses losses) {

    /**
     * @param count         machines that were lost
     * @param medianSeconds from a loss until the streams of the machine are watched again
     * @param mostSeconds   the longest
     * @param unwatched     share of all streams' time that nobody watched
     */
    record Losses(int count, double medianSeconds, double mostSeconds, double unwatched) { }
}
