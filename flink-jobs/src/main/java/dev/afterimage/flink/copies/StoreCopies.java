package dev.afterimage.flink.copies;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.PortableStores;
import dev.afterimage.core.store.StoreSnapshot;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.flink.copies.CopiedStore.CopiedFile;
import dev.afterimage.flink.copies.CopiedStore.Piece;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of the stores of one subtask's streams. A checkpoint is taken in two steps: {@link #begin} holds the files as they are, in the
 * subtask's thread, and {@link Taking#call} copies in another what has not been copied before. What lies in another job's folder, or
 * in that of a savepoint, is copied again and not shared: each of them can be removed as a whole.
 */
public final class StoreCopies {

    private static final Logger LOG = LoggerFactory.getLogger(StoreCopies.class);
    /** A file that grows is copied anew as a whole when it lies in so many pieces. */
    private static final int MOST_PIECES = 32;

    private final TravellingStores stores;
    private final PortableStores local;
    private final References references;
    /** By stream: copies that this subtask made, or was restored with. */
    private final Map<StreamId, CopiedStore> newest = new ConcurrentHashMap<>();
    /** Streams whose copies this subtask hands on as they were restored, unless it watches them. */
    private final Set<StreamId> resting;
    private final int subtask;
    /** Streams that this subtask watches, or has watched. */
    private final Set<StreamId> watched = ConcurrentHashMap.newKeySet();

    /**
     * @param restored        the newest copy of each stream that the job is restored with
     * @param subtasks        when only some subtasks begin again, there are as many as before, and each hands on what it had
     * @param keptCheckpoints how many completed checkpoints Flink keeps
     */
    public StoreCopies(TravellingStores stores, Collection<CopiedStore> restored, int subtask, int subtasks, int keptCheckpoints) {
        this.stores = stores;
        this.local = stores.local();
        this.references = new References(keptCheckpoints);
        this.subtask = subtask;
        this.resting = restored.stream().filter(copy -> copy.subtask() % subtasks == subtask).map(CopiedStore::stream)
                .collect(Collectors.toUnmodifiableSet());
        restored.forEach(copy -> newest.put(copy.stream(), copy));
        stores.restored(restored);
    }

    /** Something of the stream comes through this subtask. */
    public void watches(StreamId stream) {
        watched.add(stream);
    }

    /** Its store and its state are gone. */
    public void forget(StreamId stream) {
        watched.remove(stream);
        newest.remove(stream);
        stores.forget(stream);
    }

    /**
     * Holds all stores as they are now.
     *
     * @param base      folder in the checkpoint storage for the copies of this job, or of this savepoint
     * @param savepoint whether it is whole in itself, and kept until somebody removes it
     */
    public Taking begin(long checkpoint, String base, boolean savepoint) {
        references.begin(checkpoint, ours().flatMap(CopiedStore::paths).toList());
        if (!savepoint) {
            references.own(sharedIn(base));
        }
        Taking taking = new Taking(checkpoint, base, savepoint);
        try {
            watched.stream().filter(local::has).sorted().forEach(taking::hold);
            resting.stream().filter(stream -> !watched.contains(stream)).sorted().map(newest::get).filter(copy -> copy != null)
                    .forEach(taking.rest::add);
            return taking;
        } catch (RuntimeException failure) {
            taking.close();
            throw failure;
        }
    }

    /** Copies of streams that this subtask hands on; it knows those of all others, too. */
    private Stream<CopiedStore> ours() {
        return newest.values().stream().filter(copy -> watched.contains(copy.stream()) || resting.contains(copy.stream()));
    }

    private List<String> sharedIn(String base) {
        return ours().flatMap(copy -> copy.files().stream()).filter(file -> file.liesIn(base))
                .flatMap(CopiedFile::paths).toList();
    }

    /** Flink has all of the checkpoint: what no checkpoint needs any more is removed while the next one is taken. */
    public void complete(long checkpoint) {
        references.complete(checkpoint, ours().flatMap(CopiedStore::paths).toList());
    }

    /** It will not be completed. */
    public void abort(long checkpoint) {
        references.drop(checkpoint);
    }

    /** A checkpoint that is being taken. */
    public final class Taking implements AutoCloseable {

        private final long checkpoint;
        private final String base;
        private final boolean savepoint;
        private final List<Held> held = new ArrayList<>();
        private final List<CopiedStore> rest = new ArrayList<>();

        /** @param before the files of the copy that it goes on from, by name */
        private record Held(StreamId stream, StoreSnapshot snapshot, Map<String, CopiedFile> before) { }

        private Taking(long checkpoint, String base, boolean savepoint) {
            this.checkpoint = checkpoint;
            this.base = base;
            this.savepoint = savepoint;
        }

        private void hold(StreamId stream) {
            Map<String, CopiedFile> before = Optional.ofNullable(newest.get(stream))
                    .filter(copy -> local.continues(stream, copy.copied())).map(CopiedStore::byName).orElse(Map.of());
            StoreSnapshot snapshot = local.snapshot(stream, part -> !whole(before(part, before), part));
            held.add(new Held(stream, snapshot, before));
        }

        private Optional<CopiedFile> before(StoreSnapshot.Part part, Map<String, CopiedFile> before) {
            return Optional.ofNullable(before.get(part.name())).filter(file -> file.liesIn(base) && file.size() <= part.size());
        }

        private static boolean whole(Optional<CopiedFile> before, StoreSnapshot.Part part) {
            return before.filter(file -> file.size() == part.size()).isPresent();
        }

        /**
         * Copies what is missing.
         *
         * @return where all stores lie then
         * @throws AfterimageException where the storage does not take them; nothing is lost by that
         */
        public List<CopiedStore> call() {
            List<CopiedStore> copied = new ArrayList<>();
            try {
                removeUnreferenced();
                for (Held each : held) {
                    copied.add(kept(copying(each.stream(), () -> copy(each))));
                }
                for (CopiedStore each : rest) {
                    copied.add(kept(copying(each.stream(), () -> moved(each))));
                }
            } catch (RuntimeException failure) {
                references.drop(checkpoint);
                throw failure;
            } finally {
                close();
            }
            settle(copied);
            return copied;
        }

        /** The next checkpoint goes on from it, also where this one does not come to its end: what is copied is not copied twice. */
        private CopiedStore kept(CopiedStore copy) {
            if (!savepoint && references.holds(checkpoint)) {
                newest.put(copy.stream(), copy);
            }
            return copy;
        }

        private void settle(List<CopiedStore> copied) {
            if (savepoint) {
                references.drop(checkpoint);
            } else {
                references.written(checkpoint, copied.stream().flatMap(CopiedStore::paths).toList());
            }
        }

        private CopiedStore copy(Held each) throws IOException {
            List<CopiedFile> files = new ArrayList<>();
            for (StoreSnapshot.Part part : each.snapshot().parts()) {
                Optional<CopiedFile> before = before(part, each.before());
                files.add(whole(before, part) ? before.get() : copy(each.snapshot(), part, before));
            }
            return new CopiedStore(each.stream(), each.snapshot().lineage(), checkpoint, each.snapshot().blocks(), subtask, files);
        }

        private CopiedFile copy(StoreSnapshot snapshot, StoreSnapshot.Part part, Optional<CopiedFile> before) throws IOException {
            List<Piece> pieces = new ArrayList<>();
            before.filter(file -> part.grows() && file.pieces().size() < MOST_PIECES).ifPresent(file -> pieces.addAll(file.pieces()));
            long from = pieces.isEmpty() ? 0 : pieces.get(pieces.size() - 1).to();
            String directory = base + "/" + snapshot.lineage();
            writing(new Piece(directory, from, part.size(), 0).path(part.name()));
            pieces.add(CopyStorage.write(snapshot.files().resolve(part.name()), part.name(), from, part.size(), directory));
            return new CopiedFile(part.name(), part.size(), pieces);
        }

        /** A store that nobody watches, out of another folder. */
        private CopiedStore moved(CopiedStore store) throws IOException {
            try {
                return movedWhole(store);
            } catch (FileNotFoundException superseded) {
                // A subtask that watches the stream since has a newer copy and has removed this one.
                LOG.debug("{}: its copy of checkpoint {} is no longer whole: {}", store.stream(), store.checkpoint(),
                        superseded.getMessage());
                return store;
            }
        }

        private CopiedStore movedWhole(CopiedStore store) throws IOException {
            String directory = base + "/" + store.lineage();
            List<CopiedFile> files = new ArrayList<>();
            for (CopiedFile file : store.files()) {
                if (!file.liesIn(base)) {
                    writing(new Piece(directory, 0, file.size(), 0).path(file.name()));
                }
                files.add(file.liesIn(base) ? file : CopyStorage.copy(file, directory));
            }
            return new CopiedStore(store.stream(), store.lineage(), store.checkpoint(), store.blocks(), subtask, files);
        }

        private void writing(String path) {
            if (!savepoint) {
                references.writing(checkpoint, path);
            }
        }

        private CopiedStore copying(StreamId stream, Copying action) {
            try {
                return action.run();
            } catch (IOException failure) {
                throw new AfterimageException(ErrorCode.STORAGE_FAILED, "the store of stream '" + stream + "' cannot be copied to " + base
                        + " for checkpoint " + checkpoint + ": " + failure.getMessage(),
                        "check that the checkpoint storage can be reached and has space; nothing is lost, and the next checkpoint tries"
                                + " again", failure);
            }
        }

        /** The files that were held are let go. */
        @Override
        public void close() {
            held.forEach(each -> each.snapshot().close());
        }
    }

    private interface Copying {
        CopiedStore run() throws IOException;
    }

    private void removeUnreferenced() {
        for (String path = references.poll(); path != null; path = references.poll()) {
            try {
                CopyStorage.delete(path);
            } catch (IOException left) {
                LOG.warn("{} is no longer needed and could not be removed: {}", path, left.getMessage());
            }
        }
    }
}
