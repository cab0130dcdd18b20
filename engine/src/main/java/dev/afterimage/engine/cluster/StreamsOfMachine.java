package dev.afterimage.engine.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.flink.parts.StoredStatus;
import dev.afterimage.flink.parts.StreamLog;
import dev.afterimage.flink.parts.WritePathParts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down how the streams of one task manager begin and end, in its store. */
final class StreamsOfMachine implements StreamLog {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsOfMachine.class);

    private final SegmentStore store;
    private final StoredStatus status;
    private final Map<StreamId, AfterimageException> faults = new ConcurrentHashMap<>();

    StreamsOfMachine(WritePathParts parts) {
        this.store = parts.store();
        this.status = new StoredStatus(parts.store(), parts.feed());
    }

    /** A step of the write path met a fault that ends a stream. */
    void failed(StreamId stream, AfterimageException fault) {
        faults.put(stream, fault);
    }

    @Override
    public boolean begins(SourceSettings settings) {
        faults.remove(settings.stream());
        status.requireSameSource(settings);
        Optional<StreamInfo> known = status.known(settings);
        boolean file = !settings.network() && !settings.loop();
        if (file && known.filter(info -> info.status() == StreamInfo.Status.ENDED).isPresent()) {
            LOG.info("{}: its file was watched to the end before", settings.stream());
            return false;
        }
        status.begin(settings, known);
        return true;
    }

    @Override
    public AfterimageException ended(StreamId stream, Throwable thrown) {
        AfterimageException told = faults.remove(stream);
        AfterimageException fault = told != null || thrown == null ? told : AfterimageException.of(thrown);
        try {
            status.settle(stream, fault == null ? StreamInfo.Status.INTERRUPTED : StreamInfo.Status.FAILED,
                    fault == null ? "" : fault.line());
            store.stream(stream).ifPresent(info -> Gaps.begin(store, info));
        } catch (AfterimageException notStored) {
            LOG.warn("{}: that it is no longer watched could not be stored: {}", stream, notStored.line());
        }
        return fault;
    }
}
