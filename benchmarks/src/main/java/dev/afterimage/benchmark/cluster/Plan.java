package dev.afterimage.benchmark.cluster;

/**
 * A cluster that is to be simulated.
 *
 * @param cameras         streams
 * @param fps             frames sampled a second of each
 * @param cores           of a machine; each has as many slots
 * @param use             share of the cores that watching may take, 0 to 1
 * @param spares          machines beyond those that the load needs, in the whole
 * @param days            that are simulated
 * @param daysBetween     mean time between two losses of one machine, days
 * @param detectSeconds   until a lost machine is noticed
 * @param restartSeconds  until its streams are watched again where there are free slots
 * @param replaceMinutes  until another machine takes the place of a lost one
 * @param bringMbSecond   speed at which a machine brings stores back, MB a second; 0 where they are not brought back
 * @param keptDays        how many days of each stream are stored
 * @param seed            of all that is random
 */
record Plan(int cameras, double fps, int cores, double use, int spares, double days, double daysBetween, double detectSeconds,
            double restartSeconds, double replaceMinutes, double bringMbSecond, double keptDays, long seed) {

    /** Of one job, Flink's key groups. */
    static final int MOST_SUBTASKS = 128;

    /** That the load needs, if all cameras are busy. */
    int machines(Costs costs) {
        return Math.max(1, (int) Math.ceil(cameras * fps * costs.busyFrameMs() / 1000 / (cores * use)));
    }

    int jobs(Costs costs) {
        return (int) Math.ceil(machines(costs) * (double) cores / MOST_SUBTASKS);
    }
}
