package dev.afterimage.core.stream;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * The name that a stream was begun with: a camera, a screen, a file. It stays what the stream is stored under, whatever it is shown as
 * later ({@link StreamInfo#name}).
 *
 * @param name 1 to 64 characters of any script, composed (NFC): no {@code /}, no {@code \}, nothing invisible, no dot at the start. Safe in
 *             keys; paths and URLs have to encode it
 */
public record StreamId(String name) implements Comparable<StreamId>, Serializable {

    public StreamId {
        if (name == null) {
            throw refused(null, "is none");
        }
        String given = name;
        name = Normalizer.normalize(name, Normalizer.Form.NFC);
        NameRules.complaint(name).ifPresent(complaint -> {
            throw refused(given, complaint);
        });
    }

    private static AfterimageException refused(String name, String complaint) {
        // What is told of it goes to terminals and logs.
        String shown = name == null ? "" : name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "\uFFFD");
        return new AfterimageException(ErrorCode.USAGE_STREAM_NAME, "'" + shown + "' is not a stream name: it " + complaint,
                "use 1 to " + NameRules.LONGEST + " characters, at most " + NameRules.MOST_BYTES + " bytes, without / and \\,"
                + " the first no dot or dash, e.g. door or \"Front door\"");
    }

    /** The name as a part of a URL's path. */
    public String inPath() {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public int compareTo(StreamId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
