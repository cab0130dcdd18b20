package dev.afterimage.core.event;

import dev.afterimage.core.stream.StreamId;
import java.util.List;

/**
 * Something that happened in a stream: a thing came and went, something was written or said, or nobody watched.
 *
 * @param label    a detector class, the words written or said, or the cause of a gap
 * @param start    seconds from the stream's start
 * @param end      seconds; infinite while it lasts
 * @param sureness how sure it is that it was there, 0..1
 * @param score    the detector's or the reader's own best score, 0..1
 * @param track    number of the thing while it was followed; -1 where nothing is followed
 * @param colour   an English colour word; empty where no colour is sure
 * @param places   where in the picture, in turn
 * @param from     the side it came in by; empty where unsure
 * @param to       the side it went out by; empty while it is there, and where unsure
 */
public record StreamEvent(StreamId stream, Kind kind, String label, double start, double end, double sureness, double score, long track,
        String colour, List<String> places, String from, String to) {

    /** The {@link #end} of what still lasts. */
    public static final double LASTS = Double.POSITIVE_INFINITY;
    /** The {@link #track} of what is not followed. */
    public static final long NOT_FOLLOWED = -1;

    public enum Kind { OBJECT, TEXT, SPEECH, GAP }

    public StreamEvent {
        places = List.copyOf(places);
    }

    public boolean lasts() {
        return end == LASTS;
    }
}
