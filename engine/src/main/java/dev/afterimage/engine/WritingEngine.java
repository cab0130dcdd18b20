package dev.afterimage.engine;

import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.flink.parts.WritePathParts;

/**
 * Everything that writes into one data directory for operators that run in this process; whoever watches is elsewhere.
 *
 * @param asker answers from what is written
 */
public record WritingEngine(WritePathParts parts, Asker asker) implements AutoCloseable {

    @Override
    public void close() {
        parts.speech().ifPresent(SpeechReader.Factory::close);
        parts.store().close();
        parts.model().close();
    }
}
