package dev.afterimage.ingest.recording;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Gives pictures without a time the one that their neighbours and the frame rate tell: the first one over RTSP has none, and it is the key
 * frame; raw streams have none at all.
 */
final class MissingTimes implements AutoCloseable {

    private final long frameTicks;
    private AVPacket first;
    private long last = avutil.AV_NOPTS_VALUE;

    MissingTimes(AVStream video) {
        AVRational rate = video.avg_frame_rate();
        double fps = rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 25;
        frameTicks = Math.max(1, Math.round(video.time_base().den() / (fps * video.time_base().num())));
    }

    /** Hands on a picture, and before it one that was waiting for its time. */
    void fill(AVPacket packet, Consumer<AVPacket> then) {
        long time = packet.dts() == avutil.AV_NOPTS_VALUE ? packet.pts() : packet.dts();
        if (time == avutil.AV_NOPTS_VALUE && last == avutil.AV_NOPTS_VALUE && first == null) {
            first = av_packet_clone(packet);
            return;
        }
        if (first != null) {
            handFirst(time == avutil.AV_NOPTS_VALUE ? 0 : time - frameTicks, then);
        }
        if (time == avutil.AV_NOPTS_VALUE) {
            time = last + frameTicks;
            packet.pts(time).dts(time);
        }
        last = time;
        then.accept(packet);
    }

    private void handFirst(long time, Consumer<AVPacket> then) {
        AVPacket waited = first;
        first = null;
        waited.pts(time).dts(time);
        last = time;
        then.accept(waited);
        av_packet_free(waited);
    }

    @Override
    public void close() {
        if (first != null) {
            av_packet_free(first);
            first = null;
        }
        last = avutil.AV_NOPTS_VALUE;
    }
}
