package dev.afterimage.flink.source;

import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.WantedStreams;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.util.List;

/**
 * Cameras and files as a Flink source (FLIP-27): one split a stream. Streams come and go while it runs ({@link WantedStreams}), so it has
 * no end.
 */
public final class VideoSource implements Source<Captured, VideoSplit, List<VideoSplit>> {

    private static final long serialVersionUID = 1L;

    private final PartsProvider parts;

    public VideoSource(PartsProvider parts) {
        this.parts = parts;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<VideoSplit, List<VideoSplit>> createEnumerator(SplitEnumeratorContext<VideoSplit> context) {
        return new VideoEnumerator(context, parts);
    }

    /** The readers keep all positions. */
    @Override
    public SplitEnumerator<VideoSplit, List<VideoSplit>> restoreEnumerator(SplitEnumeratorContext<VideoSplit> context,
                                                                           List<VideoSplit> none) {
        return createEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<VideoSplit> getSplitSerializer() {
        return new VideoSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<List<VideoSplit>> getEnumeratorCheckpointSerializer() {
        return new VideoSplitListSerializer();
    }

    @Override
    public SourceReader<Captured, VideoSplit> createReader(SourceReaderContext context) {
        return new VideoSourceReader(context, parts);
    }
}
