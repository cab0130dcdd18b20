package dev.afterimage.ingest.recording;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;

import dev.afterimage.ingest.media.MediaException;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;

/** Frames to packets with times in microseconds of the stream. */
final class Encoder implements AutoCloseable {

    /** Takes a packet, which holds until it returns. */
    @FunctionalInterface
    interface Sink {
        void accept(AVPacket packet) throws MediaException;
    }

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final Track track;

    /** @param settings sets what the codec needs to know; the time base is microseconds */
    Encoder(String name, Consumer<AVCodecContext> settings) throws MediaException {
        AVCodec codec = avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            throw new MediaException(MediaException.Reason.FAILED, "this FFmpeg has no encoder " + name);
        }
        context = avcodec_alloc_context3(codec);
        context.time_base(new AVRational().num(1).den(1_000_000));
        context.thread_count(1);
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        settings.accept(context);
        int code = avcodec_open2(context, codec, (AVDictionary) null);
        if (code < 0) {
            track = null;
            close();
            throw new MediaException(MediaException.Reason.FAILED, "the encoder " + name + " cannot be opened: "
                    + MediaException.describe(code));
        }
        track = trackOf(context);
    }

    private static Track trackOf(AVCodecContext context) {
        AVCodecParameters parameters = avcodec_parameters_alloc();
        avcodec_parameters_from_context(parameters, context);
        try {
            return new Track(parameters, context.time_base(), new AVRational().num(1).den(1));
        } finally {
            avcodec_parameters_free(parameters);
        }
    }

    Track track() {
        return track;
    }

    void encode(AVFrame frame, Sink sink) throws MediaException {
        int code = avcodec_send_frame(context, frame);
        if (code < 0) {
            throw new MediaException(MediaException.Reason.FAILED, "a frame cannot be encoded: " + MediaException.describe(code));
        }
        while (avcodec_receive_packet(context, packet) == 0) {
            try {
                sink.accept(packet);
            } finally {
                av_packet_unref(packet);
            }
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avcodec_free_context(context);
        if (track != null) {
            track.close();
        }
    }
}
