package dev.afterimage.qa.access;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.HexFormat;

/**
 * A token that callers present, and what it lets them do. Only its digest is kept.
 *
 * @param sha256 of the token
 */
public record AccessToken(byte[] sha256, Caller caller) {

    private static final int DIGEST_BYTES = 32;

    public static AccessToken of(String token, Caller caller) {
        return new AccessToken(RandomSecrets.digest(token), caller);
    }

    /**
     * @param hex the SHA-256 of the token, as {@code sha256sum} prints it
     * @throws AfterimageException {@code USAGE_CONFIG} where it is none
     */
    public static AccessToken ofDigest(String hex, Caller caller) {
        try {
            byte[] digest = HexFormat.of().parseHex(hex.strip());
            if (digest.length == DIGEST_BYTES) {
                return new AccessToken(digest, caller);
            }
        } catch (IllegalArgumentException unreadable) {
            throw unreadable(hex);
        }
        throw unreadable(hex);
    }

    private static AfterimageException unreadable(String hex) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, "a token's sha256 is not a SHA-256 digest (" + hex.length() + " characters)",
                "write 64 hexadecimal digits, as 'printf %s TOKEN | sha256sum' prints them");
    }
}
