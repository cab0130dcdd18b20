package dev.afterimage.flink.source;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Hands each reader one stream at a time, so that a stalled camera holds up no other. */
final class VideoEnumerator implements SplitEnumerator<VideoSplit, List<VideoSplit>> {

    private final SplitEnumeratorContext<VideoSplit> context;
    private final Deque<VideoSplit> unassigned;

    VideoEnumerator(SplitEnumeratorContext<VideoSplit> context, List<VideoSplit> unassigned) {
        this.context = context;
        this.unassigned = new ArrayDeque<>(unassigned);
    }

    @Override
    public void start() {
        // Readers ask; there is nothing to discover.
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        VideoSplit next = unassigned.poll();
        if (next == null) {
            context.signalNoMoreSplits(subtask);
        } else {
            context.assignSplit(next, subtask);
        }
    }

    @Override
    public void addSplitsBack(List<VideoSplit> splits, int subtask) {
        splits.forEach(unassigned::addFirst);
    }

    @Override
    public void addReader(int subtask) {
        // A reader asks for its split when it starts.
    }

    @Override
    public List<VideoSplit> snapshotState(long checkpointId) {
        return new ArrayList<>(unassigned);
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
