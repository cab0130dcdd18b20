package dev.afterimage.core.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * The secret of a stream that an encoder publishes, kept as its digest: whoever knows it may send.
 *
 * @param digest SHA-256
 */
record PublishKey(byte[] digest) {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{10,79}");

    /** @throws AfterimageException {@link ErrorCode#USAGE} where the address of the source has no key, or none that can be used */
    static PublishKey of(SourceSettings settings) {
        String prefix = SourceSettings.PUBLISH + "rtmp?key=";
        String uri = settings.uri();
        if (!uri.startsWith(prefix) || !KEY.matcher(uri.substring(prefix.length())).matches()) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + settings.stream() + "' has no usable key for what is published to it",
                    "write " + prefix + "KEY with 10 to 79 letters, digits, dashes or underscores, e.g. from: openssl rand -hex 16");
        }
        return of(uri.substring(prefix.length()));
    }

    static PublishKey of(String key) {
        try {
            return new PublishKey(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** In a time that does not tell how much of it is right. */
    boolean same(PublishKey other) {
        return MessageDigest.isEqual(digest, other.digest);
    }
}
