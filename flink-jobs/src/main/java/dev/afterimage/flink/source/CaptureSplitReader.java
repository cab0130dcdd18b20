package dev.afterimage.flink.source;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.Frame;
import dev.afterimage.core.FrameSource;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.flink.PartsProvider;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Reads one capture, a frame a fetch, on the fetcher's thread. */
final class CaptureSplitReader implements SplitReader<Captured, VideoSplit> {

    private final Map<String, SourceSettings> sources;
    private final PartsProvider parts;
    private VideoSplit split;
    private volatile FrameSource.Capture capture;
    private volatile boolean stopped;

    CaptureSplitReader(Map<String, SourceSettings> sources, PartsProvider parts) {
        this.sources = sources;
        this.parts = parts;
    }

    @Override
    public void handleSplitsChanges(SplitsChange<VideoSplit> change) {
        split = change.splits().get(0);
    }

    @Override
    public RecordsWithSplitIds<Captured> fetch() {
        RecordsBySplits.Builder<Captured> records = new RecordsBySplits.Builder<>();
        if (split == null || stopped) {
            return records.build();
        }
        String stream = split.stream();
        try {
            FrameSource.Capture open = capture();
            Frame frame = open.next();
            if (frame != null) {
                records.add(stream, Captured.of(frame, open.takeSound()));
                return records.build();
            }
            if (!stopped) {
                records.add(stream, Captured.rest(stream, open.takeSound()));
            }
        } catch (AfterimageException fault) {
            if (!stopped) {
                records.add(stream, Captured.failed(stream, fault));
            }
        }
        if (!stopped) {
            records.addFinishedSplit(stream);
            split = null;
        }
        close();
        return records.build();
    }

    private FrameSource.Capture capture() {
        if (capture == null) {
            SourceSettings settings = sources.get(split.stream());
            double missed = missed(settings);
            capture = parts.parts().frames().open(settings, Math.max(split.afterSeconds(), missed), split.nextIndex(), Math.max(split.heardSeconds(), missed));
        }
        return capture;
    }

    /** A camera goes on while nobody watches: a stream taken up again goes on at the wall clock's time. */
    private double missed(SourceSettings settings) {
        if (!settings.network() || split.nextIndex() == 0) {
            return -1;
        }
        return parts.parts().store().stream(settings.stream())
                .map(info -> Duration.between(info.started(), Instant.now()).toMillis() / 1000.0).orElse(-1.0);
    }

    @Override
    public void wakeUp() {
        // A frame is due within one sampling interval, and a stalled source ends by its own time-out.
    }

    /** Breaks off a capture that blocks; called by another thread when the job ends. */
    void stop() {
        stopped = true;
        close();
    }

    @Override
    public void close() {
        FrameSource.Capture open = capture;
        capture = null;
        if (open != null) {
            open.close();
        }
    }
}
