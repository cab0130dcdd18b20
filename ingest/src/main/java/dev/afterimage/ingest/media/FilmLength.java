package dev.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** How long one round of a looping file is. Read from the packets, without decoding, since headers are often off by a frame. */
public final class FilmLength {

    private FilmLength() { }

    /** Seconds from the first picture's beginning to the last one's end. */
    public static double of(Input input, Interrupt interrupt) throws MediaException {
        AVPacket packet = av_packet_alloc();
        try (Container container = Container.open(input, interrupt)) {
            AVStream video = container.video();
            long begin = Long.MAX_VALUE;
            long end = Long.MIN_VALUE;
            while (av_read_frame(container.context(), packet) >= 0) {
                long start = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
                boolean shown = packet.stream_index() == video.index() && (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0;
                if (shown && start != avutil.AV_NOPTS_VALUE) {
                    begin = Math.min(begin, start);
                    end = Math.max(end, start + Math.max(packet.duration(), 1));
                }
                av_packet_unref(packet);
            }
            if (end <= begin) {
                throw new MediaException(MediaException.Reason.NOT_MEDIA, "its pictures have no times, so it cannot be looped");
            }
            return (end - begin) * (double) video.time_base().num() / video.time_base().den();
        } finally {
            av_packet_free(packet);
        }
    }
}
