package dev.afterimage.core.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Stores of single streams, each in files of its own, that are copied to where other machines find them, and brought back from there. Safe
 * for use by several threads.
 */
public interface PortableStores {

    /**
     * What a copy holds.
     *
     * @param lineage of the store that was copied
     * @param moment  counts the copies that were made of a stream
     * @param blocks  that the stream had by then
     */
    record Copied(String lineage, long moment, long blocks) { }

    /** Writes the files of a copy into a directory, under their names. */
    interface Filling {
        void into(Path directory) throws IOException;
    }

    /** Whether there is a store of the stream. */
    boolean has(StreamId stream);

    /**
     * Its files as they are now; takes milliseconds.
     *
     * @param needed files that will be read; the others are listed alone
     */
    StoreSnapshot snapshot(StreamId stream, Predicate<StoreSnapshot.Part> needed);

    /** Whether the stream's store has all that a copy holds: the copy was made of it, or it was made of the copy. */
    boolean continues(StreamId stream, Copied copy);

    /**
     * Puts a copy in the place of the stream's store, if there is one; it begins a lineage of its own. A process that is killed on the way
     * leaves the store that was there, or the copy.
     *
     * @throws AfterimageException {@link ErrorCode#STORAGE_CORRUPT}, {@link ErrorCode#STORAGE_OTHER_PACK},
     *                             {@link ErrorCode#STORAGE_FULL} and others; the store that was there then stays
     */
    void bringBack(StreamId stream, Copied copy, Filling filling);
}
