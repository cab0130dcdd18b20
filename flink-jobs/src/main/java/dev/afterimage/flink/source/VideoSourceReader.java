package dev.afterimage.flink.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.flink.copies.TravellingStores;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.StreamLog;
import dev.afterimage.flink.parts.WantedStreams;
import dev.afterimage.flink.parts.WritePathParts;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads the streams of one subtask, in turn as their frames come. What goes wrong with one of them behind this, in the same chain, ends or
 * begins again that one alone: its position and its state move on only with a frame that has come through, so it goes on with the frame
 * at which it failed.
 */
final class VideoSourceReader implements SourceReader<Captured, VideoSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(VideoSourceReader.class);
    private static final Duration BEFORE_RESTART = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final SourceReaderContext context;
    private final WritePathParts parts;
    private final WantedStreams streams;
    private final Optional<StreamLog> log;
    private final Optional<TravellingStores> stores;
    private final ReadySteps<ReaderOutput<Captured>> steps = new ReadySteps<>();
    /** By stream, also of those that are not watched now. */
    private final Map<String, VideoSplit> positions = new HashMap<>();
    private final Map<String, Watched> watched = new HashMap<>();
    private boolean started;

    /** A stream that is being watched. */
    private static final class Watched {

        private final Messages.Watch order;
        private final String key;
        private CaptureReading reading;
        private final Restarts restarts = new Restarts();

        Watched(Messages.Watch order, String key) {
            this.order = order;
            this.key = key;
        }

        SourceSettings settings() {
            return order.settings();
        }

        String stream() {
            return settings().stream().name();
        }
    }

    VideoSourceReader(SourceReaderContext context, PartsProvider provider) {
        this.context = context;
        this.parts = provider.parts();
        this.streams = provider.wanted();
        this.log = provider.log();
        this.stores = provider.stores();
        provider.usedUntil(release -> context.getUserCodeClassLoader().registerReleaseHookIfAbsent("parts of the write path", release));
    }

    /** Positions restored from a checkpoint have come before this. */
    @Override
    public void start() {
        started = true;
        forgetDeleted();
        context.sendSourceEventToCoordinator(new Messages.Holds(List.copyOf(positions.keySet())));
    }

    private void forgetDeleted() {
        positions.keySet().stream().filter(stream -> !known(new StreamId(stream))).toList()
                .forEach(deleted -> steps.add(output -> forget(deleted, output)));
    }

    private boolean known(StreamId stream) {
        return parts.store().stream(stream).isPresent() || stores.filter(travelling -> travelling.knows(stream)).isPresent();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof Messages.Watch watch) {
            steps.add(output -> watch(watch, output));
        } else if (event instanceof Messages.Leave leave) {
            steps.add(output -> leave(leave, output));
        } else if (event instanceof Messages.Forget forget) {
            steps.add(output -> forget(forget.stream(), output));
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Captured> output) throws Exception {
        return steps.run(output) ? InputStatus.MORE_AVAILABLE : InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return steps.available();
    }

    private void watch(Messages.Watch order, ReaderOutput<Captured> output) throws Exception {
        Watched begun = new Watched(order, key(order.settings().stream().name()));
        Optional.ofNullable(watched.put(begun.stream(), begun)).ifPresent(before -> before.reading.stop());
        VideoSplit known = positions.get(begun.stream());
        boolean anew = known == null || !known.belongsTo(order.incarnation());
        try {
            stores.ifPresent(travelling -> travelling.bringBack(order.settings().stream()));
            if (log.isPresent() && !log.get().begins(order.settings())) {
                watched.remove(begun.stream());
                tellLeft(order.run(), null);
                return;
            }
            positions.put(begun.stream(), goingOn(order, anew ? VideoSplit.unread(begun.stream(), order.incarnation(), begun.key) : known));
        } catch (AfterimageException storeFailed) {
            watched.remove(begun.stream());
            tellLeft(order.run(), storeFailed);
            return;
        }
        begin(begun, anew, Duration.ZERO, output);
    }

    private void begin(Watched begun, boolean anew, Duration delay, ReaderOutput<Captured> output) throws Exception {
        begun.reading = new CaptureReading(begun.key, begun.settings(), positions.get(begun.stream()), parts,
                reading -> steps.add(out -> take(begun, reading, out)));
        passed(begun, output, chain -> {
            chain.collect(Captured.begins(begun.key, begun.settings(), anew));
            begun.reading.start(delay);
        });
    }

    /**
     * A file is replayed and gives the same blocks again. What a camera showed never comes back, and of a folder files may be gone, so such
     * a stream goes on behind what is stored, also where its position is older.
     */
    private VideoSplit goingOn(Messages.Watch order, VideoSplit position) {
        return parts.store().stream(order.settings().stream()).filter(StreamInfo::dated)
                .filter(info -> info.frames() > position.nextIndex())
                .map(info -> position.behind(info.frames(), info.lastSeconds())).orElse(position);
    }

    private void take(Watched of, CaptureReading reading, ReaderOutput<Captured> output) throws Exception {
        Captured captured = of.reading == reading ? reading.take() : null;
        if (captured == null || !passed(of, output, chain -> chain.collect(captured))) {
            return;
        }
        if (captured.kind() == Captured.Kind.ENDED) {
            positions.remove(of.stream());
            gone(of, null);
        } else {
            positions.computeIfPresent(of.stream(), (stream, position) -> position.behind(captured));
        }
    }

    /**
     * Whether all steps of the chain did it; if not, the stream begins again or is given up. Of errors, too, nothing is known but that this
     * stream met them: a library that is missing, or a frame for which there was no memory.
     */
    private boolean passed(Watched of, ReaderOutput<Captured> output, ReadySteps.Step<ReaderOutput<Captured>> step) throws Exception {
        try {
            step.run(output);
            return true;
        } catch (Exception | Error failure) {
            requireStreamsOwn(failure);
            failed(of, failure, output);
            return false;
        }
    }

    /** A task that is being cancelled fails wherever it is, and so does all in a Java machine that is broken. */
    private static void requireStreamsOwn(Throwable failure) throws Exception {
        if (Thread.currentThread().isInterrupted() || ExceptionUtils.isJvmFatalError(failure)
                || ExceptionUtils.findThrowable(failure, InterruptedException.class).isPresent()
                || ExceptionUtils.findThrowable(failure, CancelTaskException.class).isPresent()) {
            ExceptionUtils.rethrowException(failure);
        }
    }

    private void failed(Watched of, Throwable failure, ReaderOutput<Captured> output) throws Exception {
        of.reading.stop();
        leaveChain(of, output);
        boolean hopeless = ExceptionUtils.findThrowable(failure, SuppressRestartsException.class).isPresent();
        if (hopeless || !of.restarts.another(System.nanoTime())) {
            gone(of, failure);
        } else {
            LOG.warn("{}: begun again with the frame at which it failed", shown(of), failure);
            begin(of, false, BEFORE_RESTART, output);
        }
    }

    private void leave(Messages.Leave order, ReaderOutput<Captured> output) throws Exception {
        Watched left = watched.get(order.stream());
        if (left != null && left.order.run() == order.run()) {
            left.reading.stop();
            leaveChain(left, output);
            gone(left, null);
        }
        tellLeft(order.run(), null);
    }

    private void leaveChain(Watched left, ReaderOutput<Captured> output) throws Exception {
        try {
            output.collect(Captured.left(left.key));
        } catch (Exception | Error failure) {
            requireStreamsOwn(failure);
            LOG.warn("{}: not all of it could be closed", shown(left), failure);
        }
    }

    private String shown(Watched stream) {
        return StreamNames.shown(parts.store(), stream.settings().stream());
    }

    private void gone(Watched left, Throwable failure) {
        left.reading.stop();
        watched.remove(left.stream(), left);
        Throwable end = failure;
        if (log.isPresent()) {
            end = log.get().ended(left.settings().stream(), failure);
        }
        tellLeft(left.order.run(), end);
    }

    /** To whoever runs the job in this process, and to the enumerator, which may be in another. */
    private void tellLeft(long run, Throwable failure) {
        streams.left(run, failure);
        context.sendSourceEventToCoordinator(new Messages.Left(run, failure == null ? null
                : Captured.Fault.of(AfterimageException.of(failure))));
    }

    private void forget(String stream, ReaderOutput<Captured> output) {
        String key = key(stream);
        if (!watched.containsKey(stream) && positions.remove(stream) != null) {
            output.collect(Captured.begins(key, null, true));
        }
    }

    /** Its state, if there is any, is kept under the key that it had; every key in {@link #positions} belongs to this subtask. */
    private String key(String stream) {
        VideoSplit position = positions.get(stream);
        return position == null ? StreamKey.of(stream, context.getIndexOfSubtask(), context.currentParallelism()) : position.key();
    }

    @Override
    public List<VideoSplit> snapshotState(long checkpointId) {
        return new ArrayList<>(positions.values());
    }

    @Override
    public void addSplits(List<VideoSplit> splits) {
        splits.forEach(split -> positions.put(split.stream(), split.key().isEmpty() ? split.under(key(split.stream())) : split));
        if (started) {
            forgetDeleted();
        }
    }

    @Override
    public void notifyNoMoreSplits() {
        // There may always be more.
    }

    @Override
    public void close() throws InterruptedException {
        long until = System.nanoTime() + CLOSING.toNanos();
        List<Thread> closers = watched.values().stream().map(each -> each.reading.stop()).toList();
        for (Thread closer : closers) {
            closer.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
    }
}
