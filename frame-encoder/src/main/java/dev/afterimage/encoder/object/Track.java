package dev.afterimage.encoder.object;

import dev.afterimage.core.evidence.Spot;
import dev.afterimage.core.evidence.Traits;
import dev.afterimage.encoder.picture.Background;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Picture;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/** One thing followed from frame to frame: where it is, where it goes, and what the detector has called it so far. */
final class Track {

    /** Side of the small grey picture by which a thing is known again while the detector misses it. */
    private static final int TEMPLATE = 12;
    /** Mean grey levels of 256 by which it may differ. */
    private static final float SAME_LOOK = 9;
    /** Weight of the newest frame in the smoothed scores: about four frames of memory. */
    private static final float NEWEST = 0.3f;
    private static final float STILL = 0.15f;
    private static final String[] PLACES = {"left", "centre", "right"};
    private static final float BORDER = 0.04f;
    private static final float EDGE = 0.01f;
    static final float STRONG = 0.4f;
    /** What was there all along and is found only now is likelier a whim of the detector: so much more score it needs. */
    static final float LATECOMER = 0.1f;
    private static final float CAME = 0.5f;
    private static final float BEHIND = 0.1f;
    private static final float SUPPORT = 0.15f;
    private static final float MISSED_OVERLAP = 0.15f;
    private static final float PART = 0.5f;
    private static final float ALONE = 0.35f;
    private static final float CROWDED = 0.2f;
    /** A box nearer than this to the picture's edge touches it. */
    private static final float AT_EDGE = 0.02f;
    /** Pictures a second; slower things come and go without crossing the edge as far as anyone can tell. */
    private static final float CROSSING = 0.03f;
    private static final String[] SIDES = {"left", "top", "right", "bottom"};

    final int id;
    private final ClassScores scores;
    private float foreground;
    private final Box first;
    private Box box;
    private final float[] velocity = new float[4];
    private float travel;
    private float largest;
    private double lastFound;
    private double lastUpdate;
    private int hits;
    private boolean found;
    private boolean still;
    private int place = -1;
    private byte[] template = new byte[0];
    private Colours colours = new Colours();
    private PartColours parts = new PartColours();
    private Movement movement = new Movement();
    private float best;
    private String from = "";

    /** Set by the tracker: the class it is reported as, and whether it is. */
    int label = -1;
    boolean confirmed;
    boolean visible;
    /** Whether it was first found where a learnt background shows nothing new: if it had come, that would have changed. */
    final boolean latecomer;
    /** Whether it has been counted as proof that vehicles drive here. */
    boolean proved;
    /** When it was first shown; NaN before. */
    double shownSince = Double.NaN;
    /** Whether it may have come just now: not so in the first frame after a cut. */
    private final boolean came;

    Track(int id, Detection detection, float foreground, boolean latecomer, boolean came, double seconds) {
        this.id = id;
        this.latecomer = latecomer;
        this.came = came;
        this.scores = new ClassScores(detection.scores());
        this.foreground = foreground;
        this.first = detection.box();
        this.box = detection.box();
        this.largest = wholeArea();
        this.lastFound = seconds;
        this.lastUpdate = seconds;
        this.hits = 1;
        this.found = true;
        this.place = placeNow();
    }

    Box predicted(double seconds) {
        float elapsed = (float) (seconds - lastUpdate);
        return new Box(box.left() + velocity[0] * elapsed, box.top() + velocity[1] * elapsed,
                box.right() + velocity[2] * elapsed, box.bottom() + velocity[3] * elapsed).clipped();
    }

    void found(Detection detection, float foregroundNow, double seconds) {
        // A plain mean at first, so that a thing's first, often partial sight does not weigh on.
        float newest = Math.max(NEWEST, 1f / (hits + 1));
        scores.add(detection.scores(), newest);
        foreground += newest * (foregroundNow - foreground);
        double elapsed = seconds - lastUpdate;
        moveTo(detection.box(), seconds);
        from = came && hits == 1 ? side(first, -1, elapsed) : from;
        largest = Math.max(largest, wholeArea());
        lastFound = seconds;
        hits++;
        found = true;
    }

    private void moveTo(Box next, double seconds) {
        float elapsed = (float) Math.max(1e-3, seconds - lastUpdate);
        velocity[0] = (next.left() - box.left()) / elapsed;
        velocity[1] = (next.top() - box.top()) / elapsed;
        velocity[2] = (next.right() - box.right()) / elapsed;
        velocity[3] = (next.bottom() - box.bottom()) / elapsed;
        still = next.distance(box) < STILL;
        travel = Math.max(travel, next.distance(first));
        box = next;
        place = placeNow();
        lastUpdate = seconds;
    }

    /** A box cut off by the picture's edge is half of something. */
    private float wholeArea() {
        boolean cut = box.left() < EDGE || box.top() < EDGE || box.right() > 1 - EDGE || box.bottom() > 1 - EDGE;
        return cut ? 2 * box.area() : box.area();
    }

    /** Not found where it should be: it stands still, or goes on as it went. */
    void missed(double seconds) {
        found = false;
        if (!still) {
            box = predicted(seconds);
            place = placeNow();
        }
        lastUpdate = seconds;
    }

    void remember(Surroundings now) {
        Picture picture = now.picture();
        template = picture.grey(box, TEMPLATE, TEMPLATE);
        parts.look(picture, box);
        if (now.camera().lost()) {
            movement.lost();
        }
        movement.found(box, now.seconds(), now.camera().across(), now.camera().down(), (float) picture.width() / picture.height());
        if (!CocoClasses.wears(label)) {
            colours.look(picture, box);
        }
    }

    /** A colour word; empty where none is sure. What a person wears is not the person's colour. */
    String colour() {
        return CocoClasses.wears(label) ? "" : colours.name();
    }

    /** What all sights of it tell. @param score as which it is reported now */
    Traits traits(float score) {
        best = Math.max(best, score);
        Box inside = box.clipped();
        return new Traits(hits, lastFound, best, new Spot(inside.left(), inside.top(), inside.right(), inside.bottom()),
                movement.motion(), parts.shades());
    }

    /** The side it came in by; empty where unsure. */
    String from() {
        return from;
    }

    /** The side it goes out by, if it has gone by now; empty where unsure. */
    String to(double seconds) {
        return side(box, 1, Math.max(0, seconds - lastFound));
    }

    /**
     * The edge that the box touches, or has mostly crossed within this many seconds, going on as it goes ({@code way} 1)
     * or back as it came (-1).
     */
    private String side(Box at, int way, double seconds) {
        float across = way * (velocity[0] + velocity[2]) / 2;
        float down = way * (velocity[1] + velocity[3]) / 2;
        float[] speeds = {-across, -down, across, down};
        float[] distances = {at.left(), at.top(), 1 - at.right(), 1 - at.bottom()};
        float[] sizes = {at.width(), at.height(), at.width(), at.height()};
        int best = -1;
        for (int i = 0; i < SIDES.length; i++) {
            boolean reached = speeds[i] > CROSSING && (distances[i] < AT_EDGE || distances[i] - speeds[i] * seconds < -sizes[i] / 2);
            best = reached && (best < 0 || speeds[i] > speeds[best]) ? i : best;
        }
        return best < 0 ? "" : SIDES[best];
    }

    /** Whether the place still looks as when the detector found the thing there. */
    boolean looksTheSame(Picture picture) {
        byte[] now = picture.grey(box, TEMPLATE, TEMPLATE);
        if (template.length != now.length) {
            return false;
        }
        int light = 0;
        for (int i = 0; i < now.length; i++) {
            light += (now[i] & 0xff) - (template[i] & 0xff);
        }
        float shift = (float) light / now.length;
        float difference = Math.abs(shift) / 2;
        for (int i = 0; i < now.length; i++) {
            difference += Math.abs((now[i] & 0xff) - (template[i] & 0xff) - shift) / now.length;
        }
        return difference < SAME_LOOK;
    }

    /**
     * Whether this is only a second box on what other tracks show already: a missed thing where a found one is, or a box that lies
     * in surer ones of its class and has too little score for things so close.
     */
    boolean repeats(List<Track> all) {
        float crowd = 0;
        for (Track other : all) {
            if (other == this || !other.visible || other.label != label) {
                continue;
            }
            if (other.found && !found && box.overlap(other.box) > MISSED_OVERLAP) {
                return true;
            }
            crowd += other.found == found && other.surerThan(this) ? box.inside(other.box) : 0;
        }
        return crowd > PART && scores.average(label) < ALONE + CROWDED * crowd;
    }

    private boolean surerThan(Track other) {
        float own = scores.average(label);
        float others = other.scores.average(label);
        return own > others || own == others && id < other.id;
    }

    /**
     * A table is no person's next frame, however well the boxes agree; what a vehicle is called from above says little.
     * And what came before the background does not turn into a faint part of it.
     */
    boolean mayBe(Detection detection, Background background) {
        boolean leftBehind = background.trusted() && foreground >= CAME && background.foreground(detection.box()) < BEHIND
                && detection.score() < STRONG + LATECOMER;
        return !leftBehind && (!confirmed || CocoClasses.vehicle(label) || detection.scores()[label] >= SUPPORT);
    }

    ClassScores scores() {
        return scores;
    }

    /** Smoothed share of the box that is not background. */
    float foreground() {
        return foreground;
    }

    /** The third of the picture it is in; it must cross a border clearly to change. */
    String place() {
        return PLACES[place];
    }

    private int placeNow() {
        float x = box.centreX();
        boolean stays = place >= 0 && x > place / 3f - BORDER && x < (place + 1) / 3f + BORDER;
        return stays ? place : Math.min(2, (int) (x * 3));
    }

    Box box() {
        return box;
    }

    /** The furthest it got from where it was first seen, in box sizes. */
    float travel() {
        return travel;
    }

    /** The largest share of the picture it had; a thing cut off by the edge counts double. */
    float largest() {
        return largest;
    }

    int hits() {
        return hits;
    }

    boolean found() {
        return found;
    }

    boolean still() {
        return still;
    }

    double lastFound() {
        return lastFound;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(id);
        out.writeBoolean(latecomer);
        scores.write(out);
        first.write(out);
        box.write(out);
        for (float value : velocity) {
            out.writeFloat(value);
        }
        out.writeFloat(foreground);
        out.writeFloat(travel);
        out.writeFloat(largest);
        out.writeDouble(lastFound);
        out.writeDouble(lastUpdate);
        out.writeInt(hits);
        out.writeInt(label);
        out.writeInt(place);
        for (boolean flag : new boolean[] {found, still, confirmed, visible, proved}) {
            out.writeBoolean(flag);
        }
        out.writeInt(template.length);
        out.write(template);
        colours.write(out);
        parts.write(out);
        movement.write(out);
        out.writeFloat(best);
        out.writeUTF(from);
        out.writeDouble(shownSince);
        out.writeBoolean(came);
    }

    static Track read(DataInputStream in) throws IOException {
        return new Track(in);
    }

    private Track(DataInputStream in) throws IOException {
        id = in.readInt();
        latecomer = in.readBoolean();
        scores = ClassScores.read(in);
        first = Box.read(in);
        box = Box.read(in);
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = in.readFloat();
        }
        foreground = in.readFloat();
        travel = in.readFloat();
        largest = in.readFloat();
        lastFound = in.readDouble();
        lastUpdate = in.readDouble();
        hits = in.readInt();
        label = in.readInt();
        place = in.readInt();
        found = in.readBoolean();
        still = in.readBoolean();
        confirmed = in.readBoolean();
        visible = in.readBoolean();
        proved = in.readBoolean();
        template = in.readNBytes(in.readInt());
        colours = Colours.read(in);
        parts = PartColours.read(in);
        movement = Movement.read(in);
        best = in.readFloat();
        from = in.readUTF();
        shownSince = in.readDouble();
        came = in.readBoolean();
    }
}
