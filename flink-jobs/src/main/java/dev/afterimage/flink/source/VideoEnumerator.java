package dev.afterimage.flink.source;

import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.StreamRun;
import dev.afterimage.flink.parts.WantedStreams;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

/**
 * Shares the wanted streams out among the subtasks, and takes back those that are no longer wanted. A stream goes where its state is, or
 * else to the subtask that watches the fewest. All of it runs in the coordinator's thread.
 */
final class VideoEnumerator implements SplitEnumerator<VideoSplit, List<VideoSplit>> {

    private static final Logger LOG = LoggerFactory.getLogger(VideoEnumerator.class);

    private final SplitEnumeratorContext<VideoSplit> context;
    private final PartsProvider parts;
    private final WantedStreams streams;
    /** Subtask to the streams that it has state of; only of readers that have told. */
    private final Map<Integer, Set<String>> held = new HashMap<>();
    /** Number of a run to the subtask that was told to watch it. */
    private final Map<Long, Integer> assigned = new HashMap<>();
    private final Set<Long> toldToLeave = new HashSet<>();
    private final Runnable onChange = this::bringInLineSoon;

    VideoEnumerator(SplitEnumeratorContext<VideoSplit> context, PartsProvider parts) {
        this.context = context;
        this.parts = parts;
        this.streams = parts.wanted();
    }

    @Override
    public void start() {
        streams.onChange(onChange);
        long period = parts.looksUpEvery().toMillis();
        if (period > 0) {
            context.callAsync(this::lookUp, (done, failure) -> { }, 0, period);
        }
    }

    /** What cannot be read now may be readable the next time; meanwhile everything stays as it is. */
    private Void lookUp() {
        try {
            parts.lookUp();
        } catch (RuntimeException unreadable) {
            LOG.warn("what is to be watched could not be looked up: {}", unreadable.getMessage());
        }
        return null;
    }

    /** A reader has begun, perhaps again after a failure: it watches nothing. */
    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof Messages.Holds holds) {
            held.put(subtask, new HashSet<>(holds.streams()));
            assigned.values().removeIf(to -> to == subtask);
            bringInLine();
        } else if (event instanceof Messages.Left left) {
            streams.left(left.run(), left.fault() == null ? null : left.fault().exception());
        }
    }

    private void bringInLineSoon() {
        try {
            context.runInCoordinatorThread(this::bringInLine);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the job is over: {}", closed.getMessage());
        }
    }

    private void bringInLine() {
        takeBack();
        if (held.size() < context.currentParallelism()) {
            return;
        }
        streams.taken();
        streams.forgotten().forEach(this::forget);
        streams.wanted().stream().filter(run -> !assigned.containsKey(run.number())).forEach(this::assign);
    }

    private void takeBack() {
        Set<Long> known = new HashSet<>(streams.wanted().stream().map(StreamRun::number).toList());
        for (StreamRun run : streams.leaving()) {
            known.add(run.number());
            Integer to = assigned.get(run.number());
            if (to == null || toldToLeave.add(run.number()) && !sent(to, new Messages.Leave(run.stream().name(), run.number()))) {
                streams.left(run.number(), null);
            }
        }
        assigned.keySet().retainAll(known);
        toldToLeave.retainAll(known);
    }

    private void assign(StreamRun run) {
        int subtask = subtaskFor(run.stream().name());
        if (held.containsKey(subtask) && sent(subtask, new Messages.Watch(run.settings(), run.number(), run.incarnation()))) {
            held.get(subtask).add(run.stream().name());
            assigned.put(run.number(), subtask);
        }
    }

    private int subtaskFor(String stream) {
        return held.keySet().stream().filter(subtask -> held.get(subtask).contains(stream)).findFirst()
                .orElseGet(() -> IntStream.range(0, context.currentParallelism()).boxed()
                        .min(Comparator.comparing(this::load)).orElse(0));
    }

    private long load(int subtask) {
        return assigned.values().stream().filter(to -> to == subtask).count();
    }

    private void forget(String stream) {
        for (int subtask : List.copyOf(held.keySet())) {
            if (held.get(subtask).remove(stream)) {
                sent(subtask, new Messages.Forget(stream));
            }
        }
    }

    /** A reader that is gone begins again, and tells so. */
    private boolean sent(int subtask, SourceEvent event) {
        boolean there = context.registeredReaders().containsKey(subtask);
        if (there) {
            context.sendEventToSourceReader(subtask, event);
        } else {
            held.remove(subtask);
        }
        return there;
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        // Readers ask for nothing: they are told.
    }

    @Override
    public void addSplitsBack(List<VideoSplit> splits, int subtask) {
        // Readers are given streams, not splits; their positions come back to them from the checkpoint.
    }

    @Override
    public void addReader(int subtask) {
        // It tells what it holds.
    }

    @Override
    public List<VideoSplit> snapshotState(long checkpointId) {
        return List.of();
    }

    @Override
    public void close() {
        streams.offChange(onChange);
    }
}
