package dev.afterimage.engine;

import dev.afterimage.model.fetch.Progress;

import java.io.PrintWriter;

/** How far a pull has come: one line rewritten on a terminal, a line each tenth elsewhere. */
public final class PullProgress implements Progress {

    private final PrintWriter out;
    private final boolean terminal = System.console() != null;
    private String lastStep = "";
    private long lastTenth = -1;

    public PullProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void update(String step, long done, long total) {
        long tenth = total > 0 ? done * 10 / total : 0;
        boolean news = !step.equals(lastStep) || tenth != lastTenth;
        if (terminal && total > 0) {
            out.printf("\r\033[K%s  %d%% of %.0f MB%s", step, done * 100 / total, total / 1e6, done == total ? System.lineSeparator() : "");
        } else if (news) {
            out.println(total > 0 ? String.format("%s  %d%% of %.0f MB", step, tenth * 10, total / 1e6) : step);
        }
        out.flush();
        lastStep = step;
        lastTenth = tenth;
    }
}
