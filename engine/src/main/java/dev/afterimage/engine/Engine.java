package dev.afterimage.engine;

import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.upload.Uploads;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that works on one data directory in this process.
 *
 * @param watching null where the directory was opened for reading only
 * @param speech   empty where no speech pack is installed, or nothing is watched
 * @param clientSources what sources clients may add
 * @param senders browsers and encoders that send what is watched
 * @param uploads films that clients upload
 */
public record Engine(Path data, SegmentStore store, LanguageModel model, Asker asker, LiveFeed feed, Watching watching,
              Optional<SpeechReader.Factory> speech, SourcePolicy clientSources, Senders senders,
              Uploads uploads) implements AutoCloseable {

    /** The same, where something else starts and stops the streams, and closes what did. */
    public Engine watchedBy(Watching other) {
        return new Engine(data, store, model, asker, feed, other, speech, clientSources, senders, uploads);
    }

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
