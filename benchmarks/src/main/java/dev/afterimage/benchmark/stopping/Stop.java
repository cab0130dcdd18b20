package dev.afterimage.benchmark.stopping;

import java.util.Locale;

/**
 * How one stop went.
 *
 * @param after   from the start to the signal, seconds
 * @param code    of the exit
 * @param crashed whether the Java machine left a crash report
 * @param seconds from the signal to the end
 * @param seen    blocks that were told to be committed before the signal
 * @param kept    blocks that can be read afterwards
 */
record Stop(String command, String signal, double after, int code, boolean crashed, double seconds, long seen, long kept) {

    private static final double LIMIT = 5;

    boolean rightCode() {
        return code == (signal.equals("INT") ? 130 : 143);
    }

    boolean late() {
        return seconds > LIMIT;
    }

    long lost() {
        return Math.max(0, seen - kept);
    }

    boolean good() {
        return !crashed && rightCode() && !late() && lost() == 0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, %s after %.1f s: code %d in %.2f s, %d of %d blocks kept%s%s", command, signal, after, code,
                seconds, Math.min(seen, kept), seen,
                crashed ? ", CRASHED" : "", good() ? "" : " <-");
    }
}
