package dev.afterimage.encoder.object;

import dev.afterimage.core.evidence.Motion;
import dev.afterimage.encoder.picture.Box;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Whether one thing stands or which way it moves, from its boxes of the last seconds. Boxes of a detector jitter, and a box grows and
 * shrinks when something covers a part: a thing has moved only as far as both of its edges have, and a change must show twice.
 */
final class Movement {

    /** Seconds over which a step is measured, and over which a slow one is. */
    private static final double STEP = 1.4;
    private static final double SLOW = 3.2;
    private static final double LEAST = 0.9;
    /** What goes far in less time than that moves for sure. */
    private static final double AT_ONCE = 0.35;
    private static final float FAR = 0.6f;
    /** Box sizes of a step from which on it moves, and below which it stands. */
    private static final float MOVES = 0.3f;
    private static final float STANDS = 0.15f;
    /** Growth of both sides over a slow step that tells of something coming nearer. */
    private static final float NEARER = 1.3f;
    /** A step across must be that much longer than one down to be called so, once it was called the other. */
    private static final float TURN = 1.3f;
    private static final float EDGE = 0.01f;

    /** A box at a time; where the camera's own movement has been taken out, and whether a side is cut off by the picture's edge. */
    private record Place(double seconds, Box box, boolean left, boolean top, boolean right, boolean bottom) { }

    /** A step in box sizes; in picture heights across and down; and how much larger the box is. */
    private record Step(float across, float down, float x, float y, float growth) {
        float length() {
            return Math.max(Math.abs(across), Math.abs(down));
        }
    }

    private final Deque<Place> places = new ArrayDeque<>();
    private Motion motion = Motion.UNKNOWN;
    private Motion.Way next = Motion.Way.UNKNOWN;

    /**
     * @param shape  the picture's width by its height
     * @param across shares of the picture by which the camera has shifted it so far
     */
    void found(Box box, double seconds, float across, float down, float shape) {
        Box still = new Box(box.left() - across, box.top() - down, box.right() - across, box.bottom() - down);
        places.addLast(new Place(seconds, still, box.left() < EDGE, box.top() < EDGE, box.right() > 1 - EDGE, box.bottom() > 1 - EDGE));
        while (places.size() > 2 && seconds - places.getFirst().seconds() > SLOW + 1) {
            places.removeFirst();
        }
        Motion.Way way = way(seconds, shape);
        boolean sure = way == next || motion.way() == Motion.Way.UNKNOWN;
        next = way;
        if (way != motion.way() && way != Motion.Way.UNKNOWN && sure) {
            motion = new Motion(way, since(way, seconds, shape));
        }
    }

    /** Places before now cannot be compared with those to come. */
    void lost() {
        places.clear();
        motion = Motion.UNKNOWN;
        next = Motion.Way.UNKNOWN;
    }

    Motion motion() {
        return motion;
    }

    private Motion.Way way(double seconds, float shape) {
        Place now = places.getLast();
        Place before = before(seconds, STEP);
        if (before == null) {
            Step all = step(places.getFirst(), now, shape);
            return seconds - places.getFirst().seconds() >= AT_ONCE && all.length() >= FAR ? heading(all) : Motion.Way.UNKNOWN;
        }
        Step quick = step(before, now, shape);
        Step slow = step(before(seconds, SLOW), now, shape);
        if (quick.length() >= MOVES) {
            return heading(quick);
        }
        if (motion.way().moves() ? quick.length() >= STANDS : slow.length() >= MOVES && quick.length() >= STANDS / 2) {
            return heading(slow.length() > quick.length() ? slow : quick);
        }
        if (slow.growth() >= NEARER || slow.growth() <= 1 / NEARER) {
            return slow.growth() > 1 ? Motion.Way.NEARER : Motion.Way.FURTHER;
        }
        return quick.length() < STANDS ? Motion.Way.STANDS : motion.way();
    }

    private Motion.Way heading(Step step) {
        boolean level = motion.way() == Motion.Way.LEFT || motion.way() == Motion.Way.RIGHT;
        boolean upright = motion.way() == Motion.Way.UP || motion.way() == Motion.Way.DOWN;
        boolean across = Math.abs(step.x()) * (level ? TURN : 1) >= Math.abs(step.y()) * (upright ? TURN : 1);
        return across ? step.x() < 0 ? Motion.Way.LEFT : Motion.Way.RIGHT : step.y() < 0 ? Motion.Way.UP : Motion.Way.DOWN;
    }

    /** The newest place that is so old, or the oldest; null while none is old enough. */
    private Place before(double seconds, double age) {
        Place found = places.getFirst();
        for (Place place : places) {
            found = seconds - place.seconds() >= age ? place : found;
        }
        return seconds - found.seconds() >= LEAST ? found : null;
    }

    private static Step step(Place from, Place to, float shape) {
        float x = both(to.box().left() - from.box().left(), from.left() || to.left(),
                to.box().right() - from.box().right(), from.right() || to.right());
        float y = both(to.box().top() - from.box().top(), from.top() || to.top(),
                to.box().bottom() - from.box().bottom(), from.bottom() || to.bottom());
        float width = Math.max(1e-3f, Math.min(from.box().width(), to.box().width()));
        float height = Math.max(1e-3f, Math.min(from.box().height(), to.box().height()));
        boolean cut = from.left() || from.top() || from.right() || from.bottom() || to.left() || to.top() || to.right() || to.bottom();
        float wider = to.box().width() / Math.max(1e-3f, from.box().width());
        float higher = to.box().height() / Math.max(1e-3f, from.box().height());
        float growth = cut || wider > 1 != higher > 1 ? 1 : wider > 1 ? Math.min(wider, higher) : Math.max(wider, higher);
        return new Step(x / width, y / height, x * shape, y, growth);
    }

    /** As far as both edges went; one that the picture cuts off does not count. */
    private static float both(float low, boolean lowCut, float high, boolean highCut) {
        if (lowCut || highCut) {
            return lowCut && highCut ? 0 : lowCut ? high : low;
        }
        return low * high <= 0 ? 0 : Math.abs(low) < Math.abs(high) ? low : high;
    }

    /** It stands since the first place near the one it is at; it moves since the last place near the one it was at. */
    private double since(Motion.Way way, double seconds, float shape) {
        Place at = way.moves() ? Optional.ofNullable(before(seconds, STEP)).orElseGet(places::getFirst) : places.getLast();
        List<Place> ordered = new ArrayList<>(places);
        double since = at.seconds();
        if (way.moves()) {
            for (Place place : ordered) {
                since = place.seconds() > since && step(at, place, shape).length() < STANDS ? place.seconds() : since;
            }
            return since;
        }
        for (int i = ordered.size() - 1; i >= 0 && step(ordered.get(i), at, shape).length() < STANDS; i--) {
            since = ordered.get(i).seconds();
        }
        return since;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(places.size());
        for (Place place : places) {
            out.writeDouble(place.seconds());
            place.box().write(out);
            for (boolean cut : new boolean[] {place.left(), place.top(), place.right(), place.bottom()}) {
                out.writeBoolean(cut);
            }
        }
        out.writeUTF(motion.way().name());
        out.writeDouble(motion.since());
        out.writeUTF(next.name());
    }

    static Movement read(DataInputStream in) throws IOException {
        Movement movement = new Movement();
        for (int left = in.readInt(); left > 0; left--) {
            movement.places.addLast(new Place(in.readDouble(), Box.read(in), in.readBoolean(), in.readBoolean(), in.readBoolean(),
                    in.readBoolean()));
        }
        movement.motion = new Motion(Motion.Way.valueOf(in.readUTF()), in.readDouble());
        movement.next = Motion.Way.valueOf(in.readUTF());
        return movement;
    }
}
