package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Decoded frames to RGB24 as a person would see them: square pixels, upright (a phone notes how it was held), and no side longer than
 * a given length. The frames' own colour space and range are honoured, and a change of size in the middle of a stream is followed.
 */
final class PictureConverter implements AutoCloseable {

    private final int longestSide;
    private final int clockwiseQuarters;
    private final SwsContext scaler = sws_alloc_context();
    private final AVFrame target = avutil.av_frame_alloc();

    PictureConverter(AVStream stream, int longestSide) {
        this.longestSide = longestSide;
        this.clockwiseQuarters = clockwiseQuarters(stream);
        // No accuracy flags: like FFmpeg's own tools and OpenCV, through which detectors were measured, and several times as fast.
        scaler.flags(SWS_BICUBIC);
    }

    Picture convert(AVFrame source) throws MediaException {
        int[] size = size(source.width(), source.height(), source.sample_aspect_ratio(), longestSide);
        target.format(avutil.AV_PIX_FMT_RGB24).width(size[0]).height(size[1]);
        try {
            int code = sws_scale_frame(scaler, target, source);
            if (code < 0) {
                throw new MediaException(MediaException.Reason.NOT_MEDIA, "its pictures cannot be turned to RGB: " + MediaException.text(code));
            }
            return packed(size[0], size[1]).turned(clockwiseQuarters);
        } finally {
            avutil.av_frame_unref(target);
        }
    }

    /** swscale pads its rows for its own speed; ours have no padding. */
    private Picture packed(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        BytePointer rows = target.data(0);
        int stride = target.linesize(0);
        for (int y = 0; y < height; y++) {
            rows.position((long) y * stride).get(rgb, y * width * 3, width * 3);
        }
        return new Picture(width, height, rgb);
    }

    /** (width, height) with square pixels within the bound; never enlarged along the height. */
    private static int[] size(int width, int height, AVRational pixelShape, int longestSide) {
        double shape = pixelShape.num() > 0 && pixelShape.den() > 0 ? (double) pixelShape.num() / pixelShape.den() : 1;
        double scale = Math.min(1, longestSide / Math.max(width * shape, height));
        return new int[] {Math.max(1, (int) Math.round(width * shape * scale)), Math.max(1, (int) Math.round(height * scale))};
    }

    private static int clockwiseQuarters(AVStream stream) {
        AVPacketSideData matrix = avcodec.av_packet_side_data_get(stream.codecpar().coded_side_data(),
                stream.codecpar().nb_coded_side_data(), avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        if (Pointer.isNull(matrix)) {
            return 0;
        }
        double anticlockwise = avutil.av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(anticlockwise) ? 0 : Math.floorMod((int) Math.round(-anticlockwise / 90), 4);
    }

    /** (width, height) that pictures of this stream will have, as far as its header tells. */
    int[] expectedSize(AVStream stream) {
        int[] size = size(stream.codecpar().width(), stream.codecpar().height(), stream.codecpar().sample_aspect_ratio(), longestSide);
        return clockwiseQuarters % 2 == 0 ? size : new int[] {size[1], size[0]};
    }

    @Override
    public void close() {
        avutil.av_frame_free(target);
        sws_free_context(scaler);
    }
}
