package dev.afterimage.encoder.object;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The detector's 80 classes and what is known of them before anything is seen. */
public final class CocoClasses {

    public static final List<String> NAMES = List.of(
            "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light", "fire hydrant",
            "stop sign",
            "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack",
            "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat",
            "baseball glove",
            "skateboard", "surfboard", "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple",
            "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed",
            "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink",
            "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush");

    public static final int COUNT = NAMES.size();
    public static final int PERSON = index("person");
    public static final int CAR = index("car");
    public static final int BUS = index("bus");
    public static final int TRUCK = index("truck");

    private static final Set<Integer> VEHICLES = Set.of(CAR, BUS, TRUCK);

    /** What goes about by itself; anything else that moves is carried, thrown or mistaken. */
    private static final Set<Integer> SELF_MOVING = indices("person", "bicycle", "motorcycle", "car", "bus", "train", "truck", "bird",
            "cat",
            "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe");

    /** What flies through a picture by itself once thrown or let go. */
    private static final Set<Integer> FLYING = indices("frisbee", "sports ball", "kite", "airplane", "bird");

    /** Seen before most cameras seldom, and often mistaken for marks, shadows and parts of other things. */
    private static final Set<Integer> RARE = indices("kite", "frisbee", "sports ball", "skis", "snowboard", "surfboard", "skateboard",
            "baseball bat", "baseball glove", "tennis racket", "airplane", "parking meter", "toothbrush", "hair drier", "toaster",
            "hot dog", "elephant", "bear", "zebra", "giraffe");

    private static final Set<Integer> ANIMALS = indices("bird", "cat", "dog", "horse", "sheep", "cow");

    private CocoClasses() { }

    public static int index(String name) {
        return NAMES.indexOf(name);
    }

    public static boolean vehicle(int index) {
        return VEHICLES.contains(index);
    }

    public static boolean movesItself(int index) {
        return SELF_MOVING.contains(index);
    }

    /** What has no colour of its own but its clothes'. */
    static boolean wears(int index) {
        return index == PERSON;
    }

    public static boolean flies(int index) {
        return FLYING.contains(index);
    }

    /** Least score for a new thing of a class, unless the settings say otherwise. */
    public static float startScore(int index) {
        return RARE.contains(index) ? 0.6f : ANIMALS.contains(index) ? 0.5f : 0.4f;
    }

    /** max(car, bus, truck): from above the detector knows a vehicle but not which. */
    public static float vehicleScore(float[] scores) {
        return Math.max(scores[CAR], Math.max(scores[BUS], scores[TRUCK]));
    }

    static int best(float[] scores) {
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            if (scores[c] > scores[best]) {
                best = c;
            }
        }
        return best;
    }

    private static Set<Integer> indices(String... names) {
        return Set.of(names).stream().map(CocoClasses::index).collect(Collectors.toUnmodifiableSet());
    }
}
