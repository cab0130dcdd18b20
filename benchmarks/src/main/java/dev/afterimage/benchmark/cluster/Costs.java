package dev.afterimage.benchmark.cluster;

/**
 * What watching costs, as measured (docs/results.md names the rows). A quiet and a busy camera are the two shipped clips.
 *
 * @param quietFrameMs     processor time for a frame of a quiet camera, milliseconds of one core
 * @param busyFrameMs      of a busy one
 * @param firstMb          memory of a task manager with no stream to speak of, MiB
 * @param quietStreamMb    memory for each stream on which little happens
 * @param busyStreamMb     for one whose window is full
 * @param quietKvMbMinute  what is stored of a stream in a minute, MB
 * @param busyKvMbMinute   of a busy one
 */
record Costs(double quietFrameMs, double busyFrameMs, double firstMb, double quietStreamMb, double busyStreamMb, double quietKvMbMinute,
             double busyKvMbMinute) {

    /** 22.6 and 19.8 frames a second on two cores; 1382 MiB with two cameras, 26 MiB for each further one, near 60 with a full window. */
    static final Costs MEASURED = new Costs(2000 / 22.6, 2000 / 19.8, 1382 - 2 * 26, 26, 60, 3.76, 9.50);

    /** Between quiet (0) and busy (1). */
    double frameMs(double busy) {
        return between(quietFrameMs, busyFrameMs, busy);
    }

    double streamMb(double busy) {
        return between(quietStreamMb, busyStreamMb, busy);
    }

    double kvMbMinute(double busy) {
        return between(quietKvMbMinute, busyKvMbMinute, busy);
    }

    private static double between(double from, double to, double share) {
        return from + (to - from) * share;
    }
}
