package dev.afterimage.encoder.object;

import dev.afterimage.core.model.Network;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Letterbox;
import dev.afterimage.encoder.picture.Picture;
import dev.afterimage.encoder.picture.Planes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * NanoDet-g-416 over the 80 COCO classes. Keeps boxes far below the usual score of 0.4: whether a faint one counts is for the
 * {@link ThingTracker} to say, which knows the frames before.
 */
public final class ObjectDetector {

    /** Fainter than this is noise, for new things and for known ones. */
    static final float FAINTEST = 0.15f;

    private static final int SIDE = 416;
    /** Candidates before suppression; real pictures have tens, noise may have thousands. */
    private static final int MOST_CANDIDATES = 1000;

    private final Network network;

    public ObjectDetector(Network network) {
        this.network = network;
    }

    /** @return one detection a thing, surest first */
    public List<Detection> detect(Picture picture) {
        Letterbox place = Letterbox.of(picture.width(), picture.height(), SIDE);
        float[] input = Planes.of(picture.letterboxed(place), 0, 1);
        Map<String, Network.Tensor> outputs = network.run(Map.of("image", new Network.Tensor(input, 1, 3, SIDE, SIDE)));
        return Suppression.oneAThing(candidates(outputs.get("scores").data(), outputs.get("boxes").data(), place));
    }

    /**
     * @param scores (rows, 80)
     * @param boxes  (rows, 4) left, top, right, bottom in pixels of the square
     */
    private static List<Candidate> candidates(float[] scores, float[] boxes, Letterbox place) {
        List<Candidate> found = new ArrayList<>();
        int classes = CocoClasses.COUNT;
        for (int row = 0; row < boxes.length / 4; row++) {
            Box box = null;
            float[] ofRow = null;
            for (int c = 0; c < classes; c++) {
                if (scores[row * classes + c] < FAINTEST) {
                    continue;
                }
                if (box == null) {
                    box = box(boxes, row, place);
                    ofRow = Arrays.copyOfRange(scores, row * classes, (row + 1) * classes);
                }
                if (box.area() > 0) {
                    found.add(new Candidate(box, c, ofRow[c], ofRow));
                }
            }
        }
        found.sort(Comparator.comparing(Candidate::score).reversed());
        return found.size() > MOST_CANDIDATES ? found.subList(0, MOST_CANDIDATES) : found;
    }

    private static Box box(float[] boxes, int row, Letterbox place) {
        return new Box(place.across(boxes[row * 4]), place.down(boxes[row * 4 + 1]),
                place.across(boxes[row * 4 + 2]), place.down(boxes[row * 4 + 3])).clipped();
    }
}
