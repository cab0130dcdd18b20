package dev.afterimage.core.place;

import dev.afterimage.core.stream.StreamId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the streams of a cluster are.
 *
 * @param streams  the machine that has each stream
 * @param expected streams that are to be watched; one that no machine has is on its way to one
 * @param machines all that serve streams, also those that have none, in the order of their names
 * @param complete whether every part of the job has said what it has; until then, a stream that no machine has may be on its way
 */
public record Placement(Map<StreamId, URI> streams, Set<StreamId> expected, List<URI> machines, boolean complete) {

    public Placement {
        streams = Map.copyOf(streams);
        expected = Set.copyOf(expected);
        machines = List.copyOf(machines);
    }

    /** Whether a stream that no machine has may be had by one soon. */
    public boolean moving(StreamId stream) {
        return !streams.containsKey(stream) && (expected.contains(stream) || !complete);
    }
}
