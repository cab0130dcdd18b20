package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.upload.Upload;
import dev.afterimage.core.upload.UploadLimits;
import dev.afterimage.core.upload.Uploads;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is uploaded, and keeps none of it. */
public final class FakeUploads implements Uploads {

    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public UploadLimits limits() {
        return UploadLimits.DEFAULT;
    }

    @Override
    public Upload begin(SourceSettings settings, String file, long length, String mark) {
        if (all().stream().anyMatch(upload -> upload.settings().stream().equals(settings.stream()))) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "a film is being uploaded as '" + settings.stream() + "' already",
                    "take another name");
        }
        String id = "id" + number.incrementAndGet();
        Upload upload = new Upload(id, settings.at(SourceSettings.UPLOAD + id + "/" + file), file, length, 0, mark, false, Instant.now());
        uploads.put(id, upload);
        return upload;
    }

    @Override
    public Optional<Upload> find(String id) {
        return Optional.ofNullable(uploads.get(id));
    }

    @Override
    public List<Upload> all() {
        return List.copyOf(uploads.values());
    }

    @Override
    public long append(String id, long at, byte[] bytes) {
        return change(id, at + bytes.length, false, Instant.now()).received();
    }

    /** From now on it is that old. */
    void changedAt(String id, Instant changed) {
        change(id, uploads.get(id).received(), uploads.get(id).begun(), changed);
    }

    private Upload change(String id, long received, boolean begun, Instant changed) {
        Upload now = uploads.computeIfPresent(id, (same, was) -> new Upload(id, was.settings(), was.file(), was.length(), received,
                was.mark(), begun, changed));
        if (now == null) {
            throw new AfterimageException(ErrorCode.INPUT_NOT_FOUND, "the upload is not there any more", "upload it again");
        }
        return now;
    }

    @Override
    public void begun(String id) {
        uploads.computeIfPresent(id, (same, was) -> change(was));
    }

    private static Upload change(Upload was) {
        return new Upload(was.id(), was.settings(), was.file(), was.length(), was.received(), was.mark(), true, was.changed());
    }

    @Override
    public void remove(String id) {
        uploads.remove(id);
    }
}
