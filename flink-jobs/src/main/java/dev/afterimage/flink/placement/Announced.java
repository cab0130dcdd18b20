package dev.afterimage.flink.placement;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * What a subtask tells of itself.
 *
 * @param machine address at which its machine serves what it stores; empty where it does not
 * @param stored  streams in the machine's store, with the frames that were watched of each
 * @param watched streams that the subtask watches
 */
record Announced(String machine, Map<String, Long> stored, Set<String> watched) implements OperatorEvent, Serializable {

    private static final long serialVersionUID = 1L;

    Announced {
        stored = new HashMap<>(stored);
        watched = new HashSet<>(watched);
    }
}
