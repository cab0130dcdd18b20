package dev.afterimage.ingest.media;

/** Takes decoded sound: mono, 16 kHz, signed 16 bit. */
@FunctionalInterface
public interface SoundSink {

    /** @param seconds presentation time of the first sample, counted from the first picture; may be negative */
    void accept(double seconds, short[] samples);
}
