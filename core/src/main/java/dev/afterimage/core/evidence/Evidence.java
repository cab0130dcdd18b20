package dev.afterimage.core.evidence;

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
 * @param things what is known of each object, in the order of {@code places}; empty where none was followed. With a {@code count} of 0: the
 *               objects of this label that are gone since the block before
 */
public record Evidence(Kind kind, String label, int count, List<String> places, double score, double start, double end,
        List<Sighting> things) {

    /** The {@link #start} and {@link #end} of what holds as long as its block. */
    public static final double UNTIMED = -1;

    public enum Kind { OBJECT, TEXT, SPEECH }

    public Evidence {
        places = List.copyOf(places);
        things = List.copyOf(things);
    }

    /** Something said, in its own time. */
    public Evidence(Kind kind, String label, int count, List<String> places, double score, double start, double end) {
        this(kind, label, count, places, score, start, end, List.of());
    }

    /** Objects that were followed. */
    public Evidence(String label, List<String> places, double score, List<Sighting> things) {
        this(Kind.OBJECT, label, places.size(), places, score, UNTIMED, UNTIMED, things);
    }

    /** What is in the picture, as long as its block holds. */
    public Evidence(Kind kind, String label, int count, List<String> places, double score) {
        this(kind, label, count, places, score, UNTIMED, UNTIMED);
    }

    /** Whether it has times of its own. */
    public boolean timed() {
        return start >= 0;
    }

    public static Evidence of(Utterance said) {
        return new Evidence(Kind.SPEECH, said.text(), 1, List.of(), said.score(), said.start(), said.end());
    }
}
