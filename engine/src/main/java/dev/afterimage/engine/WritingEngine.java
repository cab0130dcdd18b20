package dev.afterimage.engine;

import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.flink.parts.WritePathParts;

/** Everything that writes into one data directory for operators that run in this process; whoever watches is elsewhere. */
public record WritingEngine(WritePathParts parts) implements AutoCloseable {

    @Override
    public void close() {
        parts.speech().ifPresent(SpeechReader.Factory::close);
        parts.store().close();
        parts.model().close();
    }
}
