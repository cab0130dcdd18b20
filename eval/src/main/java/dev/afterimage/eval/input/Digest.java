package dev.afterimage.eval.input;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over pieces, each told apart from the next. */
public final class Digest {

    private final MessageDigest digest;

    public Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public Digest add(String piece) {
        return add(piece.getBytes(StandardCharsets.UTF_8));
    }

    public Digest add(byte[] piece) {
        digest.update((piece.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(piece);
        return this;
    }

    /** Sixteen digits: enough to tell runs apart. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
