package dev.afterimage.flink.source;

import dev.afterimage.core.SourceSettings;
import dev.afterimage.flink.PartsProvider;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cameras and files as a Flink source (FLIP-27): one split a stream. Bounded, since a file ends; a camera just takes for ever.
 */
public final class VideoSource implements Source<Captured, VideoSplit, List<VideoSplit>> {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, SourceSettings> sources = new LinkedHashMap<>();
    private final LinkedHashMap<String, VideoSplit> begun = new LinkedHashMap<>();
    private final PartsProvider parts;

    public VideoSource(List<SourceSettings> sources, PartsProvider parts) {
        sources.forEach(source -> this.sources.put(source.stream().name(), source));
        this.parts = parts;
    }

    /** Goes on behind what is known of a stream instead of at its start; a restored checkpoint overrides it. */
    public VideoSource goingOn(String stream, double afterSeconds, long nextIndex) {
        begun.put(stream, new VideoSplit(stream, afterSeconds, nextIndex, afterSeconds));
        return this;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<VideoSplit, List<VideoSplit>> createEnumerator(SplitEnumeratorContext<VideoSplit> context) {
        return new VideoEnumerator(context, sources.keySet().stream().map(stream -> begun.getOrDefault(stream, VideoSplit.unread(stream))).toList());
    }

    @Override
    public SplitEnumerator<VideoSplit, List<VideoSplit>> restoreEnumerator(SplitEnumeratorContext<VideoSplit> context,
                                                                           List<VideoSplit> unassigned) {
        return new VideoEnumerator(context, unassigned);
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
        return new VideoSourceReader(new CaptureSplitReader(Map.copyOf(sources), parts), context);
    }
}
