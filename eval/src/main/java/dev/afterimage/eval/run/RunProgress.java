package dev.afterimage.eval.run;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * How far a run is: one line rewritten on a terminal with a bar and the time left; elsewhere a plain line for each
 * piece of work, and one a minute within it. Time left is that of the seconds of video still to be watched at the speed
 * so far, questions included.
 */
public final class RunProgress {

    private static final int BAR = 24;
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final double whole;
    private final long started = System.nanoTime();
    private double finished;
    private long lastShown = started;

    /** @param whole seconds of video to be watched in all */
    public RunProgress(PrintWriter out, boolean terminal, double whole) {
        this.out = out;
        this.terminal = terminal;
        this.whole = Math.max(whole, 1e-9);
    }

    /** Within a piece of work. */
    public void at(String what, double seconds) {
        if (terminal) {
            out.print("\r\033[K" + line(what, finished + Math.max(0, seconds)));
            out.flush();
        } else if (System.nanoTime() - lastShown > QUIET_NANOS) {
            tell(what, finished + Math.max(0, seconds));
        }
    }

    private void tell(String what, double done) {
        lastShown = System.nanoTime();
        out.println(line(what, done));
        out.flush();
    }

    /** A piece of work is done. */
    public void finished(String what, double seconds) {
        finished += seconds;
        if (terminal) {
            at(what, 0);
        } else {
            tell(what, finished);
        }
    }

    /** Leaves the line. */
    public void end() {
        if (terminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    private String line(String what, double done) {
        double share = Math.min(1, done / whole);
        int full = (int) Math.round(share * BAR);
        String left = done <= 0 ? "--" : duration((System.nanoTime() - started) / 1e9 * (whole - done) / done);
        return String.format(Locale.ROOT, "[%s%s] %3.0f %%  %s left  %s", "#".repeat(full), ".".repeat(BAR - full), 100 * share, left,
                what);
    }

    private static String duration(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole < 60 ? whole + " s" : whole < 3600 ? whole / 60 + " min " + whole % 60 + " s" : whole / 3600 + " h " + whole / 60 % 60
                + " min";
    }
}
