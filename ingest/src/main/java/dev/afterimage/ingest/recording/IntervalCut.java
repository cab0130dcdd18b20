package dev.afterimage.ingest.recording;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import dev.afterimage.ingest.media.MediaException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * One interval on its way from pieces into one MP4. It begins with the last key frame at or before the interval; what comes before the
 * interval has negative times, which players do not show; in a file of fragments they would.
 */
final class IntervalCut implements AutoCloseable {

    /** Makes the file, once it is known what it will hold. */
    @FunctionalInterface
    interface Opening {
        Mp4 open(List<Track> tracks) throws MediaException;
    }

    private final double from;
    private final double to;
    private final boolean exact;
    private final Opening opening;
    private final List<AVPacket> lead = new ArrayList<>();
    private double begin;
    private Track video;
    private Track sound;
    private Mp4 mp4;
    private boolean leading = true;
    private boolean soundFits;

    /** @param exact whether players can be told to leave out what leads up to the interval; else it is part of the video */
    IntervalCut(double from, double to, boolean exact, Opening opening) {
        this.exact = exact;
        this.from = from;
        this.to = to;
        this.opening = opening;
        this.begin = from;
    }

    double from() {
        return from;
    }

    double to() {
        return to;
    }

    /** Where the video begins, seconds of the stream. */
    double begin() {
        return begin;
    }

    /** Null before the first piece. */
    Mp4 mp4() {
        return mp4;
    }

    /** Whether the piece can go on in the same file. Its sound is left out where that alone is other. */
    boolean takes(PieceReader piece) throws MediaException {
        if (video == null) {
            begin = Math.max(from, piece.start());
            video = new Track(piece.video());
            sound = piece.sound() == null ? null : new Track(piece.sound());
            soundFits = sound != null;
            mp4 = opening.open(sound == null ? List.of(video) : List.of(video, sound));
            return true;
        }
        soundFits = sound != null && piece.sound() != null && sound.sameAs(piece.track(false));
        return video.sameAs(piece.track(true));
    }

    /** Takes a packet of the piece; false where there is no more of use. */
    boolean take(PieceReader piece, AVPacket packet) throws MediaException {
        boolean picture = packet.stream_index() == piece.video().index();
        if (!picture && !soundFits) {
            return true;
        }
        Times.toStream(packet, piece.track(picture), piece.start());
        if (packet.dts() >= Times.micros(to)) {
            return !picture;
        }
        if (packet.pts() < Times.micros(to)) {
            take(packet, picture);
        }
        return true;
    }

    private void take(AVPacket packet, boolean picture) throws MediaException {
        packet.stream_index(picture ? 0 : 1);
        long start = Times.micros(begin);
        if (!leading) {
            write(packet);
            return;
        }
        if (picture && (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0 && packet.pts() <= start) {
            forgetLead();
        }
        if (picture || packet.pts() + packet.duration() > start) {
            lead.add(av_packet_clone(packet));
        }
        if (picture && packet.pts() > start) {
            flush();
        }
    }

    /** Writes what led up to the interval. */
    void flush() throws MediaException {
        leading = false;
        if (!exact && !lead.isEmpty()) {
            begin = Math.min(begin, lead.get(0).pts() / 1e6);
        }
        for (AVPacket packet : lead) {
            write(packet);
        }
        forgetLead();
    }

    private void write(AVPacket packet) throws MediaException {
        Times.shift(packet, -Times.micros(begin));
        mp4.write(packet.stream_index(), packet);
    }

    private void forgetLead() {
        lead.forEach(packet -> av_packet_free(packet));
        lead.clear();
    }

    @Override
    public void close() {
        forgetLead();
        if (mp4 != null) {
            mp4.close();
        }
        if (video != null) {
            video.close();
        }
        if (sound != null) {
            sound.close();
        }
    }
}
