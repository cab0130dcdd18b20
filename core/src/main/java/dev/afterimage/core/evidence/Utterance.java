package dev.afterimage.core.evidence;

/**
 * Something that was said, without a pause worth telling.
 *
 * @param start seconds from the stream's start
 * @param end   seconds, at least {@code start}
 * @param text  one line
 * @param score how sure its reader is of the words, 0..1
 */
public record Utterance(double start, double end, String text, double score) {

    public Utterance {
        if (!(end >= start)) {
            throw new IllegalArgumentException("an utterance from " + start + " to " + end);
        }
    }
}
