package dev.afterimage.flink.embedded;

import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.flink.parts.WantedStreams;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the parts of this very process: operators of an embedded job run beside whoever made them. */
public final class EmbeddedParts implements PartsProvider, AutoCloseable {

    private static final long serialVersionUID = 1L;
    private static final Map<String, Registered> REGISTERED = new ConcurrentHashMap<>();

    private final String key = UUID.randomUUID().toString();

    public EmbeddedParts(WritePathParts parts) {
        REGISTERED.put(key, new Registered(parts, new WantedStreams()));
    }

    private record Registered(WritePathParts parts, WantedStreams wanted) { }

    @Override
    public WritePathParts parts() {
        return registered().parts();
    }

    @Override
    public WantedStreams wanted() {
        return registered().wanted();
    }

    private Registered registered() {
        Registered registered = REGISTERED.get(key);
        if (registered == null) {
            throw new IllegalStateException("the process that made these parts has closed them");
        }
        return registered;
    }

    @Override
    public void close() {
        REGISTERED.remove(key);
    }
}
