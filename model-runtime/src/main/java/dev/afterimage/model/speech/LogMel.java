package dev.afterimage.model.speech;

import dev.afterimage.core.frame.Sound;
import java.util.Arrays;

/**
 * Whisper's picture of sound: 80 Slaney mel bands of 0 to 8000 Hz, every 10 ms over 25 ms, as logarithms within 8 decades of the loudest
 * (Radford et al. 2022). Used by one thread at a time.
 */
final class LogMel {

    static final int BANDS = 80;
    static final int FRAMES = 3000;
    /** Samples of one window, 30 s. */
    static final int SAMPLES = 30 * Sound.SAMPLE_RATE;

    private static final int SIZE = 400;
    private static final int HOP = 160;
    private static final int BINS = SIZE / 2 + 1;
    private static final double FLOOR = 1e-10;

    private final Fourier fourier = new Fourier(SIZE);
    private final double[] hann = new double[SIZE];
    private final double[][] filters = filters(); // (bands, bins)
    private final double[] frame = new double[SIZE];
    private final double[] real = new double[SIZE];
    private final double[] imaginary = new double[SIZE];

    LogMel() {
        for (int i = 0; i < SIZE; i++) {
            hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / SIZE);
        }
    }

    /**
     * @param samples -1..1, at most 30 s; silence is added up to them
     * @return (bands, frames)
     */
    float[] of(float[] samples) {
        double[] mel = new double[BANDS * FRAMES];
        Arrays.fill(mel, Math.log10(FLOOR));
        double loudest = Math.log10(FLOOR);
        // Frames wholly behind the last sample hold silence and need no transform.
        int heard = Math.min(FRAMES, (samples.length + SIZE / 2) / HOP + 1);
        for (int t = 0; t < heard; t++) {
            power(samples, t * HOP - SIZE / 2);
            for (int band = 0; band < BANDS; band++) {
                double value = Math.log10(Math.max(FLOOR, dot(filters[band])));
                mel[band * FRAMES + t] = value;
                loudest = Math.max(loudest, value);
            }
        }
        return scaled(mel, loudest - 8);
    }

    /** The power spectrum of one frame, left in {@link #real}. */
    private void power(float[] samples, int from) {
        for (int i = 0; i < SIZE; i++) {
            frame[i] = hann[i] * at(samples, from + i);
        }
        fourier.transform(frame, real, imaginary);
        for (int bin = 0; bin < BINS; bin++) {
            real[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
        }
    }

    /** Mirrored at both ends of the window. */
    private static float at(float[] samples, int index) {
        int mirrored = index < 0 ? -index : index >= SAMPLES ? 2 * SAMPLES - 2 - index : index;
        return mirrored < samples.length ? samples[mirrored] : 0;
    }

    private double dot(double[] filter) {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += filter[bin] * real[bin];
        }
        return sum;
    }

    private static float[] scaled(double[] mel, double least) {
        float[] scaled = new float[mel.length];
        for (int i = 0; i < mel.length; i++) {
            scaled[i] = (float) ((Math.max(mel[i], least) + 4) / 4);
        }
        return scaled;
    }

    /** Triangles between neighbours on the mel scale, of equal area. */
    private static double[][] filters() {
        double top = mel(Sound.SAMPLE_RATE / 2.0);
        double[] edges = new double[BANDS + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertz(top * i / (BANDS + 1));
        }
        double[][] filters = new double[BANDS][BINS];
        for (int band = 0; band < BANDS; band++) {
            for (int bin = 0; bin < BINS; bin++) {
                double frequency = (double) bin * Sound.SAMPLE_RATE / SIZE;
                double rising = (frequency - edges[band]) / (edges[band + 1] - edges[band]);
                double falling = (edges[band + 2] - frequency) / (edges[band + 2] - edges[band + 1]);
                filters[band][bin] = Math.max(0, Math.min(rising, falling)) * 2 / (edges[band + 2] - edges[band]);
            }
        }
        return filters;
    }

    /** Slaney's scale: linear up to 1000 Hz, logarithmic above. */
    private static double mel(double hertz) {
        return hertz < 1000 ? hertz * 3 / 200 : 15 + Math.log(hertz / 1000) * 27 / Math.log(6.4);
    }

    private static double hertz(double mel) {
        return mel < 15 ? mel * 200 / 3 : 1000 * Math.exp((mel - 15) * Math.log(6.4) / 27);
    }
}
