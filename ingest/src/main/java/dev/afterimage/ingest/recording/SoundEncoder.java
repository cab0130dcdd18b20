package dev.afterimage.ingest.recording;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import dev.afterimage.core.frame.Sound;
import dev.afterimage.ingest.media.MediaException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;

/** Sound that no browser plays (G.711 of cameras, PCM, AC-3) to AAC: mono, 16 kHz, as it is heard for speech. */
final class SoundEncoder implements AutoCloseable {

    /** Samples in a frame of AAC. */
    private static final int FRAME = 1024;
    private static final int BITS = 48_000;
    /** Sound that is this much off where it should be begins anew, seconds. */
    private static final double BREAK = 0.1;

    private final Encoder encoder;
    private final AVFrame frame;
    private final float[] samples = new float[FRAME];
    private int count;
    /** Time of the next sample, seconds; NaN before the first. */
    private double next = Double.NaN;

    SoundEncoder() throws MediaException {
        encoder = new Encoder("aac", context -> {
            context.sample_rate(Sound.SAMPLE_RATE).sample_fmt(avutil.AV_SAMPLE_FMT_FLTP).bit_rate(BITS);
            av_channel_layout_default(context.ch_layout(), 1);
        });
        frame = av_frame_alloc();
        frame.format(avutil.AV_SAMPLE_FMT_FLTP).sample_rate(Sound.SAMPLE_RATE).nb_samples(FRAME);
        av_channel_layout_default(frame.ch_layout(), 1);
        av_frame_get_buffer(frame, 0);
    }

    Track track() {
        return encoder.track();
    }

    void encode(double seconds, short[] heard, Encoder.Sink sink) throws MediaException {
        if (Double.isNaN(next) || Math.abs(seconds - next) > BREAK) {
            count = 0;
            next = seconds;
        }
        for (short sample : heard) {
            samples[count++] = sample / 32768f;
            if (count == FRAME) {
                emit(sink);
            }
        }
    }

    private void emit(Encoder.Sink sink) throws MediaException {
        av_frame_make_writable(frame);
        new FloatPointer(frame.data(0)).put(samples, 0, FRAME);
        frame.pts(Times.micros(next));
        next += (double) FRAME / Sound.SAMPLE_RATE;
        count = 0;
        encoder.encode(frame, sink);
    }

    /** What comes next does not follow. */
    void forget() {
        next = Double.NaN;
        count = 0;
    }

    @Override
    public void close() {
        encoder.close();
        av_frame_free(frame);
    }
}
