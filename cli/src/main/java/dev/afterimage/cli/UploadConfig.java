package dev.afterimage.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.upload.UploadLimits;
import java.time.Duration;

/**
 * How much clients may upload, as the configuration says it; each part is as in {@link UploadLimits#DEFAULT} unless given.
 *
 * @param fileBytes largest film, a number or a size such as {@code 8GB}
 * @param bytes     all films that are being uploaded or watched together; 0: no uploads
 * @param hours     how long what is not completed is kept
 */
record UploadConfig(@JsonProperty("file_bytes") JsonNode fileBytes, JsonNode bytes, Double hours) {

    static final UploadConfig UNSAID = new UploadConfig(null, null, null);

    private static final double MOST_HOURS = 24 * 366;

    UploadLimits limits() {
        UploadLimits usual = UploadLimits.DEFAULT;
        if (hours != null && !(hours > 0 && hours <= MOST_HOURS)) {
            throw wrong("hours", hours, "a number above 0, and at most " + (int) MOST_HOURS);
        }
        long total = size("bytes", bytes, usual.totalBytes());
        return new UploadLimits(size("file_bytes", fileBytes, Math.min(total, usual.fileBytes())), total,
                hours == null ? usual.kept() : Duration.ofSeconds(Math.max(1, Math.round(hours * 3600))));
    }

    private static long size(String key, JsonNode written, long otherwise) {
        if (written == null || written.isNull()) {
            return otherwise;
        }
        try {
            if (written.isIntegralNumber() && written.canConvertToLong() && written.longValue() >= 0) {
                return written.longValue();
            }
            if (written.isTextual()) {
                return Limit.parseBytes(written.textValue());
            }
        } catch (AfterimageException noSize) {
            throw wrong(key, written, "a number of bytes or a size such as 8GB");
        }
        throw wrong(key, written, "a number of bytes or a size such as 8GB");
    }

    private static AfterimageException wrong(String key, Object written, String right) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, "the configuration has 'uploads." + key + "' " + written, "write " + right);
    }
}
