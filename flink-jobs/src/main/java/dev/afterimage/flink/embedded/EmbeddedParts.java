package dev.afterimage.flink.embedded;

import dev.afterimage.flink.PartsProvider;
import dev.afterimage.flink.WritePathParts;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the parts of this very process: operators of an embedded job run beside whoever made them. */
public final class EmbeddedParts implements PartsProvider, AutoCloseable {

    private static final long serialVersionUID = 1L;
    private static final Map<String, WritePathParts> REGISTERED = new ConcurrentHashMap<>();

    private final String key = UUID.randomUUID().toString();

    public EmbeddedParts(WritePathParts parts) {
        REGISTERED.put(key, parts);
    }

    @Override
    public WritePathParts parts() {
        WritePathParts parts = REGISTERED.get(key);
        if (parts == null) {
            throw new IllegalStateException("the process that made these parts has closed them");
        }
        return parts;
    }

    @Override
    public void close() {
        REGISTERED.remove(key);
    }
}
