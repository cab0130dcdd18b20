package dev.afterimage.encoder.picture;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * How far the picture as a whole moved from frame to frame: blocks of a small grey picture are looked up in the one before, and most of
 * them follow the camera, not the things. A camera that stands still has shifted by exactly nothing. Turns and zooms are not told apart
 * from shifts; what moved further than the search reaches is lost.
 */
public final class CameraShift {

    static final int COLUMNS = 96;
    static final int ROWS = 72;

    private static final int BLOCK = 12;
    /** Cells each way that are searched: a sixteenth of the width from one frame to the next. */
    private static final int REACH = 6;
    /** Mean grey levels by which a block must differ from itself shifted by one cell: flat ones tell nothing. */
    private static final float TEXTURE = 3;
    private static final int LEAST_BLOCKS = 4;
    /** The share of the blocks that must have stood still, and that must agree on one shift. */
    private static final float STILL = 0.25f;
    private static final float AGREED = 0.4f;
    private static final float SAME = 1;

    private byte[] before = new byte[0];
    private float across;
    private float down;
    private boolean lost = true;

    /** A block's shift in cells. */
    private record Found(float across, float down) { }

    /** @param fixed whether it is known that the camera stands still, however much moves before it */
    public void update(Picture picture, boolean fixed) {
        byte[] now = picture.grey(COLUMNS, ROWS);
        if (before.length != now.length) {
            lost = true;
        } else {
            follow(now, fixed);
        }
        before = now;
    }

    /** Forgets all, as after a cut. */
    public void reset() {
        before = new byte[0];
        lost = true;
    }

    private void follow(byte[] now, boolean fixed) {
        Found[] found = new Found[(ROWS / BLOCK) * (COLUMNS / BLOCK)];
        int known = 0;
        for (int top = REACH; top + BLOCK + REACH <= ROWS; top += BLOCK) {
            for (int left = REACH; left + BLOCK + REACH <= COLUMNS; left += BLOCK) {
                if (textured(now, left, top)) {
                    found[known++] = best(now, left, top);
                }
            }
        }
        decide(Arrays.copyOf(found, known), fixed);
    }

    private void decide(Found[] found, boolean fixed) {
        lost = false;
        long still = Arrays.stream(found).filter(one -> Math.abs(one.across()) < SAME && Math.abs(one.down()) < SAME).count();
        if (found.length < LEAST_BLOCKS || still >= STILL * found.length || fixed) {
            return;
        }
        float x = median(Arrays.stream(found).mapToDouble(Found::across).toArray());
        float y = median(Arrays.stream(found).mapToDouble(Found::down).toArray());
        long agreed = Arrays.stream(found).filter(one -> Math.hypot(one.across() - x, one.down() - y) < 2 * SAME).count();
        lost = agreed < AGREED * found.length;
        across += x / COLUMNS;
        down += y / ROWS;
    }

    private static float median(double[] values) {
        Arrays.sort(values);
        return (float) values[values.length / 2];
    }

    private static boolean textured(byte[] grey, int left, int top) {
        return Math.min(difference(grey, grey, left, top, 1, 0), difference(grey, grey, left, top, 0, 1)) >= TEXTURE;
    }

    private Found best(byte[] now, int left, int top) {
        int bestX = 0;
        int bestY = 0;
        float least = difference(now, before, left, top, 0, 0);
        for (int y = -REACH; y <= REACH; y++) {
            for (int x = -REACH; x <= REACH; x++) {
                float difference = difference(now, before, left, top, x, y);
                if (difference < least - 0.25f) {
                    least = difference;
                    bestX = x;
                    bestY = y;
                }
            }
        }
        return new Found(-finer(now, left, top, bestX, bestY, true), -finer(now, left, top, bestX, bestY, false));
    }

    /** Between the cells: the lowest point of a parabola through the best place and its neighbours. */
    private float finer(byte[] now, int left, int top, int x, int y, boolean acrossNow) {
        int place = acrossNow ? x : y;
        if (Math.abs(place) == REACH) {
            return place;
        }
        float low = difference(now, before, left, top, acrossNow ? x - 1 : x, acrossNow ? y : y - 1);
        float here = difference(now, before, left, top, x, y);
        float high = difference(now, before, left, top, acrossNow ? x + 1 : x, acrossNow ? y : y + 1);
        float curve = low - 2 * here + high;
        return curve <= 0 ? place : place + Math.max(-0.5f, Math.min(0.5f, (low - high) / (2 * curve)));
    }

    /** Mean absolute difference of a block in one picture and the block shifted by (x, y) in the other, the light aside. */
    private static float difference(byte[] one, byte[] other, int left, int top, int x, int y) {
        int light = 0;
        for (int row = top; row < top + BLOCK; row++) {
            for (int column = left; column < left + BLOCK; column++) {
                light += (one[row * COLUMNS + column] & 0xff) - (other[(row + y) * COLUMNS + column + x] & 0xff);
            }
        }
        int mean = Math.round((float) light / (BLOCK * BLOCK));
        int sum = 0;
        for (int row = top; row < top + BLOCK; row++) {
            for (int column = left; column < left + BLOCK; column++) {
                sum += Math.abs((one[row * COLUMNS + column] & 0xff) - (other[(row + y) * COLUMNS + column + x] & 0xff) - mean);
            }
        }
        return (float) sum / (BLOCK * BLOCK);
    }

    /** How far what stands has moved to the right in the picture since the beginning, in shares of its width. */
    public float across() {
        return across;
    }

    /** The same downwards, in shares of its height. */
    public float down() {
        return down;
    }

    /** Whether the last step could not be followed: places before it and after it cannot be compared. */
    public boolean lost() {
        return lost;
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(before.length);
        out.write(before);
        out.writeFloat(across);
        out.writeFloat(down);
        out.writeBoolean(lost);
    }

    public void read(DataInputStream in) throws IOException {
        before = in.readNBytes(in.readInt());
        across = in.readFloat();
        down = in.readFloat();
        lost = in.readBoolean();
    }
}
