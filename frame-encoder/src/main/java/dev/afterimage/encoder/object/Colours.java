package dev.afterimage.encoder.object;

import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Picture;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * The colour of one thing: pixels of the inner part of its box vote for a colour word, frame after frame. It is said only when one word has
 * most votes by far over several frames, and then stays said; a thing of two colours or in odd light has none. Grey is never said: ground,
 * glass, shadow and silver all look grey.
 */
final class Colours {

    private static final List<String> NAMES = List.of("black", "grey", "white", "red", "orange", "yellow", "green", "blue", "purple",
            "pink", "brown");
    private static final int BLACK = 0;
    private static final int GREY = 1;
    private static final int WHITE = 2;
    private static final int RED = 3;
    private static final int ORANGE = 4;
    private static final int YELLOW = 5;
    private static final int GREEN = 6;
    private static final int BLUE = 7;
    private static final int PURPLE = 8;
    private static final int PINK = 9;
    private static final int BROWN = 10;
    private static final int NONE = -1;

    /** Where one hue ends and the next begins, degrees; between the two of a pair nothing is sure. */
    private static final float[][] HUES = {{342, 372, RED}, {20, 42, ORANGE}, {47, 66, YELLOW}, {76, 160, GREEN}, {200, 255, BLUE},
            {265, 295, PURPLE}, {305, 332, PINK}};

    private static final int SIDE = 16;
    /** The share of the box, each way, that is looked at: its rim is mostly ground. */
    private static final float INNER = 0.6f;
    private static final int FRAMES = 4;
    /** Ground and glass are seldom red: less of a hue will do than of black or white. */
    private static final float SHARE_OF_HUE = 0.25f;
    private static final float SHARE = 0.55f;
    private static final float LEAD = 1.8f;

    private final float[] votes = new float[NAMES.size()];
    private int frames;
    private int said = NONE;

    void look(Picture picture, Box box) {
        if (said != NONE) {
            return;
        }
        float across = box.width() * (1 - INNER) / 2;
        float down = box.height() * (1 - INNER) / 2;
        byte[] rgb = picture.part(new Box(box.left() + across, box.top() + down, box.right() - across, box.bottom() - down), SIDE, SIDE);
        for (int at = 0; at < rgb.length; at += 3) {
            int colour = of(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff);
            if (colour != NONE) {
                votes[colour] += 1f / (SIDE * SIDE);
            }
        }
        frames++;
        decide();
    }

    private void decide() {
        int best = 0;
        for (int i = 1; i < votes.length; i++) {
            best = i != GREY && votes[i] > votes[best] ? i : best;
        }
        boolean hue = best > WHITE;
        if (frames >= FRAMES && votes[best] >= (hue ? SHARE_OF_HUE : SHARE) * frames && votes[best] >= LEAD * others(best, hue)) {
            said = best;
        }
    }

    /** Most votes of any other word; for a hue those for grey don't count. */
    private float others(int best, boolean hue) {
        float most = 0;
        for (int i = 0; i < votes.length; i++) {
            most = i == best || hue && i == GREY ? most : Math.max(most, votes[i]);
        }
        return most;
    }

    /** A colour word; empty where none is sure. */
    String name() {
        return said == NONE ? "" : NAMES.get(said);
    }

    /** The word a pixel votes for: by lightness where it has hardly any colour, by hue where it has enough. */
    private static int of(int red, int green, int blue) {
        int value = Math.max(red, Math.max(green, blue));
        int chroma = value - Math.min(red, Math.min(green, blue));
        if (value < 45) {
            return BLACK;
        }
        float saturation = (float) chroma / value;
        if (saturation < 0.16f || chroma < 18) {
            return value < 55 ? BLACK : value < 160 ? GREY : value < 185 ? NONE : WHITE;
        }
        return saturation < 0.3f || chroma < 32 ? NONE : ofHue(hue(red, green, blue, value, chroma), value, saturation);
    }

    private static int ofHue(float hue, int value, float saturation) {
        for (float[] range : HUES) {
            if (hue >= range[0] && hue <= range[1] || hue + 360 <= range[1]) {
                int colour = (int) range[2];
                boolean dull = colour == ORANGE && (value < 140 || saturation < 0.5f);
                boolean pale = colour == RED && saturation < 0.45f;
                return pale ? NONE : dull ? value < 140 ? BROWN : NONE : colour;
            }
        }
        return NONE;
    }

    private static float hue(int red, int green, int blue, int value, int chroma) {
        float sixth = value == red ? (float) (green - blue) / chroma + 6 : value == green ? (float) (blue - red) / chroma + 2
                : (float) (red - green) / chroma + 4;
        return 60 * sixth % 360;
    }

    void write(DataOutputStream out) throws IOException {
        for (float vote : votes) {
            out.writeFloat(vote);
        }
        out.writeInt(frames);
        out.writeInt(said);
    }

    static Colours read(DataInputStream in) throws IOException {
        Colours colours = new Colours();
        for (int i = 0; i < colours.votes.length; i++) {
            colours.votes[i] = in.readFloat();
        }
        colours.frames = in.readInt();
        colours.said = in.readInt();
        return colours;
    }
}
