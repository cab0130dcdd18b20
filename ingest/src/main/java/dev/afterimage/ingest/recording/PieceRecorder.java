package dev.afterimage.ingest.recording;

import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.media.MediaException;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** One piece on its way to the disk. */
final class PieceRecorder {

    /** A piece ends with the first key frame after this, seconds. */
    private static final double LENGTH = 8;
    /** Where no key frame comes, it ends all the same: what is being written is never removed, and a cut holds what leads up to it. */
    private static final double LONGEST = 300;
    private static final long MOST_BYTES = 256L << 20;
    /** What a killed process loses at most, seconds; and after how many bytes a fragment ends sooner. */
    private static final double FRAGMENT = 1;
    private static final long FRAGMENT_BYTES = 2 << 20;

    private final double start;
    private final Mp4 mp4;
    private final boolean hasSound;
    private final Recordings.Writer writer;
    private double fragmentFrom;
    private long fragmentBytes;
    private long bytes;
    private boolean stored;

    /** @param sound null for none */
    PieceRecorder(Recordings recordings, StreamId stream, double seconds, Track video, Track sound) throws MediaException {
        // Files are named in milliseconds.
        this.start = Math.max(0, Math.floor(seconds * 1000) / 1000);
        this.hasSound = sound != null;
        this.mp4 = Mp4.inFragments(hasSound ? List.of(video, sound) : List.of(video));
        try {
            this.writer = recordings.begin(stream, start);
        } catch (RuntimeException refused) {
            mp4.close();
            throw refused;
        }
        this.fragmentFrom = start;
    }

    boolean isLongEnough(double seconds) {
        return seconds - start >= LENGTH;
    }

    boolean isTooLong(double seconds) {
        return seconds - start >= LONGEST || bytes >= MOST_BYTES;
    }

    /** Whether some of it lies on the disk. */
    boolean stored() {
        return stored;
    }

    /** @param packet in microseconds of the stream */
    void video(AVPacket packet) throws MediaException {
        endFragmentAt(packet.pts() / 1e6, FRAGMENT);
        write(0, packet);
    }

    void sound(AVPacket packet) throws MediaException {
        if (hasSound) {
            // A fragment ends with a picture, unless none comes for long.
            endFragmentAt(packet.pts() / 1e6, LENGTH);
            write(1, packet);
        }
    }

    private void endFragmentAt(double seconds, double after) throws MediaException {
        if (seconds - fragmentFrom >= after || fragmentBytes >= FRAGMENT_BYTES) {
            append(mp4.take());
            fragmentFrom = seconds;
            fragmentBytes = 0;
        }
    }

    private void write(int track, AVPacket packet) throws MediaException {
        fragmentBytes += packet.size();
        bytes += packet.size();
        long shift = -Times.micros(start);
        Times.shift(packet, shift);
        try {
            mp4.write(track, packet);
        } finally {
            Times.shift(packet, -shift);
        }
    }

    private void append(byte[] fragments) {
        if (fragments.length > 0) {
            writer.append(fragments, start + mp4.end());
            stored = true;
        }
    }

    void close() throws MediaException {
        try (writer; mp4) {
            append(mp4.finish());
        }
    }

    /** What was appended stays. */
    void abandon() {
        try {
            mp4.close();
        } finally {
            writer.close();
        }
    }
}
