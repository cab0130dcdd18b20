package dev.afterimage.eval.videoqa;

import java.util.List;
import java.util.Optional;

/**
 * A question about a video.
 *
 * @param id       unique in its data set
 * @param task     kind of question, for accuracy by kind
 * @param at       second at which it is asked; NaN for the end
 * @param options  answers to choose from, bare; empty for an open question
 * @param answers  accepted answers; with options, the right one alone. {@link #NOT_SEEN}: nothing of the kind was there
 * @param evidence where the answer is to be seen
 * @param proactive of what is to be said by itself when its moment comes; empty for a question that is answered when asked
 */
public record QaItem(String id, String task, String question, double at, List<String> options, List<String> answers,
        List<Interval> evidence, Optional<Proactive> proactive) {

    /** The accepted answer of a question about what never was. */
    public static final String NOT_SEEN = "{not seen}";

    public QaItem {
        options = List.copyOf(options);
        answers = List.copyOf(answers);
        evidence = List.copyOf(evidence);
    }

    /** A question that is answered when it is asked. */
    public QaItem(String id, String task, String question, double at, List<String> options, List<String> answers,
            List<Interval> evidence) {
        this(id, task, question, at, options, answers, evidence, Optional.empty());
    }

    /**
     * An instruction to say something when its moment comes.
     *
     * @param from   second at which it is given
     * @param moment second at which {@code output} is to be said
     */
    public record Proactive(double from, double moment, String output) {

        /** Seconds after its moment up to which it is waited for, and by which what is said may miss it. */
        public static final double PATIENCE = 4;
        public static final double TOLERANCE = 2;
    }

    /** Seconds. */
    public record Interval(double start, double end) { }
}
