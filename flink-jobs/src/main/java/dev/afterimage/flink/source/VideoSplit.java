package dev.afterimage.flink.source;

import java.io.Serializable;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One stream and how far it has been read: the whole of a source's state.
 *
 * @param afterSeconds presentation time of the last frame emitted, seconds; negative before the first
 * @param nextIndex    index of the next frame
 * @param heardSeconds end of the sound emitted so far, seconds; negative before the first
 */
public record VideoSplit(String stream, double afterSeconds, long nextIndex, double heardSeconds) implements SourceSplit, Serializable {

    static VideoSplit unread(String stream) {
        return new VideoSplit(stream, -1, 0, -1);
    }

    @Override
    public String splitId() {
        return stream;
    }
}
