package dev.afterimage.ingest.recording;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.afterimage.ingest.media.DecodedPicture;
import dev.afterimage.ingest.media.MediaException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/** Pictures of codecs that no browser plays (MJPEG, MPEG-2, MPEG-4 Visual) to H.264. */
final class PictureEncoder implements AutoCloseable {

    private static final double BITS_PER_PIXEL = 2.5;
    private static final int LEAST_BITS = 400_000;
    private static final int KEY_EVERY = 100;

    private final int width;
    private final int height;
    private final Encoder encoder;
    private final SwsContext converter;
    private final AVFrame rgb;
    private final AVFrame yuv;
    private double last = Double.NEGATIVE_INFINITY;

    PictureEncoder(int width, int height) throws MediaException {
        this.width = width;
        this.height = height;
        // H.264 in 4:2:0 has even sides.
        int evenWidth = Math.max(2, width & ~1);
        int evenHeight = Math.max(2, height & ~1);
        encoder = new Encoder("libopenh264", context -> context.width(evenWidth).height(evenHeight)
                .pix_fmt(avutil.AV_PIX_FMT_YUV420P).framerate(new AVRational().num(25).den(1)).gop_size(KEY_EVERY)
                .bit_rate(Math.max(LEAST_BITS, Math.round(evenWidth * evenHeight * BITS_PER_PIXEL))));
        converter = sws_alloc_context();
        rgb = av_frame_alloc();
        yuv = av_frame_alloc();
        converter.flags(SWS_BILINEAR);
        rgb.format(avutil.AV_PIX_FMT_RGB24).width(width).height(height);
        av_frame_get_buffer(rgb, 0);
        yuv.format(avutil.AV_PIX_FMT_YUV420P).width(evenWidth).height(evenHeight);
        av_frame_get_buffer(yuv, 0);
    }

    boolean fits(DecodedPicture picture) {
        return picture.width() == width && picture.height() == height;
    }

    Track track() {
        return encoder.track();
    }

    /** @param key whether it must be a key frame */
    void encode(double seconds, DecodedPicture picture, boolean key, Encoder.Sink sink) throws MediaException {
        if (seconds <= last) {
            return;
        }
        last = seconds;
        fill(picture.rgb());
        av_frame_make_writable(yuv);
        int code = sws_scale_frame(converter, yuv, rgb);
        if (code < 0) {
            throw new MediaException(MediaException.Reason.FAILED, "a picture cannot be converted: " + MediaException.describe(code));
        }
        yuv.pts(Times.micros(seconds));
        yuv.pict_type(key ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
        encoder.encode(yuv, sink);
    }

    private void fill(byte[] packed) {
        av_frame_make_writable(rgb);
        BytePointer rows = rgb.data(0);
        for (int y = 0; y < height; y++) {
            rows.position((long) y * rgb.linesize(0)).put(packed, y * width * 3, width * 3);
        }
    }

    @Override
    public void close() {
        encoder.close();
        av_frame_free(rgb);
        av_frame_free(yuv);
        sws_free_context(converter);
    }
}
