package dev.afterimage.model.graph;

/**
 * Cosines and sines of rotary position embedding (Su et al. 2021), half-split form: element i turns with element i + headDim / 2 by the angle
 * position * theta^(-2i / headDim). Angles are rounded to floats as in the models' training code; the strict functions give every machine the
 * same table, which is part of a pack's checksum.
 */
public final class RotaryTable {

    private final int half;
    private final float[] cosines; // (positions, half)
    private final float[] sines;   // (positions, half)

    public static RotaryTable of(LlamaShape shape) {
        return new RotaryTable(shape.ropeTheta(), shape.rotaryDim(), shape.headDim(), shape.contextLength());
    }

    /** @param rotaryDim elements of a head that turn; the others of {@code headDim} keep their place ({@link HeadPadding}) */
    RotaryTable(float theta, int rotaryDim, int headDim, int positions) {
        half = headDim / 2;
        cosines = new float[positions * half];
        sines = new float[positions * half];
        for (int i = 0; i < half; i++) {
            float frequency = i < rotaryDim / 2 ? (float) (1 / StrictMath.pow(theta, 2.0 * i / rotaryDim)) : 0;
            for (int position = 0; position < positions; position++) {
                float angle = position * frequency;
                cosines[position * half + i] = (float) StrictMath.cos(angle);
                sines[position * half + i] = (float) StrictMath.sin(angle);
            }
        }
    }

    float[] cosines() {
        return cosines;
    }

    float[] sines() {
        return sines;
    }

    /** Turns one head's vector of {@code source} from {@code from} on to its position, into {@code target} from {@code to} on. */
    public void rotate(float[] source, int from, int position, float[] target, int to) {
        int table = position * half;
        for (int i = 0; i < half; i++) {
            float a = source[from + i];
            float b = source[from + half + i];
            float cosine = cosines[table + i];
            float sine = sines[table + i];
            target[to + i] = a * cosine - b * sine;
            target[to + half + i] = b * cosine + a * sine;
        }
    }
}
