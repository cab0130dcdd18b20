package dev.afterimage.core.stream;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The name of one stream: a camera, a screen, a file.
 *
 * @param name 1 to 64 letters, digits, dots, dashes or underscores, the first a letter or digit; safe in keys, paths and URLs
 */
public record StreamId(String name) implements Comparable<StreamId>, Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public StreamId {
        if (name == null || !ALLOWED.matcher(name).matches()) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_NAME,
                    "'" + name + "' is not a stream name",
                    "use 1 to 64 letters, digits, dots, dashes or underscores, starting with a letter or digit");
        }
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
