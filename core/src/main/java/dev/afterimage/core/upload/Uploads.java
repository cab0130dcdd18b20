package dev.afterimage.core.upload;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import java.util.List;
import java.util.Optional;

/**
 * Films that clients upload, until they are watched. What was received survives the end of the process. Every call may block. Safe for use
 * by several threads; of one film one thread at a time appends.
 */
public interface Uploads {

    UploadLimits limits();

    /**
     * Makes room for a film of which nothing has come yet.
     *
     * @param settings of the stream, whose address becomes the film's
     * @param mark     what tells this version of the film from another one of the same name and length
     * @throws AfterimageException {@link ErrorCode#INPUT_TOO_LARGE}, {@link ErrorCode#STORAGE_FULL} beyond the limits or where the disk has
     *                             not that much room
     */
    Upload begin(SourceSettings settings, String file, long length, String mark);

    /** With how much of it has been received. */
    Optional<Upload> find(String id);

    /** All of them, the oldest first. */
    List<Upload> all();

    /**
     * Puts bytes behind those that are there.
     *
     * @param at where the first of them belongs: the number of those that are there
     * @return how many are there now
     * @throws AfterimageException {@link ErrorCode#INPUT_REFUSED} where the content is no film, which is removed then;
     *                             {@link ErrorCode#STORAGE_FULL} where the disk has no room, now
     */
    long append(String id, long at, byte[] bytes);

    /** It is watched from now on. */
    void begun(String id);

    /** Removes a film, or what there is of it; a watched one is read on to its end. No effect where there is none. */
    void remove(String id);

    /** Where nothing can be uploaded. */
    Uploads NONE = new NoUploads();
}
