package dev.afterimage.model.vision;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Resizing with a filter as wide as the picture shrinks, in the arithmetic of Pillow: weights rounded to 22 bits, one
 * direction after the other, bytes in between. So it gives the reference's bytes, not just nearly.
 */
public enum Resampling {
    /** Numbers as in {@code PIL.Image.Resampling}. */
    NEAREST(0, 0, x -> 0),
    LANCZOS(1, 3, x -> Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0),
    BILINEAR(2, 1, x -> Math.max(0, 1 - Math.abs(x))),
    BICUBIC(3, 2, Resampling::cubic),
    BOX(4, 0.5, x -> x > -0.5 && x <= 0.5 ? 1 : 0),
    HAMMING(5, 1, Resampling::hamming);

    private static final int PRECISION = 22;

    private final int number;
    private final double support;
    private final DoubleUnaryOperator filter;

    Resampling(int number, double support, DoubleUnaryOperator filter) {
        this.number = number;
        this.support = support;
        this.filter = filter;
    }

    public static Optional<Resampling> of(int number) {
        for (Resampling resampling : values()) {
            if (resampling.number == number) {
                return Optional.of(resampling);
            }
        }
        return Optional.empty();
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** Keys' cubic with a = -0.5. */
    private static double cubic(double signed) {
        double x = Math.abs(signed);
        if (x < 1) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }

    private static double hamming(double signed) {
        double x = Math.abs(signed);
        return x >= 1 ? 0 : x == 0 ? 1 : sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x));
    }

    public Rgb resize(Rgb picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        if (this == NEAREST) {
            return nearest(picture, width, height);
        }
        // Pillow 13's rule; both orders round in between, so the order shows in single bytes.
        boolean columnsFirst = picture.height() > height && picture.height() - height > 2 * (picture.width() - width);
        return columnsFirst ? alongRows(alongColumns(picture, height), width) : alongColumns(alongRows(picture, width), height);
    }

    /** What of a line each element of the new line is made of. @param weights (elements, taps), fixed point */
    private record Taps(int[] from, int[] count, int taps, int[] weights) { }

    private Taps taps(int in, int out) {
        double scale = (double) in / out;
        double wide = Math.max(scale, 1);
        double reach = support * wide;
        int most = (int) Math.ceil(reach) * 2 + 1;
        int[] from = new int[out];
        int[] count = new int[out];
        int[] weights = new int[out * most];
        double[] line = new double[most];
        for (int i = 0; i < out; i++) {
            double center = (i + 0.5) * scale;
            from[i] = Math.max(0, (int) (center - reach + 0.5));
            count[i] = Math.min(in, (int) (center + reach + 0.5)) - from[i];
            double sum = 0;
            for (int t = 0; t < count[i]; t++) {
                line[t] = filter.applyAsDouble((t + from[i] - center + 0.5) * (1 / wide));
                sum += line[t];
            }
            for (int t = 0; t < count[i]; t++) {
                double weight = (sum == 0 ? line[t] : line[t] / sum) * (1 << PRECISION);
                weights[i * most + t] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
        }
        return new Taps(from, count, most, weights);
    }

    private Rgb alongRows(Rgb picture, int width) {
        if (picture.width() == width) {
            return picture;
        }
        Taps taps = taps(picture.width(), width);
        byte[] source = picture.data();
        byte[] target = new byte[width * picture.height() * 3];
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < width; x++) {
                int at = (y * picture.width() + taps.from[x]) * 3;
                int r = 1 << PRECISION - 1, g = r, b = r;
                for (int t = 0; t < taps.count[x]; t++, at += 3) {
                    int weight = taps.weights[x * taps.taps + t];
                    r += (source[at] & 0xff) * weight;
                    g += (source[at + 1] & 0xff) * weight;
                    b += (source[at + 2] & 0xff) * weight;
                }
                int to = (y * width + x) * 3;
                target[to] = clipped(r);
                target[to + 1] = clipped(g);
                target[to + 2] = clipped(b);
            }
        }
        return new Rgb(width, picture.height(), target);
    }

    private Rgb alongColumns(Rgb picture, int height) {
        if (picture.height() == height) {
            return picture;
        }
        Taps taps = taps(picture.height(), height);
        int row = picture.width() * 3;
        byte[] source = picture.data();
        byte[] target = new byte[row * height];
        int[] sums = new int[row];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 1 << PRECISION - 1);
            for (int t = 0; t < taps.count[y]; t++) {
                int weight = taps.weights[y * taps.taps + t];
                int at = (taps.from[y] + t) * row;
                for (int i = 0; i < row; i++) {
                    sums[i] += (source[at + i] & 0xff) * weight;
                }
            }
            for (int i = 0; i < row; i++) {
                target[y * row + i] = clipped(sums[i]);
            }
        }
        return new Rgb(picture.width(), height, target);
    }

    private static byte clipped(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
    }

    private static Rgb nearest(Rgb picture, int width, int height) {
        byte[] target = new byte[width * height * 3];
        double scaleX = (double) picture.width() / width;
        double scaleY = (double) picture.height() / height;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = ((int) ((y + 0.5) * scaleY) * picture.width() + (int) ((x + 0.5) * scaleX)) * 3;
                System.arraycopy(picture.data(), at, target, (y * width + x) * 3, 3);
            }
        }
        return new Rgb(width, height, target);
    }
}
