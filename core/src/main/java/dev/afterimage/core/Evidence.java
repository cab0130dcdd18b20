package dev.afterimage.core;

import java.util.List;

/**
 * Something read in the stream that an answer may rest on.
 *
 * @param label  detector class ({@code car}) or the text itself
 * @param count  how many at once; 1 for text and speech
 * @param places where, one a thing: {@code left}, {@code centre}, {@code right}
 * @param score  confidence 0..1
 * @param start  seconds from the stream's start at which speech began; negative for what holds as long as its block
 * @param end    seconds at which speech ended; negative likewise
 */
public record Evidence(Kind kind, String label, int count, List<String> places, double score, double start, double end) {

    public enum Kind { OBJECT, TEXT, SPEECH }

    public Evidence {
        places = List.copyOf(places);
    }

    /** What is in the picture, as long as its block holds. */
    public Evidence(Kind kind, String label, int count, List<String> places, double score) {
        this(kind, label, count, places, score, -1, -1);
    }

    /** Whether it has times of its own. */
    public boolean timed() {
        return start >= 0;
    }

    public static Evidence of(Utterance said) {
        return new Evidence(Kind.SPEECH, said.text(), 1, List.of(), said.score(), said.start(), said.end());
    }
}
