package dev.afterimage.core.store;

import dev.afterimage.core.error.AfterimageException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one stream's store as they were at one moment. They stay until this is closed, whatever becomes of the store meanwhile.
 *
 * @param lineage which of the stores that a stream has had, one after the other and on several machines
 * @param blocks  of the stream by then, or a few fewer
 * @param parts   all files of the store
 * @param files   directory in which those lie that were needed, under their names
 * @param release takes them away; may be run again
 */
public record StoreSnapshot(String lineage, long blocks, List<Part> parts, Path files, Runnable release) implements AutoCloseable {

    /**
     * One file. Within a lineage a name always means the same bytes.
     *
     * @param size  bytes of it that belong to the moment; there may be more by now
     * @param grows whether a later moment may have more of it, behind the same bytes
     */
    public record Part(String name, long size, boolean grows) { }

    public StoreSnapshot {
        parts = List.copyOf(parts);
    }

    /** @throws AfterimageException never: what cannot be removed now is removed when the store is opened again */
    @Override
    public void close() {
        release.run();
    }
}
