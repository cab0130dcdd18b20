package dev.afterimage.flink.operator;

import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.flink.source.Captured;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.block.SpokenNote;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens to KV blocks to disk. The number of the next block is Flink state, so a replay writes the same blocks again, whatever the store
 * holds already; the window behind it is rebuilt from the store.
 */
public final class PrefillAndStore extends KeyedProcessFunction<String, Tiled, Void> {

    private static final long serialVersionUID = 1L;

    private final PartsProvider provider;
    private transient WritePathParts parts;
    private transient Map<String, BlockPrefiller> prefillers;
    /** What is read in the pictures of each stream, by key. */
    private transient Map<String, ReadingSettings> readings;
    private transient Map<String, EvidenceWriter> evidence;
    private transient ValueState<Long> nextNumber;
    private transient ValueState<Long> nextEvidence;
    private transient ValueState<Long> droppedSoFar;
    private transient ValueState<Moment> newest;

    /** Where a stream stands: its newest frame. */
    record Moment(long index, double seconds) { }

    public PrefillAndStore(PartsProvider provider) {
        this.provider = provider;
    }

    @Override
    public void open(OpenContext context) {
        parts = provider.parts();
        prefillers = new HashMap<>();
        readings = new HashMap<>();
        evidence = new HashMap<>();
        nextEvidence = getRuntimeContext().getState(new ValueStateDescriptor<>("next evidence", Long.class));
        nextNumber = getRuntimeContext().getState(new ValueStateDescriptor<>("next block", Long.class));
        droppedSoFar = getRuntimeContext().getState(new ValueStateDescriptor<>("tokens dropped", Long.class));
        newest = getRuntimeContext().getState(new ValueStateDescriptor<>("newest frame", TypeInformation.of(Moment.class)));
    }

    @Override
    public void processElement(Tiled tiled, Context context, Collector<Void> out) throws IOException {
        Encoded encoded = tiled.encoded();
        StreamId stream = encoded.stream();
        try {
            if (encoded.kind().boundary()) {
                turn(encoded);
            } else if (encoded.frame() != null || !encoded.said().isEmpty()) {
                store(stream, encoded);
            }
            putScenes(stream, tiled.scenes());
            if (encoded.kind() == Captured.Kind.ENDED) {
                finish(stream, StreamInfo.Status.ENDED, "");
            } else if (encoded.fault() != null) {
                fail(stream, encoded.fault());
            }
        } catch (AfterimageException failure) {
            // A full disk or a broken model is as broken on the next attempt.
            parts.failures().accept(stream, failure);
            throw new SuppressRestartsException(failure);
        }
    }

    private void turn(Encoded encoded) throws IOException {
        if (encoded.kind().forgets()) {
            nextNumber.clear();
            nextEvidence.clear();
            droppedSoFar.clear();
            newest.clear();
        }
        readings.remove(encoded.key());
        evidence.remove(encoded.key());
        if (encoded.settings() != null) {
            readings.put(encoded.key(), encoded.settings().reading());
            provider.wanted().work(encoded.stream()).begins(droppedSoFar.value() == null ? 0 : droppedSoFar.value());
        }
        Optional.ofNullable(prefillers.remove(encoded.key())).ifPresent(BlockPrefiller::close);
    }

    /** State moves on behind all of it, so that what failed half way is done again just so. */
    private void store(StreamId stream, Encoded encoded) throws IOException {
        BlockPrefiller prefiller = prefiller(encoded);
        if (encoded.gap() != null) {
            parts.store().putGap(encoded.gap());
            Gaps.end(parts.store(), stream, encoded.frame().seconds());
        }
        Moment moment = encoded.frame() == null ? newest.value() : new Moment(encoded.frame().index(), encoded.frame().seconds());
        double known = moment == null ? 0 : moment.seconds();
        for (Utterance said : encoded.said()) {
            if (seen()) {
                evidence(encoded).said(known, said);
            } else {
                prefiller.prefill(SpokenNote.of(stream, moment == null ? 0 : moment.index(), known, said)).ifPresent(this::commit);
            }
        }
        if (encoded.frame() != null) {
            storeFrame(prefiller, stream, encoded);
            newest.update(moment);
        }
        nextNumber.update(prefiller.nextNumber());
        nextEvidence.update(evidence(encoded).next());
    }

    /** Whether the model looks at the pictures itself: what was said is kept beside its blocks, else in blocks of its own. */
    private boolean seen() {
        return parts.model().vision().isPresent();
    }

    private EvidenceWriter evidence(Encoded encoded) throws IOException {
        EvidenceWriter writer = evidence.get(encoded.key());
        if (writer == null) {
            writer = EvidenceWriter.goingOn(parts.store(), encoded.stream(), readings.get(encoded.key()), parts.speech().isPresent(),
                    Optional.ofNullable(nextEvidence.value()));
            evidence.put(encoded.key(), writer);
        }
        return writer;
    }

    private void storeFrame(BlockPrefiller prefiller, StreamId stream, Encoded encoded) throws IOException {
        EncodedFrame frame = encoded.frame();
        if (frame.index() == 0) {
            parts.store().stream(stream).ifPresent(info -> parts.store().putStream(begun(info, encoded)));
        }
        parts.store().putFrame(stream, frame.index(), new Thumbnail(frame.seconds(), frame.thumbnail()));
        // Before the block: its commit takes the evidence to the disk with it.
        evidence(encoded).seen(frame.seconds(), encoded.audible(), frame.beside());
        Optional<KvBlock> block = prefiller.prefill(frame);
        block.ifPresent(this::commit);
        drop(stream, frame.tokensDropped() + (block.isPresent() ? 0 : parts.model().tokenize(frame.note()).length));
        parts.feed().load(stream).stored(frame.seconds());
        provider.wanted().work(stream).stored();
    }

    /** A camera's second 0, and that of recordings, is when it was, not when somebody asked for it. */
    private static StreamInfo begun(StreamInfo info, Encoded encoded) {
        StreamInfo sized = info.sized(encoded.width(), encoded.height());
        return info.dated() ? sized.begunAt(encoded.wallClock().minusMillis(Math.round(encoded.frame().seconds() * 1000))) : sized;
    }

    /** The total is state: what was dropped before a failure or a stop counts as the tokens stored before it do. */
    private void drop(StreamId stream, int tokens) throws IOException {
        provider.wanted().work(stream).dropped(tokens);
        Long before = droppedSoFar.value();
        droppedSoFar.update((before == null ? 0 : before) + tokens);
    }

    private void commit(KvBlock block) {
        parts.store().commit(block);
        parts.feed().publish(new LiveFeed.BlockCommitted(block.entry().stream(), block.entry().number(), block.entry().seconds(),
                block.entry().note(), block.entry().tokens()));
    }

    private BlockPrefiller prefiller(Encoded encoded) throws IOException {
        BlockPrefiller prefiller = prefillers.get(encoded.key());
        if (prefiller == null) {
            prefiller = parts.prefillers().get();
            prefillers.put(encoded.key(), prefiller);
            Long next = nextNumber.value();
            prefiller.restore(parts.store(), encoded.stream(), Math.max(next == null ? 0 : next, firstNumber(encoded.stream())));
        }
        return prefiller;
    }

    /**
     * Without a checkpoint a file begins anew. A camera goes on behind its last block, also where the checkpoint is
     * older: what it showed never comes back, and what was stored of it must not be written over.
     */
    private long firstNumber(StreamId stream) {
        return parts.store().stream(stream).filter(StreamInfo::dated).flatMap(info -> parts.store().lastEntry(stream))
                .map(last -> last.number() + 1).orElse(0L);
    }

    private void putScenes(StreamId stream, List<Scene> scenes) {
        for (Scene scene : scenes) {
            parts.store().putScene(scene);
            parts.feed().publish(new LiveFeed.SceneChanged(stream, scene));
        }
    }

    private void fail(StreamId stream, Captured.Fault fault) {
        AfterimageException exception = fault.exception();
        parts.failures().accept(stream, exception);
        finish(stream, StreamInfo.Status.FAILED, exception.line());
    }

    private void finish(StreamId stream, StreamInfo.Status status, String failure) {
        parts.store().stream(stream).filter(info -> info.status() != StreamInfo.Status.FAILED).ifPresent(info -> {
            parts.store().putStream(info.with(status, failure));
            parts.feed().publish(new LiveFeed.StatusChanged(stream, status, failure));
        });
    }

    @Override
    public void close() {
        if (prefillers != null) {
            prefillers.values().forEach(BlockPrefiller::close);
        }
    }
}
