package dev.afterimage.ingest.media;

import java.util.Optional;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/**
 * Tells a film that ended from one that was cut off. FFmpeg ends both alike, so what was read is held against the container's index,
 * and whether the last pictures could be decoded; {@link DeclaredSize} adds what only the file's bytes tell. A format that promises
 * nothing (MPEG-TS, a raw stream) can only be seen to be cut when its last packet is broken.
 */
final class Completeness {

    /** Pictures missing at the end for this long are a fault, seconds; a broken last one or two are not worth one. */
    private static final double SLACK = 1.0;

    private final Container container;
    private int failure;
    private boolean lastBroken;
    private double lastVideoSeconds = Double.NEGATIVE_INFINITY;
    private double decodedSeconds = Double.NEGATIVE_INFINITY;

    Completeness(Container container) {
        this.container = container;
    }

    /** @param start presentation time of the packet on the container's own clock, seconds */
    void read(AVPacket packet, double start) {
        lastBroken = broken(packet);
        if ((packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) != 0) {
            return;
        }
        if (packet.stream_index() == container.video().index()) {
            lastVideoSeconds = Math.max(lastVideoSeconds, start);
        }
    }

    /** Whether FFmpeg could read only part of it. */
    static boolean broken(AVPacket packet) {
        return (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
    }

    void decoded(double seconds) {
        decodedSeconds = Math.max(decodedSeconds, seconds);
    }

    /** @param code with which reading ended */
    void ended(int code) {
        failure = code == avutil.AVERROR_EOF ? container.context().pb() == null ? 0 : container.context().pb().error() : code;
    }

    /** What is wrong with the end; empty when all that was promised came. */
    Optional<String> fault() {
        if (failure < 0 && failure != avutil.AVERROR_EOF) {
            return Optional.of("reading failed: " + MediaException.text(failure));
        }
        if (lastBroken) {
            return Optional.of("its last part is incomplete");
        }
        if (indexGoesOn()) {
            return Optional.of("its index names pictures after the last one that is there");
        }
        if (decodedSeconds < lastVideoSeconds - SLACK) {
            return Optional.of("its last pictures cannot be decoded");
        }
        return Optional.empty();
    }

    private boolean indexGoesOn() {
        AVStream video = container.video();
        int entries = avformat.avformat_index_get_entries_count(video);
        AVIndexEntry last = entries == 0 ? null : avformat.avformat_index_get_entry(video, entries - 1);
        return last != null && !Pointer.isNull(last)
                && last.timestamp() * (double) video.time_base().num() / video.time_base().den() > lastVideoSeconds + SLACK;
    }
}
