package dev.afterimage.core.frame;

/**
 * A stretch of a stream's sound.
 *
 * @param seconds presentation time of the first sample, from the stream's start
 * @param samples mono, 16 kHz, signed 16 bit
 */
public record Sound(double seconds, short[] samples) {

    public static final int SAMPLE_RATE = 16_000;

    /** Time behind the last sample. */
    public double endSeconds() {
        return seconds + (double) samples.length / SAMPLE_RATE;
    }
}
