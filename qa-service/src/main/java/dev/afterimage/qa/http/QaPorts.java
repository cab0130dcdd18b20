package dev.afterimage.qa.http;

import dev.afterimage.core.Asker;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.Watching;
import java.util.List;
import java.util.Optional;

/**
 * What the service stands on. None of it is closed by the service.
 *
 * @param watching absent where streams are written by another process: then none can be added or deleted here
 * @param models   names of the packs that answer, the default first
 */
public record QaPorts(SegmentStore store, Asker asker, Optional<Watching> watching, LiveFeed feed, List<String> models, String version) {

    public QaPorts {
        models = List.copyOf(models);
    }
}
