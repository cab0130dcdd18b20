package dev.afterimage.cli;

import dev.afterimage.core.Asker;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.Watching;

import java.nio.file.Path;

/**
 * Everything that works on one data directory in this process.
 *
 * @param watching null where the directory was opened for reading only
 */
record Engine(Path data, SegmentStore store, LanguageModel model, Asker asker, LiveFeed feed, Watching watching) implements AutoCloseable {

    @Override
    public void close() {
        if (watching != null) {
            watching.close();
        }
        store.close();
        model.close();
    }
}
