package dev.afterimage.flink.source;

import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.StreamRun;
import dev.afterimage.flink.parts.WantedStreams;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    /** Subtask to the streams whose positions it was given since it began. */
    private final Map<Integer, Set<String>> given = new HashMap<>();
    /** Number of a run to the subtask that was told to watch it. */
    private final Map<Long, Integer> assigned = new HashMap<>();
    private final Set<Long> toldToLeave = new HashSet<>();
    /** Positions that wait for the reader that they belong to. */
    private final List<VideoSplit> unassigned = new ArrayList<>();
    private final Runnable onChange = this::bringInLineSoon;

    /** @param unassigned positions that no reader had when the job's state was written */
    VideoEnumerator(SplitEnumeratorContext<VideoSplit> context, PartsProvider parts, List<VideoSplit> unassigned) {
        this.context = context;
        this.parts = parts;
        this.streams = parts.wanted();
        this.unassigned.addAll(unassigned);
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
            held.get(subtask).addAll(given.getOrDefault(subtask, Set.of()));
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

    /** Positions that were given to a reader that is gone, after the checkpoint from which it begins again. */
    @Override
    public void addSplitsBack(List<VideoSplit> splits, int subtask) {
        unassigned.addAll(splits);
    }

    /** It tells what it holds; where positions are shared out anew, it holds nothing yet, and these are those that it was restored with. */
    @Override
    public void addReader(int subtask) {
        List<VideoSplit> reported = context.registeredReaders().get(subtask).getReportedSplitsOnRegistration();
        for (VideoSplit split : reported) {
            unassigned.removeIf(back -> back.stream().equals(split.stream()));
            // Of versions that did not write the key down: it is the one that this subtask gives.
            unassigned.add(split.key().isEmpty()
                    ? split.under(StreamKey.of(split.stream(), subtask, context.currentParallelism())) : split);
        }
        given.remove(subtask);
        giveOut();
    }

    private void giveOut() {
        for (VideoSplit split : List.copyOf(unassigned)) {
            int owner = StreamKey.subtask(split.key(), context.currentParallelism());
            if (context.registeredReaders().containsKey(owner)) {
                unassigned.remove(split);
                given.computeIfAbsent(owner, none -> new HashSet<>()).add(split.stream());
                Optional.ofNullable(held.get(owner)).ifPresent(streamsHeld -> streamsHeld.add(split.stream()));
                context.assignSplit(split, owner);
            }
        }
    }

    @Override
    public List<VideoSplit> snapshotState(long checkpointId) {
        return List.copyOf(unassigned);
    }

    @Override
    public void close() {
        streams.offChange(onChange);
    }
}
