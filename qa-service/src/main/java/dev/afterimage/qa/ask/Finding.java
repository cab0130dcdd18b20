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

    /**
     * Nothing in the picture decides, but something that was said is about it: a model that was taught to read may find the answer there.
     *
     * @param near      what was said about it, what tells most first
     * @param otherwise what stands when it finds none
     */
    record Told(List<Support> near, Finding otherwise) implements Finding { }
}
