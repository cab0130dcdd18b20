package dev.afterimage.flink.source;

import dev.afterimage.flink.parts.StreamRun;

import java.io.Serializable;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One stream and how far it has been read: the whole of a source's state.
 *
 * @param afterSeconds presentation time of the last frame emitted, seconds; negative before the first
 * @param nextIndex    index of the next frame
 * @param heardSeconds end of the sound emitted so far, seconds; negative before the first
 * @param incarnation  which of the streams that have had this name one after the other; {@link StreamRun#ANY} where that is not known
 * @param key          under which the steps behind the source keep the stream's state, see {@link StreamKey}; empty where that is not known
 */
public record VideoSplit(String stream, double afterSeconds, long nextIndex, double heardSeconds, long incarnation, String key)
        implements SourceSplit, Serializable {

    static VideoSplit unread(String stream, long incarnation, String key) {
        return new VideoSplit(stream, -1, 0, -1, incarnation, key);
    }

    /** Whether this is a position in the stream that is meant. */
    boolean belongsTo(long wanted) {
        return wanted == StreamRun.ANY || wanted == incarnation;
    }

    VideoSplit behind(Captured captured) {
        double heard = captured.sound().isEmpty() ? heardSeconds : captured.sound().get(captured.sound().size() - 1).endSeconds();
        return captured.frame() == null ? this
                : new VideoSplit(stream, captured.frame().seconds(), captured.frame().index() + 1, heard, incarnation, key);
    }

    VideoSplit behind(long frames, double seconds) {
        return new VideoSplit(stream, seconds, frames, Math.max(heardSeconds, seconds), incarnation, key);
    }

    VideoSplit under(String known) {
        return new VideoSplit(stream, afterSeconds, nextIndex, heardSeconds, incarnation, known);
    }

    @Override
    public String splitId() {
        return stream;
    }
}
