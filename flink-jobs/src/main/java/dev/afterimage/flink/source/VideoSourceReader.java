package dev.afterimage.flink.source;

import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;

import java.util.Map;

/** Reads one split at a time; its position moves on with every frame emitted. */
final class VideoSourceReader extends SingleThreadMultiplexSourceReaderBase<Captured, Captured, VideoSplit, VideoSourceReader.Position> {

    private final CaptureSplitReader splitReader;

    VideoSourceReader(CaptureSplitReader splitReader, SourceReaderContext context) {
        super(() -> splitReader, VideoSourceReader::emit, context.getConfiguration(), context);
        this.splitReader = splitReader;
    }

    /** Splits restored from a checkpoint arrive before this, so only an idle reader asks. */
    @Override
    public void start() {
        super.start();
        if (getNumberOfCurrentlyAssignedSplits() == 0) {
            context.sendSplitRequest();
        }
    }

    @Override
    protected void onSplitFinished(Map<String, Position> finished) {
        context.sendSplitRequest();
    }

    @Override
    protected Position initializedState(VideoSplit split) {
        return new Position(split);
    }

    @Override
    protected VideoSplit toSplitType(String splitId, Position position) {
        return position.split;
    }

    @Override
    public void close() throws Exception {
        splitReader.stop();
        super.close();
    }

    private static void emit(Captured captured, SourceOutput<Captured> output, Position position) {
        if (captured.frame() != null) {
            position.split = new VideoSplit(captured.stream(), captured.frame().seconds(), captured.frame().index() + 1, heard(captured, position.split));
        }
        output.collect(captured);
    }

    private static double heard(Captured captured, VideoSplit before) {
        return captured.sound().isEmpty() ? before.heardSeconds() : captured.sound().get(captured.sound().size() - 1).endSeconds();
    }

    /** The split as read so far. */
    static final class Position {
        private VideoSplit split;

        Position(VideoSplit split) {
            this.split = split;
        }
    }
}
