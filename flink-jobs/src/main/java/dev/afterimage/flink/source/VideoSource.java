package dev.afterimage.flink.source;

import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.WantedStreams;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.util.List;

/**
 * Cameras and files as a Flink source (FLIP-27): one split a stream. Streams come and go while it runs ({@link WantedStreams}), so it has
 * no end.
 */
public class VideoSource implements Source<Captured, VideoSplit, List<VideoSplit>> {

    private static final long serialVersionUID = 1L;

    private final PartsProvider parts;

    protected VideoSource(PartsProvider parts) {
        this.parts = parts;
    }

    /** With as many subtasks as it had before, readers have the streams that they had. On a cluster there may be more of them, or fewer. */
    public static VideoSource of(PartsProvider parts) {
        return parts.servedVersion().isEmpty() ? new VideoSource(parts) : new Rescaled(parts);
    }

    /** Positions of a restored job are shared out by the keys of their streams, so that they come to where the streams' state is. */
    private static final class Rescaled extends VideoSource implements SupportsSplitReassignmentOnRecovery {

        private static final long serialVersionUID = 1L;

        Rescaled(PartsProvider parts) {
            super(parts);
        }
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<VideoSplit, List<VideoSplit>> createEnumerator(SplitEnumeratorContext<VideoSplit> context) {
        return new VideoEnumerator(context, parts, List.of());
    }

    @Override
    public SplitEnumerator<VideoSplit, List<VideoSplit>> restoreEnumerator(SplitEnumeratorContext<VideoSplit> context,
                                                                           List<VideoSplit> unassigned) {
        return new VideoEnumerator(context, parts, unassigned);
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
