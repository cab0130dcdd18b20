package dev.afterimage.ingest.media;

import java.util.HashMap;
import java.util.Map;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Lets times run on where a container's clock jumps back: in recordings that were joined, at a DVD's cells, at discontinuities of HLS.
 * What follows is put behind what came before. The streams of a container jump one after the other, by the same time.
 */
final class Continuity {

    /** A jump back by less than this is disorder, seconds. */
    private static final double NOTABLE = 0.5;
    /** Two streams whose offsets put them nearer than this belong to the same jump, seconds. */
    private static final double SAME = 1;

    private final Map<Integer, Track> tracks = new HashMap<>();
    private double shared;
    private int jumps;

    private static final class Track {
        private double offset;
        private double end = Double.NaN;
    }

    /** Corrects the packet's times. @return how far they were put off, seconds */
    double correct(AVPacket packet, AVRational base) {
        long ticks = packet.dts() == avutil.AV_NOPTS_VALUE ? packet.pts() : packet.dts();
        Track track = tracks.computeIfAbsent(packet.stream_index(), none -> new Track());
        if (ticks == avutil.AV_NOPTS_VALUE) {
            return track.offset;
        }
        double unit = (double) base.num() / base.den();
        double own = ticks * unit;
        if (own + track.offset < track.end - NOTABLE) {
            jump(track, own);
        }
        double length = packet.duration() > 0 ? packet.duration() * unit : 0;
        track.end = Double.isNaN(track.end) ? own + track.offset + length : Math.max(track.end, own + track.offset + length);
        move(packet, Math.round(track.offset / unit));
        return track.offset;
    }

    private void jump(Track track, double own) {
        if (shared <= track.offset || Math.abs(own + shared - track.end) > SAME) {
            shared = track.end - own;
            jumps++;
        }
        track.offset = shared;
    }

    private static void move(AVPacket packet, long by) {
        if (by == 0) {
            return;
        }
        if (packet.pts() != avutil.AV_NOPTS_VALUE) {
            packet.pts(packet.pts() + by);
        }
        if (packet.dts() != avutil.AV_NOPTS_VALUE) {
            packet.dts(packet.dts() + by);
        }
    }

    /** After a seek. */
    void forget() {
        tracks.values().forEach(track -> track.end = Double.NaN);
    }

    /** How often the clock jumped back. */
    int jumps() {
        return jumps;
    }
}
