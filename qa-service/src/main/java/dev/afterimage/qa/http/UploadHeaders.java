package dev.afterimage.qa.http;

import dev.afterimage.core.upload.Upload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The headers of the tus protocol, version 1.0.0 (https://tus.io/protocols/resumable-upload): what a request says, and an answer tells. */
final class UploadHeaders {

    static final String RESUMABLE = "Tus-Resumable";
    static final String VERSION = "Tus-Version";
    static final String EXTENSION = "Tus-Extension";
    static final String MAX_SIZE = "Tus-Max-Size";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String METADATA = "Upload-Metadata";
    static final String EXPIRES = "Upload-Expires";

    static final String THE_VERSION = "1.0.0";
    static final String EXTENSIONS = "creation,expiration,termination";
    static final String CONTENT_TYPE = "application/offset+octet-stream";

    private UploadHeaders() { }

    static void requireVersion(HttpServerRequest request) {
        String version = request.getHeader(RESUMABLE);
        if (!THE_VERSION.equals(version)) {
            request.response().putHeader(VERSION, THE_VERSION);
            throw new HttpFailure(412, "HTTP_UPLOAD_VERSION", RESUMABLE + " is '" + version + "'", "send " + RESUMABLE + ": "
                    + THE_VERSION);
        }
    }

    static long number(HttpServerRequest request, String header) {
        String value = request.getHeader(header);
        try {
            long number = Long.parseLong(String.valueOf(value));
            if (number >= 0 && value.chars().allMatch(Character::isDigit)) {
                return number;
            }
        } catch (NumberFormatException unreadable) {
            throw wrong(header, value);
        }
        throw wrong(header, value);
    }

    private static HttpFailure wrong(String header, String value) {
        return HttpFailure.usage(header + " is '" + value + "'", "send a whole number of bytes");
    }

    /** {@code key base64,key base64}. */
    static Map<String, String> metadata(HttpServerRequest request) {
        Map<String, String> metadata = new HashMap<>();
        String header = request.getHeader(METADATA);
        for (String pair : header == null ? new String[0] : header.split(",")) {
            String[] parts = pair.strip().split(" +", 2);
            try {
                byte[] value = Base64.getDecoder().decode(parts.length == 2 ? parts[1].strip() : "");
                metadata.put(parts[0], new String(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notBase64) {
                throw HttpFailure.usage(METADATA + " has a value of '" + parts[0] + "' that is not in Base64",
                        "send 'name BASE64,filename BASE64'");
            }
        }
        return metadata;
    }

    static void put(HttpServerResponse response, Upload upload, Duration kept) {
        response.putHeader(RESUMABLE, THE_VERSION).putHeader(OFFSET, Long.toString(upload.received()))
                .putHeader(LENGTH, Long.toString(upload.length())).putHeader("Cache-Control", "no-store")
                .putHeader(EXPIRES, DateTimeFormatter.RFC_1123_DATE_TIME.format(upload.changed().plus(kept).atOffset(ZoneOffset.UTC)));
    }
}
