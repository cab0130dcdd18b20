package dev.afterimage.encoder.text;

import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Picture;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One line of writing over time. What it says is settled by agreement: a sure reading counts at once, another one when
 * two readings running agree. So a flickering character changes nothing, nor does a clock that never reads the same
 * twice, while the next page's number does.
 */
final class KnownLine {

    private static final int COLUMNS = 32;
    private static final int ROWS = 8;
    /** Mean grey levels of 256 by which an unchanged line may differ. */
    private static final float SAME_LOOK = 7;
    /** One changed character of twenty: few cells differ, but those by much. */
    private static final int CELLS_CHANGED = 5;
    private static final int CELL_CHANGED = 48;
    private static final int MOST_TRIES = 4;
    private static final float SURE = 0.8f;
    private static final float OTHER_TEXT = 0.5f;
    private static final float SAME_TEXT = 0.25f;
    private static final float NOT_WORSE = 0.02f;
    private static final int MOST_MISSES = 2;

    private Box box;
    private LineReading shown;
    private LineReading proposed;
    private byte[] look;
    private int misses;
    private int tries;

    KnownLine(Box box, LineReading first, Picture picture) {
        this.box = box;
        this.shown = first.confidence() >= SURE ? first : new LineReading("", 0);
        this.proposed = first;
        this.look = look(picture, box);
    }

    private KnownLine(DataInputStream in) throws IOException {
        box = Box.read(in);
        shown = new LineReading(in.readUTF(), in.readFloat());
        proposed = new LineReading(in.readUTF(), in.readFloat());
        look = in.readNBytes(COLUMNS * ROWS);
        misses = in.readInt();
        tries = in.readInt();
    }

    boolean at(Box other) {
        return box.overlap(other) > 0.3f || box.inside(other) > 0.7f && other.inside(box) > 0.4f;
    }

    boolean says(String text) {
        return EditDistance.share(text, shown.text().isEmpty() ? proposed.text() : shown.text()) <= SAME_TEXT;
    }

    /** Settled and unchanged: there is no need to read it again. */
    boolean unchanged(Picture picture, Box now) {
        return (settled() || tries >= MOST_TRIES) && same(look, look(picture, now));
    }

    /** Whether another reading is worth its time now. */
    boolean wantsReading(Picture picture) {
        return !settled() && tries < MOST_TRIES || !same(look, look(picture, box));
    }

    private boolean settled() {
        return !shown.text().isEmpty() && shown.text().equals(proposed.text());
    }

    void stays(Box now) {
        box = now;
        misses = 0;
    }

    void read(Box now, LineReading reading, Picture picture) {
        stays(now);
        byte[] lookNow = look(picture, now);
        tries = same(look, lookNow) ? tries + 1 : 0;
        look = lookNow;
        boolean agreed = reading.text().equals(proposed.text()) && reading.confidence() >= shown.confidence() - NOT_WORSE;
        boolean replaced = reading.confidence() >= SURE && EditDistance.share(reading.text(), shown.text()) > OTHER_TEXT;
        if (agreed || replaced) {
            shown = reading;
        }
        proposed = reading;
    }

    /** @return whether it is to be forgotten */
    boolean missed(Picture picture) {
        if (!shown.text().isEmpty() && same(look, look(picture, box))) {
            return false;
        }
        return ++misses >= MOST_MISSES || shown.text().isEmpty();
    }

    LineReading shown() {
        return shown;
    }

    Box box() {
        return box;
    }

    private static byte[] look(Picture picture, Box box) {
        return picture.grey(box, COLUMNS, ROWS);
    }

    private static boolean same(byte[] one, byte[] other) {
        float sum = 0;
        int changed = 0;
        for (int i = 0; i < one.length; i++) {
            int difference = Math.abs((one[i] & 0xff) - (other[i] & 0xff));
            sum += difference;
            changed += difference > CELL_CHANGED ? 1 : 0;
        }
        return sum / one.length < SAME_LOOK && changed < CELLS_CHANGED;
    }

    void write(DataOutputStream out) throws IOException {
        box.write(out);
        for (LineReading reading : new LineReading[] {shown, proposed}) {
            out.writeUTF(reading.text());
            out.writeFloat(reading.confidence());
        }
        out.write(look);
        out.writeInt(misses);
        out.writeInt(tries);
    }

    static KnownLine read(DataInputStream in) throws IOException {
        return new KnownLine(in);
    }
}
