package dev.afterimage.answering.retrieval;

import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Reads the KV of one stream's blocks on other threads while the asking one rotates and computes. Used by one thread; no read is under way
 * any more once it is closed.
 */
public final class ReadAhead implements AutoCloseable {

    private static final int THREADS = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    /** Blocks read and not taken yet: enough to keep the threads busy. */
    private static final int AHEAD = 2 * THREADS;
    private static final Executor READERS = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "read-ahead");
        thread.setDaemon(true);
        return thread;
    });

    private final SegmentStore store;
    private final StreamId stream;
    private final UnaryOperator<StoredKeyValues> readied;
    private final Map<Part, CompletableFuture<StoredKeyValues>> reads = new ConcurrentHashMap<>();

    /** One layer of a block, or all of it at layer -1. */
    private record Part(long number, int layer) { }

    /** @param readied what is done to what was read, on the reading threads */
    public ReadAhead(SegmentStore store, StreamId stream, UnaryOperator<StoredKeyValues> readied) {
        this.store = store;
        this.stream = stream;
        this.readied = readied;
    }

    /** Hands over whole blocks in the order given. */
    public void blocks(List<Long> numbers, Consumer<StoredKeyValues> taker) {
        Iterator<Long> next = numbers.iterator();
        Deque<CompletableFuture<StoredKeyValues>> ahead = new ArrayDeque<>();
        while (next.hasNext() || !ahead.isEmpty()) {
            while (next.hasNext() && ahead.size() < AHEAD) {
                long number = next.next();
                ahead.add(begin(new Part(number, -1), () -> store.stored(stream, number)));
            }
            CompletableFuture<StoredKeyValues> read = ahead.remove();
            taker.accept(take(read));
            reads.values().remove(read);
        }
    }

    /** Begins to read one layer of some blocks. */
    public void begin(List<Long> numbers, int layer) {
        numbers.forEach(number -> layer(number, layer));
    }

    /** One layer of some blocks, in the order given. */
    public List<StoredKeyValues> layers(List<Long> numbers, int layer) {
        begin(numbers, layer);
        List<StoredKeyValues> taken = numbers.stream().map(number -> take(layer(number, layer))).toList();
        reads.keySet().removeIf(part -> part.layer == layer && reads.get(part).isDone());
        return taken;
    }

    private CompletableFuture<StoredKeyValues> layer(long number, int layer) {
        return begin(new Part(number, layer), () -> store.storedLayer(stream, number, layer));
    }

    private CompletableFuture<StoredKeyValues> begin(Part part, Supplier<StoredKeyValues> read) {
        return reads.computeIfAbsent(part, missing -> CompletableFuture.supplyAsync(() -> readied.apply(read.get()), READERS));
    }

    private static StoredKeyValues take(CompletableFuture<StoredKeyValues> read) {
        try {
            return read.join();
        } catch (CompletionException e) {
            throw AfterimageException.of(e.getCause());
        }
    }

    /** Waits for what is under way: a store must not be closed under a reader. */
    @Override
    public void close() {
        reads.values().forEach(read -> read.handle((block, failure) -> null).join());
        reads.clear();
    }
}
