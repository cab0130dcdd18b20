package dev.afterimage.encoder.picture;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * How far the picture as a whole moved: blocks of a small grey picture are looked up in an earlier one, and most of them follow the camera,
 * not the things. The earlier picture is replaced when something was found to have moved, so a slow pan, which from frame to frame is no
 * more than noise, adds up until it shows. A camera that stands still has shifted by exactly nothing. Turns and zooms are not told apart
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
    /** The share that must agree before it is believed of a camera that seemed to stand: a large thing that passes is not the camera. */
    private static final float SURE = 0.6f;
    /** The share that may stand still all the same, as letters in the picture do: more of them are what a large thing leaves uncovered. */
    private static final float UNMOVED = 0.1f;
    /** Columns and rows of blocks, of 7 and 5, that the agreeing ones must lie in: a thing has its own place in the picture. */
    private static final int WIDE = 5;
    private static final int HIGH = 3;
    private static final float SAME = 1;
    /** How long one and the same picture is compared with, seconds: what stands there changes with the light. */
    private static final double OLDEST = 10;

    private byte[] before = new byte[0];
    private double beforeSeconds;
    private float across;
    private float down;
    private boolean lost = true;
    private boolean turned;
    private boolean stands;

    /** The shift of the block in a column and a row, in cells. */
    private record Found(int column, int row, float across, float down) {

        boolean near(float x, float y) {
            return Math.hypot(across - x, down - y) < 2 * SAME;
        }
    }

    /** @param fixed whether the camera seems to stand still, however much moves before it */
    public void update(Picture picture, double seconds, boolean fixed) {
        byte[] now = picture.grey(COLUMNS, ROWS);
        turned = false;
        stands = false;
        if (before.length != now.length) {
            lost = true;
            compareWith(now, seconds);
        } else {
            follow(now, seconds, fixed);
        }
    }

    private void compareWith(byte[] now, double seconds) {
        before = now;
        beforeSeconds = seconds;
    }

    /** Forgets all, as after a cut. */
    public void reset() {
        before = new byte[0];
        lost = true;
    }

    private void follow(byte[] now, double seconds, boolean fixed) {
        Found[] found = new Found[(ROWS / BLOCK) * (COLUMNS / BLOCK)];
        int known = 0;
        for (int top = REACH; top + BLOCK + REACH <= ROWS; top += BLOCK) {
            for (int left = REACH; left + BLOCK + REACH <= COLUMNS; left += BLOCK) {
                if (textured(now, left, top)) {
                    found[known++] = best(now, left, top);
                }
            }
        }
        boolean moved = decide(Arrays.copyOf(found, known), fixed);
        if (moved || seconds - beforeSeconds > OLDEST) {
            compareWith(now, seconds);
        }
    }

    /** @return whether the picture has moved since the one that it is compared with */
    private boolean decide(Found[] found, boolean fixed) {
        lost = false;
        long still = Arrays.stream(found).filter(one -> Math.abs(one.across()) < SAME && Math.abs(one.down()) < SAME).count();
        stands = found.length >= LEAST_BLOCKS && still > UNMOVED * found.length;
        if (found.length < LEAST_BLOCKS || still >= STILL * found.length) {
            return false;
        }
        float x = median(Arrays.stream(found).mapToDouble(Found::across).toArray());
        float y = median(Arrays.stream(found).mapToDouble(Found::down).toArray());
        Found[] agreeing = Arrays.stream(found).filter(one -> one.near(x, y)).toArray(Found[]::new);
        turned = !stands && agreeing.length >= SURE * found.length && everywhere(agreeing);
        if (fixed && !turned) {
            return false;
        }
        lost = agreeing.length < AGREED * found.length;
        across += x / COLUMNS;
        down += y / ROWS;
        return true;
    }

    private static boolean everywhere(Found[] blocks) {
        return Arrays.stream(blocks).mapToInt(Found::column).distinct().count() >= WIDE
                && Arrays.stream(blocks).mapToInt(Found::row).distinct().count() >= HIGH;
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
        return new Found(left / BLOCK, top / BLOCK, -finer(now, left, top, bestX, bestY, true),
                -finer(now, left, top, bestX, bestY, false));
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

    /** Whether the camera was surely moving just now: of a picture that moves as a whole nothing is known to stand behind the things. */
    public boolean turned() {
        return turned;
    }

    /** Whether a part of the picture surely stood still just now, and so the camera, however much else has changed. */
    public boolean stands() {
        return stands;
    }

    /** Whether the last step could not be followed: places before it and after it cannot be compared. */
    public boolean lost() {
        return lost;
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(before.length);
        out.write(before);
        out.writeDouble(beforeSeconds);
        out.writeFloat(across);
        out.writeFloat(down);
        out.writeBoolean(lost);
    }

    public void read(DataInputStream in) throws IOException {
        before = in.readNBytes(in.readInt());
        beforeSeconds = in.readDouble();
        across = in.readFloat();
        down = in.readFloat();
        lost = in.readBoolean();
    }
}
