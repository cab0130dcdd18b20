package dev.afterimage.store;

import static java.util.Comparator.comparing;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.store.codec.BlockExtent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** All streams as memory holds them, with as many index entries as their budget allows; older entries are read from the disk. */
final class StreamStates {

    private final Map<StreamId, StreamState> states = new ConcurrentHashMap<>();
    private final StoredBlocks blocks;
    private final StorageErrors errors;
    private final LongSupplier entryBytes;

    /** @param entryBytes most bytes of index entries held in memory, all streams together */
    StreamStates(StoredBlocks blocks, StorageErrors errors, LongSupplier entryBytes) {
        this.blocks = blocks;
        this.errors = errors;
        this.entryBytes = entryBytes;
    }

    /** Takes over what is stored. */
    void load(List<StreamInfo> rows) {
        rows.forEach(row -> {
            StreamState state = new StreamState(row, blocks.extents(row.stream()));
            state.keptFrom(blocks.firstKept(row.stream()).orElse(state.blocks()));
            states.put(row.stream(), state);
        });
    }

    Set<StreamId> names() {
        return states.keySet();
    }

    Collection<StreamState> all() {
        return states.values();
    }

    List<StreamInfo> infos() {
        return states.values().stream().map(StreamState::info).sorted(comparing(StreamInfo::stream)).toList();
    }

    Optional<StreamState> find(StreamId stream) {
        return Optional.ofNullable(states.get(stream));
    }

    StreamState known(StreamId stream) {
        return find(stream).orElseThrow(() -> StorageErrors.unknown(stream));
    }

    void put(StreamId stream, StreamState state) {
        states.put(stream, state);
    }

    void remove(StreamId stream) {
        states.remove(stream);
    }

    /** Changes a stream, which is there until that is done. */
    void write(StreamId stream, Consumer<StreamState> action) {
        StreamState state = known(stream);
        state.write(() -> {
            state.requireThere();
            action.accept(state);
        });
    }

    /** Bytes of index entries that one stream may hold. */
    long budget() {
        return entryBytes.getAsLong() / Math.max(1, states.size());
    }

    BlockExtent extent(StreamId stream, long number) {
        StreamState state = known(stream);
        return Optional.ofNullable(state.extent(number)).orElseThrow(() ->
                errors.failed(StoredBlocks.name(stream, number), "there are only " + state.blocks() + " blocks", null));
    }

    BlockEntry entry(StreamState state, long number) {
        state.requireThere();
        BlockEntry held = state.held(number);
        return held == null ? blocks.entry(state.info().stream(), number) : held;
    }

    List<BlockEntry> entries(StreamId stream, long fromNumber, double untilSeconds) {
        StreamState state = known(stream);
        long older = state.heldFrom() - 1L;
        while (older >= 0 && state.hasRoom(budget())) {
            state.hold(blocks.entry(stream, older--));
        }
        return new EntryList(state.numbers(fromNumber, untilSeconds), number -> entry(state, number));
    }

    Optional<BlockEntry> lastEntry(StreamId stream) {
        StreamState state = known(stream);
        int count = state.blocks();
        return count == 0 ? Optional.empty() : Optional.of(entry(state, count - 1));
    }
}
