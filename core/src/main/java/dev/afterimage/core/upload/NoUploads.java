package dev.afterimage.core.upload;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import java.util.List;
import java.util.Optional;

/** Takes nothing, and has nothing. */
final class NoUploads implements Uploads {

    @Override
    public UploadLimits limits() {
        return UploadLimits.OFF;
    }

    @Override
    public Upload begin(SourceSettings settings, String file, long length, String mark) {
        throw new AfterimageException(ErrorCode.INPUT_REFUSED, "this service takes no uploads",
                "name the film's path or address instead, or allow 'uploads' in the service's configuration");
    }

    @Override
    public Optional<Upload> find(String id) {
        return Optional.empty();
    }

    @Override
    public List<Upload> all() {
        return List.of();
    }

    @Override
    public long append(String id, long at, byte[] bytes) {
        throw new IllegalStateException("there is no upload " + id);
    }

    @Override
    public void begun(String id) { }

    @Override
    public void remove(String id) { }
}
