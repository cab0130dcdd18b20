package dev.afterimage.core;

import java.util.List;

/**
 * Something read in the stream that an answer may rest on.
 *
 * @param label  detector class ({@code car}) or the text itself
 * @param count  how many at once; 1 for text and speech
 * @param places where, one a thing: {@code left}, {@code centre}, {@code right}
 * @param score  confidence 0..1
 */
public record Evidence(Kind kind, String label, int count, List<String> places, double score) {

    public enum Kind { OBJECT, TEXT, SPEECH }

    public Evidence {
        places = List.copyOf(places);
    }
}
