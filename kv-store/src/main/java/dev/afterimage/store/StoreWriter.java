package dev.afterimage.store;

import dev.afterimage.core.block.EvidenceEntry;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes streams and what belongs to them, within their limits: first to the disk, then in memory. */
final class StoreWriter {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    private final StreamStates states;
    private final StoredStreams rows;
    private final StoredBlocks blocks;
    private final StoredMoments moments;
    private final RecordingDirectory recordings;
    private final LimitKeeper keeper;

    StoreWriter(StreamStates states, StoredStreams rows, StoredBlocks blocks, StoredMoments moments, RecordingDirectory recordings,
            LimitKeeper keeper) {
        this.states = states;
        this.rows = rows;
        this.blocks = blocks;
        this.moments = moments;
        this.recordings = recordings;
        this.keeper = keeper;
    }

    void putStream(StreamInfo info) {
        synchronized (states) {
            StreamState state = states.find(info.stream()).orElseGet(() -> StreamState.empty(info));
            state.write(() -> {
                StreamInfo row = state.described(info);
                rows.write(row);
                state.replace(row);
            });
            states.put(info.stream(), state);
        }
    }

    void rename(StreamId stream, String name) {
        states.write(stream, state -> {
            StreamInfo row = state.info().named(name);
            rows.rewrite(row);
            state.replace(row);
        });
    }

    void deleteStream(StreamId stream) {
        synchronized (states) {
            StreamState state = states.find(stream).orElse(null);
            if (state == null) {
                return;
            }
            state.write(() -> {
                rows.delete(stream);
                state.markDeleted();
            });
            states.remove(stream);
        }
        keeper.forget(stream);
        recordings.delete(stream);
        reclaim(stream);
    }

    /** What is deleted is deleted; its space may come back later, when the disk has enough to tidy up with. */
    private void reclaim(StreamId stream) {
        try {
            rows.reclaim(stream);
        } catch (AfterimageException notNow) {
            if (notNow.code() != ErrorCode.STORAGE_FULL) {
                throw notNow;
            }
            LOG.warn("The space of the deleted stream '{}' is given back later: {}", stream, notNow.getMessage());
        }
    }

    boolean commit(KvBlock block) {
        StreamId stream = block.entry().stream();
        long number = block.entry().number();
        StoredBlocks.Encoded whole = blocks.encoded(block);
        boolean[] written = new boolean[1];
        try (Retention.Room held = keeper.makeRoom(stream, Kept.KV, whole.bytes())) {
            states.write(stream, state -> {
                state.requireNoGap(number);
                // What was given up stays so when a replay brings it again: with holes before it nothing could tell where the rest begins.
                StoredBlocks.Encoded encoded = number < state.firstKept() ? whole.withoutKv() : whole;
                written[0] = number == state.blocks() || !blocks.holds(encoded);
                if (written[0]) {
                    StreamInfo row = state.afterBlock(number, encoded.extent());
                    blocks.write(encoded, row);
                    state.loggedBlocks().addAndGet(encoded.bytes());
                    state.add(number, encoded.extent(), encoded.storedEntry(), row, states.budget());
                }
            });
        }
        return written[0];
    }

    void putFrame(StreamId stream, long index, Thumbnail thumbnail) {
        try (Retention.Room held = keeper.makeRoom(stream, Kept.THUMBNAILS, thumbnail.jpeg().length)) {
            states.write(stream, state -> {
                StreamInfo row = state.afterFrame(index, thumbnail.seconds());
                moments.write(index, thumbnail, row);
                state.loggedThumbnails().addAndGet(thumbnail.jpeg().length);
                state.replace(row);
            });
        }
    }

    void putEvidence(EvidenceEntry entry) {
        states.write(entry.stream(), state -> moments.write(entry));
    }

    void putScene(Scene scene) {
        states.write(scene.stream(), state -> moments.write(scene));
    }

    void putGap(Gap gap) {
        states.write(gap.stream(), state -> {
            // A disk that is full takes no note of it: until it does, memory says that nobody watches.
            state.holdGap(gap);
            moments.write(gap);
            state.holdGap(null);
        });
    }
}
