package dev.afterimage.encoder.object;

import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Picture;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

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

    final int id;
    private final float[] average;
    private float vehicle;
    private float foreground;
    private Box first;
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

    /** Set by the tracker: the class it is reported as, and whether it is. */
    int label = -1;
    boolean confirmed;
    boolean visible;

    Track(int id, Detection detection, float foreground, double seconds) {
        this.id = id;
        this.average = detection.scores().clone();
        this.vehicle = CocoClasses.vehicleScore(average);
        this.foreground = foreground;
        this.first = detection.box();
        this.box = detection.box();
        this.largest = box.area();
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
        for (int c = 0; c < average.length; c++) {
            average[c] += NEWEST * (detection.scores()[c] - average[c]);
        }
        vehicle += NEWEST * (CocoClasses.vehicleScore(detection.scores()) - vehicle);
        foreground += NEWEST * (foregroundNow - foreground);
        moveTo(detection.box(), seconds);
        largest = Math.max(largest, box.area());
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

    /** Not found where it should be: it stands still, or goes on as it went. */
    void missed(double seconds) {
        found = false;
        if (!still) {
            box = predicted(seconds);
            place = placeNow();
        }
        lastUpdate = seconds;
    }

    void remember(Picture picture) {
        template = picture.grey(box, TEMPLATE, TEMPLATE);
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

    /** Cosine of the class scores, 0..1. */
    float likeness(Detection detection) {
        float both = 0;
        float own = 0;
        float other = 0;
        for (int c = 0; c < average.length; c++) {
            both += average[c] * detection.scores()[c];
            own += average[c] * average[c];
            other += detection.scores()[c] * detection.scores()[c];
        }
        return both == 0 ? 0 : (float) (both / Math.sqrt(own * other));
    }

    float average(int index) {
        return average[index];
    }

    /** Smoothed max(car, bus, truck). */
    float vehicle() {
        return vehicle;
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

    /** The largest share of the picture it had. */
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
        for (float value : average) {
            out.writeFloat(value);
        }
        write(first, out);
        write(box, out);
        for (float value : velocity) {
            out.writeFloat(value);
        }
        out.writeFloat(vehicle);
        out.writeFloat(foreground);
        out.writeFloat(travel);
        out.writeFloat(largest);
        out.writeDouble(lastFound);
        out.writeDouble(lastUpdate);
        out.writeInt(hits);
        out.writeInt(label);
        out.writeInt(place);
        for (boolean flag : new boolean[] {found, still, confirmed, visible}) {
            out.writeBoolean(flag);
        }
        out.writeInt(template.length);
        out.write(template);
    }

    static Track read(DataInputStream in) throws IOException {
        int id = in.readInt();
        float[] average = new float[CocoClasses.COUNT];
        for (int c = 0; c < average.length; c++) {
            average[c] = in.readFloat();
        }
        Box first = readBox(in);
        Track track = new Track(id, new Detection(first, average), 0, 0);
        track.readRest(in);
        return track;
    }

    private void readRest(DataInputStream in) throws IOException {
        box = readBox(in);
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = in.readFloat();
        }
        vehicle = in.readFloat();
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
        template = in.readNBytes(in.readInt());
    }

    private static void write(Box box, DataOutputStream out) throws IOException {
        out.writeFloat(box.left());
        out.writeFloat(box.top());
        out.writeFloat(box.right());
        out.writeFloat(box.bottom());
    }

    private static Box readBox(DataInputStream in) throws IOException {
        return new Box(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
    }
}
