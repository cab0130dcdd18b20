package dev.afterimage.engine;

import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.upload.UploadLimits;

import java.util.Optional;

/**
 * What may come from outside while the service runs.
 *
 * @param clients sources that clients may add
 * @param uploads films that they may upload
 * @param rtmp    where encoders publish; empty where none may
 */
public record Inputs(SourcePolicy clients, UploadLimits uploads, Optional<RtmpSettings> rtmp) {

    /** Where no encoder publishes. */
    public Inputs(SourcePolicy clients, UploadLimits uploads) {
        this(clients, uploads, Optional.empty());
    }
}
