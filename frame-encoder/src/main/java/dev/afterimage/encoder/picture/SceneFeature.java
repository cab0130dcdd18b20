package dev.afterimage.encoder.picture;

import dev.afterimage.core.model.Network;
import java.util.Map;

/** EfficientNet-Lite0's mean over its last map: what the scene looks like as a whole. */
public final class SceneFeature {

    public static final int SIZE = 1280;
    private static final int SIDE = 224;

    private final Network network;

    public SceneFeature(Network network) {
        this.network = network;
    }

    /** @return (1280), L2-normalised */
    public float[] of(Picture picture) {
        float[] input = Planes.of(picture.stretched(SIDE, SIDE), 127, 128);
        float[] feature = network.run(Map.of("image", new Network.Tensor(input, 1, 3, SIDE, SIDE))).get("feature").data();
        return normalised(feature);
    }

    /** Cosine of two normalised features. */
    public static float cosine(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    static float[] normalised(float[] vector) {
        float[] unit = new float[vector.length];
        double length = Math.sqrt(cosine(vector, vector));
        for (int i = 0; i < unit.length; i++) {
            unit[i] = length == 0 ? 0 : (float) (vector[i] / length);
        }
        return unit;
    }
}
