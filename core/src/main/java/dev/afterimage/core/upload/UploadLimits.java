package dev.afterimage.core.upload;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.time.Duration;

/**
 * How much clients may upload.
 *
 * @param fileBytes  largest film
 * @param totalBytes all films that are being uploaded or watched together, counted whole from their first byte on; 0: no uploads
 * @param kept       how long a film is kept of which nothing more comes, or that could not be watched
 */
public record UploadLimits(long fileBytes, long totalBytes, Duration kept) {

    /** Films that are being uploaded or watched at the same time, however small: each takes files of its own. */
    public static final int MOST_FILMS = 1_000;

    private static final Duration LONGEST = Duration.ofDays(366);

    public static final UploadLimits DEFAULT = new UploadLimits(8_000_000_000L, 16_000_000_000L, Duration.ofHours(24));
    public static final UploadLimits OFF = new UploadLimits(0, 0, Duration.ofHours(24));

    /** @throws AfterimageException for limits that cannot be */
    public UploadLimits {
        if (fileBytes < 0 || totalBytes < 0 || kept.isNegative() || kept.isZero() || kept.compareTo(LONGEST) > 0) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "uploads cannot be limited to " + fileBytes + " bytes a file, "
                    + totalBytes + " bytes in all and " + kept.toMinutes() / 60.0 + " hours",
                    "give sizes from 0 on, and above 0 and at most 8784 hours");
        }
    }

    public boolean off() {
        return totalBytes == 0 || fileBytes == 0;
    }
}
