package dev.afterimage.eval.niavh;

import dev.afterimage.eval.needle.Needle;
import java.util.List;

/**
 * One thing to find out about a watched stream.
 *
 * @param id     unique in a run
 * @param length seconds that had been watched when it is asked
 * @param depth  per cent; -1 where there is no one needle
 * @param needle what is asked about
 * @param second when it was shown; -1 when it never was
 * @param asked  the questions, with what is right
 */
record Cell(String id, Kind kind, int length, int depth, Needle needle, int second, List<CellQuestion> asked) {

    enum Kind { PRESENT, ABSENT, RETRIEVAL, ORDERING, COUNTING }

    /**
     * @param options answers to choose from; empty for an open question
     * @param right   the right option, or an accepted answer of an open question
     */
    record CellQuestion(String question, List<String> options, String right) { }

    /** The plain question of a needle that is there or is not. */
    static Cell single(String id, int length, int depth, Needle needle, int second) {
        return new Cell(id, second < 0 ? Kind.ABSENT : Kind.PRESENT, length, depth, needle, second,
                List.of(new CellQuestion(needle.question(), List.of(), "")));
    }

    boolean single() {
        return kind == Kind.PRESENT || kind == Kind.ABSENT;
    }
}
