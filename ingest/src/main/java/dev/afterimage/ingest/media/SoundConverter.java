package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.swresample.swr_alloc;
import static org.bytedeco.ffmpeg.global.swresample.swr_close;
import static org.bytedeco.ffmpeg.global.swresample.swr_config_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_delay;
import static org.bytedeco.ffmpeg.global.swresample.swr_is_initialized;
import static org.bytedeco.ffmpeg.global.swresample.swr_set_matrix;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.ShortPointer;

import dev.afterimage.core.frame.Sound;

/** Decoded sound of any rate and layout to mono, 16 kHz, signed 16 bit. */
final class SoundConverter implements AutoCloseable {

    /** How much of two channels is heard: unequal parts, since equal ones would cancel where one channel is the other upside down. */
    private static final double[] UNEVEN = {0.7, 0.3};

    private final SwrContext resampler = swr_alloc();
    private final AVFrame target = avutil.av_frame_alloc();

    /** Seconds of sound that went in and has not come out yet; the next samples to come out are that much older. */
    double delay() {
        return swr_is_initialized(resampler) == 0 ? 0 : swr_get_delay(resampler, 1_000_000) / 1e6;
    }

    /** Null drains what is still inside. Empty when nothing came out, or the frame was too broken to use. */
    short[] convert(AVFrame source) {
        if (source == null && swr_is_initialized(resampler) == 0) {
            return new short[0];
        }
        if (run(source) < 0) {
            // The stream changed its rate or layout: begin again with the new one.
            swr_close(resampler);
            avutil.av_frame_unref(target);
            if (source == null || run(source) < 0) {
                avutil.av_frame_unref(target);
                return new short[0];
            }
        }
        short[] samples = new short[target.nb_samples()];
        new ShortPointer(target.data(0)).get(samples);
        avutil.av_frame_unref(target);
        return samples;
    }

    private int run(AVFrame source) {
        target.format(avutil.AV_SAMPLE_FMT_S16).sample_rate(Sound.SAMPLE_RATE);
        avutil.av_channel_layout_default(target.ch_layout(), 1);
        if (source != null && source.ch_layout().nb_channels() == 2 && swr_is_initialized(resampler) == 0) {
            int code = swr_config_frame(resampler, target, source);
            code = code < 0 ? code : swr_set_matrix(resampler, new DoublePointer(UNEVEN), UNEVEN.length);
            if (code < 0) {
                return code;
            }
        }
        return swr_convert_frame(resampler, target, source);
    }

    @Override
    public void close() {
        avutil.av_frame_free(target);
        swr_free(resampler);
    }
}
