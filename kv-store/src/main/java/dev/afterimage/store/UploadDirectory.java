package dev.afterimage.store;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.FileNames;
import dev.afterimage.core.upload.Upload;
import dev.afterimage.core.upload.UploadLimits;
import dev.afterimage.core.upload.Uploads;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Uploads in {@code <data directory>/uploads/ID/}: {@code about.json}, and {@code film}, whose length says how much has come. So what a
 * killed process leaves is gone on with. A client never names anything here. Directories are open to their user alone, and so are files.
 */
public final class UploadDirectory implements Uploads {

    static final String NAME = "uploads";
    /** As much of the disk is left free as recorded video leaves, and for the same reason. */
    private static final long MOST_SPARE = RecordingDirectory.MOST_SPARE;
    private static final int ID_BYTES = 16;

    /** Judges what a film begins with. */
    @FunctionalInterface
    public interface ContentCheck {

        /** Bytes that are looked at; fewer where there are no more. */
        int LOOKED_AT = 64 << 10;

        /** @throws AfterimageException {@link ErrorCode#INPUT_REFUSED} for what is no film, or refers to other files */
        void require(String file, byte[] beginning);
    }

    private final Path root;
    private final UploadLimits limits;
    private final ContentCheck check;
    private final LongSupplier free;
    private final LongSupplier spare;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, UploadFile> uploads = new ConcurrentHashMap<>();

    public UploadDirectory(Path dataDirectory, UploadLimits limits, ContentCheck check) {
        this(dataDirectory, limits, check, dataDirectory.toFile()::getUsableSpace,
                () -> Math.min(MOST_SPARE, dataDirectory.toFile().getTotalSpace() / RecordingDirectory.SHARE_SPARE));
    }

    /**
     * @param free  bytes of the disk that are free now
     * @param spare those of them that are left free
     */
    UploadDirectory(Path dataDirectory, UploadLimits limits, ContentCheck check, LongSupplier free, LongSupplier spare) {
        this.root = dataDirectory.resolve(NAME);
        this.limits = limits;
        this.check = check;
        this.free = free;
        this.spare = spare;
        try {
            UploadFile.findAll(root).forEach(found -> uploads.put(found.id(), found));
        } catch (IOException unreadable) {
            throw new StorageErrors(root).of(unreadable, "the uploads in " + root);
        }
    }

    /** Where the film of an upload lies, whether it is there or not. */
    public static Path film(Path dataDirectory, String id) {
        return dataDirectory.resolve(NAME).resolve(id).resolve(UploadFile.FILM);
    }

    @Override
    public UploadLimits limits() {
        return limits;
    }

    @Override
    public synchronized Upload begin(SourceSettings settings, String file, long length, String mark) {
        String name = FileNames.shown(file);
        requireRoom(name, length);
        requireFree(settings.stream());
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        SourceSettings uploaded = settings.at(SourceSettings.UPLOAD + id + "/" + name);
        try {
            UploadFile begun = UploadFile.begin(root, id, uploaded, name, length, mark);
            uploads.put(id, begun);
            return begun.upload();
        } catch (IOException failure) {
            throw errors(failure);
        }
    }

    private void requireFree(StreamId stream) {
        if (all().stream().anyMatch(upload -> upload.settings().stream().equals(stream))) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "a film is being uploaded as '" + stream + "' already",
                    "go on with it, cancel it, or take another name");
        }
    }

    private void requireRoom(String file, long length) {
        if (limits.off()) {
            NONE.begin(null, file, length, "");
        }
        if (length > limits.fileBytes()) {
            throw new AfterimageException(ErrorCode.INPUT_TOO_LARGE, "'" + file + "' has " + length + " bytes, and an upload may have "
                    + limits.fileBytes(), "cut it into parts, or convert it to a smaller picture");
        }
        List<Upload> all = all();
        if (all.size() >= UploadLimits.MOST_FILMS) {
            throw new AfterimageException(ErrorCode.STORAGE_FULL, "there is no room for '" + file + "': " + UploadLimits.MOST_FILMS
                    + " films are being uploaded or watched, as many as may be", "wait until some were watched, or cancel one");
        }
        if (all.stream().mapToLong(Upload::length).sum() + length > limits.totalBytes()) {
            throw new AfterimageException(ErrorCode.STORAGE_FULL, "there is no room for the " + length + " bytes of '" + file
                    + "': uploads may take " + limits.totalBytes() + " bytes together, and others take their part until they were watched",
                    "wait until they were, or cancel one");
        }
        long coming = all.stream().mapToLong(upload -> upload.length() - upload.received()).sum();
        if (free.getAsLong() - spare.getAsLong() - coming < length) {
            throw full("'" + file + "' does not fit on the disk of the service");
        }
    }

    private static AfterimageException full(String what) {
        return new AfterimageException(ErrorCode.STORAGE_FULL, what, "free some space there, or lower the limits of what is kept");
    }

    private AfterimageException errors(IOException failure) {
        return new StorageErrors(root).of(failure, "an upload");
    }

    @Override
    public Optional<Upload> find(String id) {
        return Optional.ofNullable(uploads.get(id)).map(UploadFile::upload);
    }

    @Override
    public List<Upload> all() {
        return uploads.values().stream().map(UploadFile::upload).sorted(Comparator.comparing(Upload::changed)).toList();
    }

    @Override
    public long append(String id, long at, byte[] bytes) {
        UploadFile file = uploads.get(id);
        if (file == null) {
            throw gone();
        }
        if (free.getAsLong() - bytes.length < spare.getAsLong()) {
            throw full("there is no room left for '" + file.upload().file() + "' on the disk of the service");
        }
        try {
            long now = file.append(at, bytes);
            // Not only where its beginning has just come: whoever wrote that may have died before looking at it.
            if (!file.checked() && now >= Math.min(file.upload().length(), ContentCheck.LOOKED_AT)) {
                requireFilm(file);
                file.pass();
            }
            return now;
        } catch (IOException failure) {
            throw uploads.containsKey(id) ? errors(failure) : gone();
        }
    }

    private static AfterimageException gone() {
        return new AfterimageException(ErrorCode.INPUT_NOT_FOUND, "the upload is not there any more", "upload the file again");
    }

    private void requireFilm(UploadFile file) throws IOException {
        try {
            check.require(file.upload().file(), file.beginning(ContentCheck.LOOKED_AT));
        } catch (AfterimageException refused) {
            remove(file.id());
            throw refused;
        }
    }

    @Override
    public void begun(String id) {
        UploadFile file = uploads.get(id);
        if (file != null) {
            try {
                file.begun();
            } catch (IOException failure) {
                throw errors(failure);
            }
        }
    }

    @Override
    public void remove(String id) {
        UploadFile file = uploads.remove(id);
        if (file != null) {
            try {
                file.remove();
            } catch (IOException failure) {
                uploads.put(id, file);
                throw errors(failure);
            }
        }
    }
}
