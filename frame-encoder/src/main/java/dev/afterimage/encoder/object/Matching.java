package dev.afterimage.encoder.object;

import dev.afterimage.encoder.picture.Background;
import dev.afterimage.encoder.picture.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which detection is which known thing: best pairs first, by overlap with where the thing should be now and by likeness
 * of the class scores. At two frames a second a walker is a whole box further, so alike boxes of like size match at a
 * distance too.
 */
final class Matching {

    private static final float OVERLAP = 0.15f;
    private static final float LIKENESS_WEIGHT = 0.4f;
    private static final float GOOD_ENOUGH = 0.35f;
    private static final float NEAR = 2;
    private static final float LIKE_SIZE = 2.2f;
    private static final float ALIKE = 0.6f;

    private record Pair(Track track, Detection detection, float worth) { }

    private final List<Track> free;
    private final Background background;
    private final double seconds;
    private final Map<Track, Detection> found = new LinkedHashMap<>();

    Matching(List<Track> tracks, Background background, double seconds) {
        this.background = background;
        this.free = new ArrayList<>(tracks);
        this.seconds = seconds;
    }

    Map<Track, Detection> found() {
        return found;
    }

    /** Gives each detection a thing that has none yet. @return those left over, in their order */
    List<Detection> match(List<Detection> detections) {
        return match(match(detections, true), false);
    }

    /** Things that show have the first choice: a passing guess must not take their detections away. */
    private List<Detection> match(List<Detection> detections, boolean confirmed) {
        List<Pair> pairs = new ArrayList<>();
        for (Track track : free) {
            for (Detection detection : detections) {
                float worth = track.confirmed == confirmed ? worth(track, detection) : 0;
                if (worth > 0) {
                    pairs.add(new Pair(track, detection, worth));
                }
            }
        }
        pairs.sort(Comparator.comparing(Pair::worth).reversed());
        List<Detection> left = new ArrayList<>(detections);
        for (Pair pair : pairs) {
            if (free.contains(pair.track()) && left.contains(pair.detection())) {
                found.put(pair.track(), pair.detection());
                free.remove(pair.track());
                left.remove(pair.detection());
            }
        }
        return left;
    }

    /** Above 0 when the two may be one thing; the more the likelier. */
    private float worth(Track track, Detection detection) {
        if (!track.mayBe(detection, background)) {
            return 0;
        }
        Box expected = track.predicted(seconds);
        float likeness = track.scores().likeness(detection.scores());
        float overlap = Math.max(expected.overlap(detection.box()), track.box().overlap(detection.box()));
        float worth = overlap + LIKENESS_WEIGHT * likeness;
        if (overlap >= OVERLAP && worth >= GOOD_ENOUGH) {
            return 1 + worth;
        }
        return likeness >= ALIKE && likeSize(track.box(), detection.box()) && expected.distance(detection.box()) < NEAR
                ? likeness / (1 + expected.distance(detection.box())) : 0;
    }

    private static boolean likeSize(Box one, Box other) {
        float ratio = one.area() / Math.max(1e-9f, other.area());
        return ratio < LIKE_SIZE && ratio > 1 / LIKE_SIZE;
    }
}
