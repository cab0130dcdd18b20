package dev.afterimage.encoder.picture;

/** Interleaved bytes to the planes of floats that networks take. */
public final class Planes {

    private Planes() { }

    /**
     * @param interleaved (pixels, 3) bytes 0..255
     * @return (3, pixels) floats, {@code (value - mean) / deviation}
     */
    public static float[] of(byte[] interleaved, float mean, float deviation) {
        int pixels = interleaved.length / 3;
        float[] planes = new float[interleaved.length];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                planes[colour * pixels + pixel] = ((interleaved[pixel * 3 + colour] & 0xff) - mean) / deviation;
            }
        }
        return planes;
    }

    /**
     * The same with the colours in turn from B to R, as networks want that were trained on OpenCV's pictures.
     *
     * @param mean      of B, G and R
     * @param deviation of B, G and R
     */
    public static float[] reversed(byte[] interleaved, float[] mean, float[] deviation) {
        int pixels = interleaved.length / 3;
        float[] planes = new float[interleaved.length];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                planes[colour * pixels + pixel] = ((interleaved[pixel * 3 + 2 - colour] & 0xff) - mean[colour]) / deviation[colour];
            }
        }
        return planes;
    }
}
