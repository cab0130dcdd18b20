package dev.afterimage.qa.http;

import dev.afterimage.core.stream.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Threads on which streams are added and removed. Both may take long, a source that hangs or a stream that ends slowly, and neither may
 * hold up those who read, or other streams. Changes of one name that were asked for one after the other are made so: a removal waits for
 * the additions before it, and an addition for the removals before it. Called on the event loop.
 */
final class StreamChanges implements AutoCloseable {

    /** Additions under way at the same time; as many sources may be opened at once. */
    private static final int ADDING = 16;
    private static final int REMOVING = 8;
    /** Changes that may wait; one more is refused with 503. */
    private static final int QUEUE = 64;

    private final BoundedWorkers adding;
    private final BoundedWorkers removing;
    private final Map<StreamId, Set<Future<?>>> additions = new HashMap<>();
    private final Map<StreamId, Set<Future<?>>> removals = new HashMap<>();
    private final Set<Future<?>> unanswered = ConcurrentHashMap.newKeySet();

    StreamChanges(Vertx vertx) {
        adding = new BoundedWorkers(vertx, "stream to be added", ADDING, QUEUE);
        removing = new BoundedWorkers(vertx, "stream to be removed", REMOVING, QUEUE);
    }

    <T> Future<T> add(StreamId stream, Callable<T> work) {
        return noted(additions, stream, behind(underWay(removals, stream), () -> adding.run(work)));
    }

    /**
     * @param breakOff done at once: ends what an addition that is under way waits for; gives whether there was something to end
     * @param remove   done behind earlier changes; is told whether one of them may have added the stream
     */
    <T> Future<T> remove(StreamId stream, Callable<Boolean> breakOff, Function<Boolean, T> remove) {
        List<Future<?>> before = new ArrayList<>(underWay(additions, stream));
        boolean beingAdded = !before.isEmpty();
        before.addAll(underWay(removals, stream));
        return noted(removals, stream, removing.run(breakOff)
                .compose(ended -> behind(before, () -> removing.run(() -> remove.apply(ended || beingAdded)))));
    }

    /** Behind earlier changes of both names, and before later ones of either: so nothing is added under the name meanwhile. */
    <T> Future<T> rename(StreamId stream, StreamId wanted, Callable<T> rename) {
        List<Future<?>> before = new ArrayList<>();
        for (StreamId name : List.of(stream, wanted)) {
            before.addAll(underWay(additions, name));
            before.addAll(underWay(removals, name));
        }
        return noted(removals, wanted, noted(removals, stream, behind(before, () -> removing.run(rename))));
    }

    private static List<Future<?>> underWay(Map<StreamId, Set<Future<?>>> changes, StreamId stream) {
        return List.copyOf(changes.getOrDefault(stream, Set.of()));
    }

    /** Runs when others are over, however they end. */
    private static <T> Future<T> behind(List<Future<?>> others, Supplier<Future<T>> change) {
        return others.isEmpty() ? change.get() : Future.join(others).transform(over -> change.get());
    }

    private static <T> Future<T> noted(Map<StreamId, Set<Future<?>>> changes, StreamId stream, Future<T> change) {
        changes.computeIfAbsent(stream, none -> new HashSet<>()).add(change);
        change.onComplete(over -> changes.computeIfPresent(stream, (name, all) -> {
            all.remove(change);
            return all.isEmpty() ? null : all;
        }));
        return change;
    }

    /** The answer to a removal is part of it: who stops the service because the stream has ended waits for it. */
    void answering(Future<?> answer) {
        unanswered.add(answer);
        answer.onComplete(sent -> unanswered.remove(answer));
    }

    /** Done when all removals under way are answered. Called by any thread. */
    Future<?> answered() {
        List<Future<?>> waited = List.copyOf(unanswered);
        return waited.isEmpty() ? Future.succeededFuture() : Future.join(waited);
    }

    @Override
    public void close() {
        adding.close();
        removing.close();
    }
}
