package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/**
 * Packets of one stream to frames, video or sound alike. The frame is reused: it holds until the next {@link #receive}. Where {@link
 * GpuDecoding} gives a decoder it is used, and the CPU's as soon as it cannot open the stream or decode its first packet: not every GPU
 * knows every profile.
 */
final class Decoder implements AutoCloseable {

    private final AVStream stream;
    private final int threads;
    private final AVFrame frame = avutil.av_frame_alloc();
    private AVCodecContext context;
    /** Whether a GPU decodes that has not shown yet that it can. */
    private boolean onTrial;

    Decoder(AVStream stream, int threads) throws MediaException {
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (Pointer.isNull(codec)) {
            throw new MediaException(MediaException.Reason.NOT_MEDIA, "its codec is unknown to this FFmpeg");
        }
        this.stream = stream;
        this.threads = threads;
        AVCodec gpu = GpuDecoding.decoder(stream.codecpar().codec_id());
        onTrial = gpu != null && open(gpu) >= 0;
        int code = onTrial ? 0 : open(codec);
        if (code < 0) {
            close();
            throw new MediaException(MediaException.Reason.NOT_MEDIA, "its codec cannot be opened: " + MediaException.text(code));
        }
    }

    private int open(AVCodec codec) {
        if (context != null) {
            avcodec_free_context(context);
        }
        context = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(context, stream.codecpar());
        context.pkt_timebase(stream.time_base());
        context.thread_count(threads);
        return avcodec_open2(context, codec, (AVDictionary) null);
    }

    int index() {
        return stream.index();
    }

    AVStream stream() {
        return stream;
    }

    /** FFmpeg's number of the codec that it decodes. */
    int codec() {
        return context.codec_id();
    }

    /** A broken packet is left out: what can be decoded after it still is. Null marks the end, so that delayed frames come out. */
    void send(AVPacket packet) {
        int code = avcodec_send_packet(context, packet);
        if (onTrial && code < 0 && code != avutil.AVERROR_EAGAIN()) {
            onTrial = false;
            open(avcodec_find_decoder(stream.codecpar().codec_id()));
            avcodec_send_packet(context, packet);
        }
    }

    /** Whether one more frame came out. */
    boolean receive() {
        boolean received = avcodec_receive_frame(context, frame) == 0;
        onTrial &= !received;
        return received;
    }

    AVFrame frame() {
        return frame;
    }

    /** Forgets what was sent, after a seek. */
    void forget() {
        avcodec_flush_buffers(context);
    }

    /** Presentation time in ticks of the stream's time base; {@link avutil#AV_NOPTS_VALUE} when the container has none. */
    long ticks() {
        return frame.best_effort_timestamp();
    }

    /** As the coded pictures tell it; 0/1 where they do not. */
    AVRational framesPerSecond() {
        return context.framerate();
    }

    double seconds(long ticks) {
        return ticks * (double) stream.time_base().num() / stream.time_base().den();
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec_free_context(context);
    }
}
