package dev.afterimage.qa.ask;

import java.util.List;

/** What the evidence says to a question, before a model words it. */
sealed interface Finding {

    /**
     * @param phrasings ways to say it, each of them true
     * @param supports  what it rests on, the best first
     */
    record Fact(List<String> phrasings, List<Support> supports) implements Finding {
        Fact(String phrasing, List<Support> supports) {
            this(List.of(phrasing), supports);
        }
    }

    /** @param closest what came nearest, possibly empty */
    record Unseen(String why, List<Support> closest) implements Finding { }

    /** The evidence can't decide; the notes themselves may. */
    record Open() implements Finding { }
}
