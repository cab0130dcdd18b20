package dev.afterimage.engine;

import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.upload.UploadLimits;

/**
 * What may come from outside while the service runs.
 *
 * @param clients sources that clients may add
 * @param uploads films that they may upload
 */
public record Inputs(SourcePolicy clients, UploadLimits uploads) {

    public static final Inputs DEFAULT = new Inputs(SourcePolicy.DEFAULT, UploadLimits.DEFAULT);
}
