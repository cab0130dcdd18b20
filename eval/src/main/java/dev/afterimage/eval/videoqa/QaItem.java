package dev.afterimage.eval.videoqa;

import java.util.List;

/**
 * A question about a video.
 *
 * @param id       unique in its data set
 * @param task     kind of question, for accuracy by kind
 * @param at       second at which it is asked; NaN for the end
 * @param options  answers to choose from, bare; empty for an open question
 * @param answers  accepted answers; with options, the right one alone. {@link #NOT_SEEN}: nothing of the kind was there
 * @param evidence where the answer is to be seen
 * @param silent   answers that must not be given a little before {@code at}: a proactive question is right only if it was not answered too early
 */
public record QaItem(String id, String task, String question, double at, List<String> options, List<String> answers, List<Interval> evidence, boolean silent) {

    /** The accepted answer of a question about what never was. */
    public static final String NOT_SEEN = "{not seen}";

    public QaItem {
        options = List.copyOf(options);
        answers = List.copyOf(answers);
        evidence = List.copyOf(evidence);
    }

    /** Seconds. */
    public record Interval(double start, double end) { }
}
