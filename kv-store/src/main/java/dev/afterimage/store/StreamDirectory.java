package dev.afterimage.store;

import dev.afterimage.core.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a stream's directory is called: its name where that is of plain letters, or else {@code ~} and the name in Base64, since what file
 * systems and the locale take differs.
 */
final class StreamDirectory {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String ENCODED = "~";

    private StreamDirectory() { }

    static String name(StreamId stream) {
        return PLAIN.matcher(stream.name()).matches() ? stream.name()
                : ENCODED + Base64.getUrlEncoder().withoutPadding().encodeToString(stream.name().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException for what is no such directory */
    static Optional<StreamId> stream(String directory) {
        StreamId stream = new StreamId(directory.startsWith(ENCODED)
                ? new String(Base64.getUrlDecoder().decode(directory.substring(1)), StandardCharsets.UTF_8) : directory);
        return name(stream).equals(directory) ? Optional.of(stream) : Optional.empty();
    }
}
