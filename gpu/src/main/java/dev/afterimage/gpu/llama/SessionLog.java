package dev.afterimage.gpu.llama;

import dev.afterimage.core.model.LanguageSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was done in a session, as far as what it holds still comes from it: so another session can be brought to the same place. It holds
 * the blocks that were loaded, as a session on the CPU would.
 */
final class SessionLog {

    private static final class Step {
        private final Consumer<LanguageSession> work;
        private final int start;
        private int end;

        Step(Consumer<LanguageSession> work, int start, int end) {
            this.work = work;
            this.start = start;
            this.end = end;
        }
    }

    private final List<Step> steps = new ArrayList<>();

    /** @param start tokens in the session before the work, and {@code end} how many behind it */
    void add(Consumer<LanguageSession> work, int start, int end) {
        steps.add(new Step(work, start, end));
    }

    /** The session was cut to this length. */
    void truncate(int length) {
        while (!steps.isEmpty() && last().start >= length) {
            steps.remove(steps.size() - 1);
        }
        if (!steps.isEmpty()) {
            last().end = Math.min(last().end, length);
        }
    }

    private Step last() {
        return steps.get(steps.size() - 1);
    }

    int steps() {
        return steps.size();
    }

    /** Does all of it again. */
    void repeat(LanguageSession session) {
        for (Step step : steps) {
            step.work.accept(session);
            if (session.length() > step.end) {
                session.truncate(step.end);
            }
        }
    }
}
