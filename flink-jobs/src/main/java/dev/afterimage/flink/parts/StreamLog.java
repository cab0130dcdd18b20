package dev.afterimage.flink.parts;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;

/** Is told by readers when their streams begin and end. Safe for use by several threads. */
public interface StreamLog {

    /**
     * A stream is about to be watched.
     *
     * @return whether there is anything left to watch
     * @throws AfterimageException where it must not be watched
     */
    boolean begins(SourceSettings settings);

    /**
     * It is no longer watched.
     *
     * @param thrown null where no step failed
     * @return the fault that ended it; null where it came to its end or was stopped
     */
    AfterimageException ended(StreamId stream, Throwable thrown);
}
