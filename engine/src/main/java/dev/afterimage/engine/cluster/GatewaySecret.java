package dev.afterimage.engine.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the gateways of a cluster and its task managers know each other by: the same file on each machine. */
public final class GatewaySecret {

    /** Name of the file, among the other secrets. */
    public static final String FILE = "afterimage-gateway";

    private static final int LEAST_CHARACTERS = 24;

    private GatewaySecret() { }

    /**
     * Empty where there is none.
     *
     * @param secrets directory of secrets
     * @throws AfterimageException for one that could be guessed, or cannot be read
     */
    public static Optional<String> in(Path secrets) {
        Path file = secrets.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String secret = Files.readString(file).strip();
            if (secret.length() < LEAST_CHARACTERS) {
                throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the secret of gateways in " + file + " has " + secret.length()
                        + " characters", "write " + LEAST_CHARACTERS + " or more, for example with: openssl rand -base64 32");
            }
            if (!secret.chars().allMatch(character -> character >= ' ' && character < 0x7f)) {
                throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the secret of gateways in " + file
                        + " cannot be sent in a header: it holds the end of a line, or a character outside ASCII",
                        "write one line of ASCII letters, digits and signs, for example with: openssl rand -base64 32");
            }
            return Optional.of(secret);
        } catch (IOException unreadable) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "the secret of gateways in " + file + " cannot be read",
                    "check its permissions", unreadable);
        }
    }
}
