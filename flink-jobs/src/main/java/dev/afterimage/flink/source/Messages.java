package dev.afterimage.flink.source;

import dev.afterimage.core.stream.SourceSettings;
import org.apache.flink.api.connector.source.SourceEvent;

import java.util.List;

/** What the enumerator and the readers of the job tell each other. */
final class Messages {

    private Messages() { }

    /** To the enumerator, first of all: the streams that a reader holds a position of. */
    record Holds(List<String> streams) implements SourceEvent { }

    /**
     * To the enumerator: a reader no longer watches a stream.
     *
     * @param fault what ended it; null where it came to its end or was stopped
     */
    record Left(long run, Captured.Fault fault) implements SourceEvent { }

    /** To a reader: watch this stream. */
    record Watch(SourceSettings settings, long run, long incarnation) implements SourceEvent { }

    /** To a reader: watch it no longer. */
    record Leave(String stream, long run) implements SourceEvent { }

    /** To a reader: forget what is kept of a stream that it does not watch. */
    record Forget(String stream) implements SourceEvent { }
}
