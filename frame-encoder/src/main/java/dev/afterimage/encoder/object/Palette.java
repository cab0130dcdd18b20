package dev.afterimage.encoder.object;

import java.util.List;

/** The colour words that a pixel may be called by, dark, pale and grey ones among them. */
final class Palette {

    static final List<String> NAMES = List.of("black", "grey", "white", "red", "orange", "yellow", "green", "blue", "purple", "pink",
            "brown", "light blue");
    static final int BLACK = 0;
    static final int GREY = 1;
    static final int WHITE = 2;
    static final int NONE = -1;

    private static final int RED = 3;
    private static final int ORANGE = 4;
    private static final int YELLOW = 5;
    private static final int GREEN = 6;
    static final int BLUE = 7;
    private static final int PURPLE = 8;
    private static final int PINK = 9;
    private static final int BROWN = 10;
    /** Pale and bright; with blue it is one hue. */
    static final int LIGHT_BLUE = 11;

    /** Where one hue ends and the next begins, degrees. */
    private static final float[][] HUES = {{-15, 12, RED}, {12, 42, ORANGE}, {42, 68, YELLOW}, {68, 172, GREEN}, {172, 258, BLUE},
        {258, 298, PURPLE}, {298, 345, PINK}};

    private Palette() { }

    /** @return an index of {@link #NAMES}, or {@link #NONE} for what people would not agree on: skin, dusk, washed-out hues */
    static int of(int red, int green, int blue) {
        int value = Math.max(red, Math.max(green, blue));
        int chroma = value - Math.min(red, Math.min(green, blue));
        float saturation = value == 0 ? 0 : (float) chroma / value;
        if (value < 48 || value < 72 && saturation < 0.35f) {
            return BLACK;
        }
        float hue = chroma == 0 ? 0 : hue(red, green, blue, value, chroma);
        boolean paleBlue = value >= 130 && hue >= 180 && hue <= 250 && saturation >= 0.14f;
        if (!paleBlue && (saturation < 0.16f || chroma < 20)) {
            return value < 165 ? GREY : value < 185 ? NONE : WHITE;
        }
        if (paleBlue) {
            return (value >= 165 || saturation < 0.3f) && saturation < 0.55f ? LIGHT_BLUE : BLUE;
        }
        return saturation < 0.28f || chroma < 28 ? NONE : hued(hue, value, saturation);
    }

    private static int hued(float hue, int value, float saturation) {
        for (float[] range : HUES) {
            if (hue >= range[0] && hue < range[1] || hue - 360 >= range[0] && hue - 360 < range[1]) {
                int colour = (int) range[2];
                if (colour == ORANGE) {
                    return value < 150 ? BROWN : saturation >= 0.6f ? ORANGE : NONE;
                }
                boolean wine = colour == PINK && value < 130;
                return colour == RED && saturation < 0.42f || wine && saturation < 0.45f ? NONE : wine ? RED : colour;
            }
        }
        return NONE;
    }

    private static float hue(int red, int green, int blue, int value, int chroma) {
        float sixth = value == red ? (float) (green - blue) / chroma + 6 : value == green ? (float) (blue - red) / chroma + 2
                : (float) (red - green) / chroma + 4;
        return 60 * sixth % 360;
    }
}
