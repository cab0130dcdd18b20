package dev.afterimage.qa.http;

import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.event.EventReader;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.upload.Uploads;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching;
import java.util.List;
import java.util.Optional;

/**
 * What the service stands on. None of it is closed by the service.
 *
 * @param watching absent where streams are written by another process: then none can be added or deleted here
 * @param events   puts what was observed together into events
 * @param models   names of the packs that answer, the default first
 * @param senders  takes what browsers send
 * @param uploads  films that clients upload
 * @param cutter   cuts intervals out of recorded video; absent where nothing is recorded
 */
public record QaPorts(SegmentStore store, Asker asker, Optional<Watching> watching, LiveFeed feed, List<String> models, String version,
        EventReader events, Senders senders, Optional<VideoCutter> cutter, Uploads uploads) {

    /** Where nothing reads what browsers send, and without recorded video. */
    public QaPorts(SegmentStore store, Asker asker, Optional<Watching> watching, LiveFeed feed, List<String> models, String version,
            EventReader events) {
        this(store, asker, watching, feed, models, version, events, new Senders());
    }

    /** Without recorded video. */
    public QaPorts(SegmentStore store, Asker asker, Optional<Watching> watching, LiveFeed feed, List<String> models, String version,
            EventReader events, Senders senders) {
        this(store, asker, watching, feed, models, version, events, senders, Optional.empty());
    }

    /** Without uploads. */
    public QaPorts(SegmentStore store, Asker asker, Optional<Watching> watching, LiveFeed feed, List<String> models, String version,
            EventReader events, Senders senders, Optional<VideoCutter> cutter) {
        this(store, asker, watching, feed, models, version, events, senders, cutter, Uploads.NONE);
    }

    /** The same where films are uploaded. */
    public QaPorts with(Uploads others) {
        return new QaPorts(store, asker, watching, feed, models, version, events, senders, cutter, others);
    }

    public QaPorts {
        models = List.copyOf(models);
    }

    /** Of a service that lists no events and has no recorded video. */
    public QaPorts(SegmentStore store, Asker asker, Optional<Watching> watching, LiveFeed feed, List<String> models, String version) {
        this(store, asker, watching, feed, models, version, EventReader.NONE);
    }
}
