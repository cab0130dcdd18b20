package dev.afterimage.engine;

import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.store.PortableStores;
import dev.afterimage.flink.parts.WritePathParts;

/**
 * Everything that writes into one data directory for operators that run in this process; whoever watches is elsewhere.
 *
 * @param stores of the single streams
 * @param asker  answers from what is written
 */
public record WritingEngine(WritePathParts parts, PortableStores stores, Asker asker) implements AutoCloseable {

    @Override
    public void close() {
        parts.speech().ifPresent(SpeechReader.Factory::close);
        parts.store().close();
        parts.model().close();
    }
}
