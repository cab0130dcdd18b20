package dev.afterimage.flink.copies;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.store.PortableStores;
import dev.afterimage.core.stream.StreamId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stores of one machine's streams, and the copies that the job was restored with. Safe for use by several threads. */
public final class TravellingStores {

    private static final Logger LOG = LoggerFactory.getLogger(TravellingStores.class);

    private final PortableStores local;
    private final Map<StreamId, CopiedStore> restored = new ConcurrentHashMap<>();

    public TravellingStores(PortableStores local) {
        this.local = local;
    }

    PortableStores local() {
        return local;
    }

    /** The job begins again with these. */
    void restored(Collection<CopiedStore> copies) {
        copies.forEach(copy -> restored.put(copy.stream(), copy));
    }

    /** Whether there is a store of the stream, here or to be brought back. */
    public boolean knows(StreamId stream) {
        return local.has(stream) || restored.containsKey(stream);
    }

    /**
     * Before a stream is watched: its store is as the job was restored, or has more. Takes as long as all its files need.
     *
     * @throws AfterimageException where its copy cannot be read, or cannot be opened
     */
    public void bringBack(StreamId stream) {
        CopiedStore copy = restored.get(stream);
        if (copy == null) {
            return;
        }
        if (!local.continues(stream, copy.copied())) {
            LOG.info("{}: its store is brought back from checkpoint {}: {} blocks, {} bytes in {} files", stream, copy.checkpoint(),
                    copy.blocks(), copy.bytes(), copy.files().size());
            local.bringBack(stream, copy.copied(), directory -> CopyStorage.read(copy, directory));
        }
        // What becomes of the store from here on, as that it is begun anew, is no reason to bring this back again.
        restored.remove(stream, copy);
    }

    /** The stream is forgotten. */
    void forget(StreamId stream) {
        restored.remove(stream);
    }
}
