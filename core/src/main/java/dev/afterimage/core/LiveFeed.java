package dev.afterimage.core;

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
