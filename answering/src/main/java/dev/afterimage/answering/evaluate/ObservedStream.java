package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Brightness;
import dev.afterimage.answering.evidence.Timeline;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What a query is evaluated over.
 *
 * @param started wall clock of second 0
 * @param live    whether the stream shows what happens as it happens, so that wall-clock times mean something in it
 * @param zone    in which people name times of day
 * @param current whether the newest moment is a present that people speak of: of a camera, and where a question is put as of a moment
 * @param pictures how bright it was
 */
public record ObservedStream(Timeline timeline, Instant started, boolean live, ZoneId zone, boolean current, Brightness pictures) {

    /** Without pictures. */
    public ObservedStream(Timeline timeline, Instant started, boolean live, ZoneId zone, boolean current) {
        this(timeline, started, live, zone, current, Brightness.UNKNOWN);
    }

    /** A film, or anything else without a wall clock. */
    public static ObservedStream of(Timeline timeline) {
        return new ObservedStream(timeline, Instant.EPOCH, false, ZoneId.systemDefault(), false);
    }

    double now() {
        return timeline.until();
    }
}
