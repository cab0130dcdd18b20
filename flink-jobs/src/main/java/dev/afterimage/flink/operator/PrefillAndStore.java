package dev.afterimage.flink.operator;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.EncodedFrame;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.Scene;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.Thumbnail;
import dev.afterimage.core.Utterance;
import dev.afterimage.flink.PartsProvider;
import dev.afterimage.flink.WritePathParts;
import dev.afterimage.flink.source.Captured;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.block.SpokenNote;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.accumulators.LongMinimum;
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

    /** Accumulator: frames stored. */
    public static final String FRAMES = "frames";

    /** Accumulators: when the first frame was awaited and when the last one was stored, milliseconds since 1970. */
    public static final String BEGUN = "begun";
    public static final String STORED = "stored";

    /** Accumulator: tokens of notes that said nothing new, and visual tokens that compression left out. */
    public static final String TOKENS_DROPPED = "tokens dropped";

    private static final long serialVersionUID = 1L;

    private final PartsProvider provider;
    private transient WritePathParts parts;
    private transient Map<String, BlockPrefiller> prefillers;
    private transient ValueState<Long> nextNumber;
    private transient ValueState<Long> droppedSoFar;
    private transient ValueState<Moment> newest;
    private transient LongCounter frames;
    private transient LongCounter dropped;
    private transient LongMaximum stored;

    /** Where a stream stands: its newest frame. */
    record Moment(long index, double seconds) { }

    public PrefillAndStore(PartsProvider provider) {
        this.provider = provider;
    }

    @Override
    public void open(OpenContext context) {
        parts = provider.parts();
        prefillers = new HashMap<>();
        nextNumber = getRuntimeContext().getState(new ValueStateDescriptor<>("next block", Long.class));
        droppedSoFar = getRuntimeContext().getState(new ValueStateDescriptor<>("tokens dropped", Long.class));
        newest = getRuntimeContext().getState(new ValueStateDescriptor<>("newest frame", TypeInformation.of(Moment.class)));
        frames = new LongCounter();
        dropped = new LongCounter();
        LongMinimum begun = new LongMinimum();
        stored = new LongMaximum();
        begun.add(System.currentTimeMillis());
        getRuntimeContext().addAccumulator(BEGUN, begun);
        getRuntimeContext().addAccumulator(STORED, stored);
        getRuntimeContext().addAccumulator(FRAMES, frames);
        getRuntimeContext().addAccumulator(TOKENS_DROPPED, dropped);
    }

    @Override
    public void processElement(Tiled tiled, Context context, Collector<Void> out) throws IOException {
        StreamId stream = new StreamId(tiled.stream());
        try {
            if (!tiled.end()) {
                store(stream, tiled.encoded());
            }
            putScenes(stream, tiled.scenes());
            if (tiled.end()) {
                finish(stream, StreamInfo.Status.ENDED, "");
            } else if (tiled.encoded().fault() != null) {
                fail(stream, tiled.encoded().fault());
            }
        } catch (AfterimageException failure) {
            // A full disk or a broken model is as broken on the next attempt.
            parts.failures().accept(stream, failure);
            throw new SuppressRestartsException(failure);
        }
    }

    private void store(StreamId stream, Encoded encoded) throws IOException {
        if (encoded.frame() != null) {
            newest.update(new Moment(encoded.frame().index(), encoded.frame().seconds()));
        }
        for (Utterance said : encoded.said()) {
            storeSaid(stream, said);
        }
        if (encoded.frame() != null) {
            storeFrame(stream, encoded);
        }
    }

    private void storeSaid(StreamId stream, Utterance said) throws IOException {
        Moment known = newest.value() == null ? new Moment(0, 0) : newest.value();
        BlockPrefiller prefiller = prefiller(stream);
        prefiller.prefill(SpokenNote.of(stream, known.index(), known.seconds(), said)).ifPresent(this::commit);
        nextNumber.update(prefiller.nextNumber());
    }

    private void storeFrame(StreamId stream, Encoded encoded) throws IOException {
        EncodedFrame frame = encoded.frame();
        if (frame.index() == 0) {
            parts.store().stream(stream).ifPresent(info -> parts.store().putStream(info.sized(encoded.width(), encoded.height())));
        }
        parts.store().putFrame(stream, frame.index(), new Thumbnail(frame.seconds(), frame.thumbnail()));
        BlockPrefiller prefiller = prefiller(stream);
        Optional<KvBlock> block = prefiller.prefill(frame);
        block.ifPresent(this::commit);
        drop(frame.tokensDropped() + (block.isPresent() ? 0 : parts.model().tokenize(frame.note()).length));
        nextNumber.update(prefiller.nextNumber());
        frames.add(1L);
        stored.add(System.currentTimeMillis());
    }

    /** The total is state: what was dropped before a failure or a stop counts as the tokens stored before it do. */
    private void drop(int tokens) throws IOException {
        dropped.add(tokens);
        Long before = droppedSoFar.value();
        droppedSoFar.update((before == null ? 0 : before) + tokens);
    }

    private void commit(KvBlock block) {
        parts.store().commit(block);
        parts.feed().publish(new LiveFeed.BlockCommitted(block.entry().stream(), block.entry().number(), block.entry().seconds(),
                block.entry().note(), block.entry().tokens()));
    }

    private BlockPrefiller prefiller(StreamId stream) throws IOException {
        BlockPrefiller prefiller = prefillers.get(stream.name());
        if (prefiller == null) {
            prefiller = parts.prefillers().get();
            Long next = nextNumber.value();
            prefiller.restore(parts.store(), stream, next == null ? firstNumber(stream) : next);
            dropped.add(droppedSoFar.value() == null ? 0L : droppedSoFar.value());
            prefillers.put(stream.name(), prefiller);
        }
        return prefiller;
    }

    /** Without a checkpoint a file begins anew and a camera goes on behind its last block: what it showed never comes back. */
    private long firstNumber(StreamId stream) {
        return parts.store().stream(stream).filter(StreamInfo::live).flatMap(info -> parts.store().lastEntry(stream))
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
        parts.store().stream(stream).filter(info -> info.status() != StreamInfo.Status.FAILED)
                .ifPresent(info -> parts.store().putStream(info.with(status, failure)));
        parts.feed().publish(new LiveFeed.StatusChanged(stream, status, failure));
    }

    @Override
    public void close() {
        if (prefillers != null) {
            prefillers.values().forEach(BlockPrefiller::close);
        }
    }
}
