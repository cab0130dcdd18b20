package dev.afterimage.core.watch;

import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.stream.StreamLoad;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What is happening now, from the write path to whoever looks on, within one process. Listeners are called on the write path's thread and
 * must return at once.
 */
public final class LiveFeed {

    /** Something that just happened in a stream. */
    public sealed interface Event {
        StreamId stream();
    }

    public record FrameSeen(StreamId stream, long index, double seconds, String note, byte[] jpeg) implements Event { }

    public record BlockCommitted(StreamId stream, long number, double seconds, String note, int tokens) implements Event { }

    public record SceneChanged(StreamId stream, Scene scene) implements Event { }

    public record StatusChanged(StreamId stream, StreamInfo.Status status, String failure) implements Event { }

    private final Map<StreamId, List<Consumer<Event>>> listeners = new ConcurrentHashMap<>();

    private final Map<StreamId, StreamLoad> loads = new ConcurrentHashMap<>();

    /** What is counted of a stream, from 0 when it is first asked for. */
    public StreamLoad load(StreamId stream) {
        return loads.computeIfAbsent(stream, begun -> new StreamLoad());
    }

    /** The counts of a stream that is deleted are gone. */
    public void forget(StreamId stream) {
        loads.remove(stream);
    }

    public void publish(Event event) {
        listeners.getOrDefault(event.stream(), List.of()).forEach(listener -> listener.accept(event));
    }

    /** Whether anybody looks on; saves the making of pictures nobody sees. */
    public boolean watched(StreamId stream) {
        return !listeners.getOrDefault(stream, List.of()).isEmpty();
    }

    /** @return closes the subscription */
    public AutoCloseable subscribe(StreamId stream, Consumer<Event> listener) {
        List<Consumer<Event>> ofStream = listeners.computeIfAbsent(stream, s -> new CopyOnWriteArrayList<>());
        ofStream.add(listener);
        return () -> ofStream.remove(listener);
    }
}
