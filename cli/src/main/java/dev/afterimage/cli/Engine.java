package dev.afterimage.cli;

import dev.afterimage.core.Asker;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.SpeechReader;
import dev.afterimage.core.Watching;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that works on one data directory in this process.
 *
 * @param watching null where the directory was opened for reading only
 * @param speech   empty where no speech pack is installed, or nothing is watched
 */
record Engine(Path data, SegmentStore store, LanguageModel model, Asker asker, LiveFeed feed, Watching watching, Optional<SpeechReader.Factory> speech)
        implements AutoCloseable {

    @Override
    public void close() {
        if (watching != null) {
            watching.close();
        }
        speech.ifPresent(SpeechReader.Factory::close);
        store.close();
        model.close();
    }
}
