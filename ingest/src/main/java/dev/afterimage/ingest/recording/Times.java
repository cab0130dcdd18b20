package dev.afterimage.ingest.recording;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avutil;

/** Times of packets. */
final class Times {

    private Times() { }

    /**
     * Turns a packet's times into microseconds.
     *
     * @param offset seconds of the stream at second 0 of the container
     * @return false for a packet without any time, which is left as it is
     */
    static boolean toStream(AVPacket packet, Track track, double offset) {
        long pts = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (pts == avutil.AV_NOPTS_VALUE) {
            return false;
        }
        long dts = packet.dts() == avutil.AV_NOPTS_VALUE ? pts : packet.dts();
        packet.pts(micros(track.seconds(pts) + offset));
        packet.dts(micros(track.seconds(dts) + offset));
        packet.duration(Math.max(0, micros(track.seconds(packet.duration()))));
        return true;
    }

    /** @param micros to be added */
    static void shift(AVPacket packet, long micros) {
        packet.pts(packet.pts() + micros);
        packet.dts(packet.dts() + micros);
    }

    static long micros(double seconds) {
        return Math.round(seconds * 1e6);
    }
}
