package dev.afterimage.flink.source;

import dev.afterimage.core.stream.StreamId;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * What a stream's state is kept under: its name, and behind an {@code @} the number that makes it a key of the subtask that watches it.
 * Streams are shared out evenly, which their names alone would not do.
 */
public final class StreamKey {

    /** Flink's key groups: the most subtasks there can be. */
    public static final int MAX_SUBTASKS = 128;

    private static final char SEPARATOR = '@';

    private StreamKey() { }

    static String of(String stream, int subtask, int subtasks) {
        int number = 0;
        String key = stream + SEPARATOR + number;
        while (subtask(key, subtasks) != subtask) {
            number++;
            key = stream + SEPARATOR + number;
        }
        return key;
    }

    /** The subtask that a key belongs to. */
    static int subtask(String key, int subtasks) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_SUBTASKS, subtasks);
    }

    public static StreamId stream(String key) {
        return new StreamId(key.substring(0, key.lastIndexOf(SEPARATOR)));
    }
}
