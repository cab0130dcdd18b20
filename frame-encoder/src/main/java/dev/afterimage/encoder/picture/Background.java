package dev.afterimage.encoder.picture;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a camera that stands still sees when nothing passes, learnt slowly: tells what is in front of it from marks on
 * the ground. Works on a coarse grey grid and on differences from the median difference, so that a lamp or the exposure
 * does not count as motion. A camera that moves changes everything, at once or little by little; then nothing here is to be trusted, and
 * {@link #trusted()} says so.
 */
public final class Background {

    static final int COLUMNS = 64;
    static final int ROWS = 48;

    /** Grey levels of 256 by which a cell must differ. */
    private static final float DIFFERENT = 14;
    /** The share of changed cells above which the camera moved, not the things. */
    private static final float CAMERA_MOVED = 0.5f;
    private static final float RESTLESS = 0.35f;
    private static final int FRAMES_TO_LEARN = 4;
    /** Seconds in which the background takes up a change by 63 %: where nothing passes, and where something stands. */
    private static final double LEARN_SECONDS = 8;
    private static final double ABSORB_SECONDS = 60;
    /** A camera that turned a moment ago may be turning on, too slowly to be noticed yet. */
    private static final double CALM_SECONDS = 8;

    private final float[] mean = new float[COLUMNS * ROWS];
    private final boolean[] foreground = new boolean[COLUMNS * ROWS];
    private int learnt;
    private float unrest;
    private double lastSeconds;
    private double turnedSeconds = Double.NEGATIVE_INFINITY;

    /** Forgets all, as after a cut. */
    public void reset() {
        learnt = 0;
        unrest = 0;
        turnedSeconds = Double.NEGATIVE_INFINITY;
    }

    /** @param camera learns from this picture, too, and tells whether it was the camera that moved */
    public void update(Picture picture, double seconds, CameraShift camera) {
        byte[] grey = picture.grey(COLUMNS, ROWS);
        Arrays.fill(foreground, false);
        camera.update(picture, seconds, trusted());
        if (camera.turned()) {
            turnedSeconds = seconds;
        }
        // Until it stands again nothing is learnt that would have to be unlearnt.
        if (learnt == 0 || seconds - turnedSeconds < CALM_SECONDS) {
            start(grey);
        } else {
            learn(grey, Math.max(0, seconds - lastSeconds), camera.stands() && trusted());
        }
        lastSeconds = seconds;
    }

    private void start(byte[] grey) {
        for (int cell = 0; cell < mean.length; cell++) {
            mean[cell] = grey[cell] & 0xff;
        }
        learnt = 1;
    }

    /** @param stands whether it is known that the camera did not move, however much changed */
    private void learn(byte[] grey, double elapsed, boolean stands) {
        float[] change = new float[mean.length];
        for (int cell = 0; cell < change.length; cell++) {
            change[cell] = (grey[cell] & 0xff) - mean[cell];
        }
        float share = mark(change);
        unrest += 0.3f * ((stands ? Math.min(share, CAMERA_MOVED * RESTLESS) : share) - unrest);
        if (share > CAMERA_MOVED && !stands) {
            start(grey);
            return;
        }
        float still = (float) (1 - Math.exp(-elapsed / LEARN_SECONDS));
        float covered = (float) (1 - Math.exp(-elapsed / ABSORB_SECONDS));
        for (int cell = 0; cell < change.length; cell++) {
            mean[cell] += change[cell] * (foreground[cell] ? covered : still);
        }
        learnt = Math.min(learnt + 1, FRAMES_TO_LEARN);
    }

    /** @return the share of cells marked */
    private float mark(float[] change) {
        float[] sorted = change.clone();
        Arrays.sort(sorted);
        float light = sorted[sorted.length / 2];
        int marked = 0;
        for (int cell = 0; cell < change.length; cell++) {
            foreground[cell] = Math.abs(change[cell] - light) > DIFFERENT;
            marked += foreground[cell] ? 1 : 0;
        }
        return (float) marked / change.length;
    }

    public boolean trusted() {
        return learnt >= FRAMES_TO_LEARN && unrest < RESTLESS;
    }

    /** The share of a box that differs from the background, 0..1; 0 while the background is not trusted. */
    public float foreground(Box box) {
        if (!trusted()) {
            return 0;
        }
        Box inside = box.clipped();
        int left = Math.min(COLUMNS - 1, (int) (inside.left() * COLUMNS));
        int top = Math.min(ROWS - 1, (int) (inside.top() * ROWS));
        int right = Math.max(left + 1, Math.round(inside.right() * COLUMNS));
        int bottom = Math.max(top + 1, Math.round(inside.bottom() * ROWS));
        int marked = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                marked += foreground[row * COLUMNS + column] ? 1 : 0;
            }
        }
        return (float) marked / ((right - left) * (bottom - top));
    }

    public void write(DataOutputStream out) throws IOException {
        for (float value : mean) {
            out.writeFloat(value);
        }
        out.writeInt(learnt);
        out.writeFloat(unrest);
        out.writeDouble(lastSeconds);
        out.writeDouble(turnedSeconds);
    }

    public void read(DataInputStream in) throws IOException {
        for (int cell = 0; cell < mean.length; cell++) {
            mean[cell] = in.readFloat();
        }
        learnt = in.readInt();
        unrest = in.readFloat();
        lastSeconds = in.readDouble();
        turnedSeconds = in.readDouble();
    }
}
