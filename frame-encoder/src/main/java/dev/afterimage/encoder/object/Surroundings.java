package dev.afterimage.encoder.object;

import dev.afterimage.encoder.picture.Background;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.CameraShift;
import dev.afterimage.encoder.picture.Picture;
import java.util.List;

/**
 * One frame as the tracker sees it.
 *
 * @param camera     how far the whole picture has moved so far
 * @param detections surest first
 * @param fresh      nothing before it counts: the first frame, or the first after a cut or a gap
 */
public record Surroundings(Picture picture, Background background, CameraShift camera, List<Detection> detections, double seconds,
                           boolean fresh) {

    private static final float PERSON_SCORE = 0.3f;
    private static final float TOUCHES = 0.1f;

    /** Whether somebody else's box covers a part of this one: what moves there may be carried. */
    boolean personAt(Box box) {
        return detections.stream().filter(d -> d.best() == CocoClasses.PERSON && d.score() >= PERSON_SCORE)
                .anyMatch(d -> d.box().overlap(box) < 0.9 && box.inside(d.box()) > TOUCHES);
    }

    /** Whether something in front hides a good part of a box. */
    boolean hidden(Box box) {
        return detections.stream().filter(d -> d.score() >= PERSON_SCORE).anyMatch(d -> box.inside(d.box()) > 0.3);
    }
}
