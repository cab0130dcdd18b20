package dev.afterimage.core.upload;

import dev.afterimage.core.stream.SourceSettings;
import java.time.Instant;

/**
 * A film that a client sends in pieces, to be watched when all of it is there.
 *
 * @param id       cannot be guessed; in addresses and names of files
 * @param settings the stream that is to be watched
 * @param file     the film's name where it comes from, made safe to be shown: {@link FileNames}
 * @param length   bytes of the whole film
 * @param received bytes of it that are here, from its first on
 * @param mark     what tells this version of the film from another one of the same name and length; may be empty
 * @param begun    whether it is, or was, watched
 * @param changed  when something of it came last
 */
public record Upload(String id, SourceSettings settings, String file, long length, long received, String mark, boolean begun,
        Instant changed) {

    public boolean complete() {
        return received == length;
    }
}
