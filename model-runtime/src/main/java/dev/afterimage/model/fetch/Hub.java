package dev.afterimage.model.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which hub is asked, and as whom.
 *
 * @param url     without a slash at its end
 * @param token   shown to the hub's own address and to no other
 * @param offline whether nothing may be downloaded
 */
record Hub(String url, Optional<String> token, boolean offline) {

    private static final String USUAL = "https://huggingface.co";

    /**
     * {@code AFTERIMAGE_HUB} or {@code HF_ENDPOINT} name a mirror. The token is {@code HF_TOKEN}, else the one that the
     * hub's own tools keep in a file; that file is meant for the hub itself, so a mirror is not shown it.
     *
     * @param environment as of {@link System#getenv()}
     */
    static Hub of(Map<String, String> environment) {
        String own = environment.get(CheckpointFetcher.HUB_VARIABLE);
        String url = own != null ? own : environment.getOrDefault("HF_ENDPOINT", USUAL);
        String given = environment.getOrDefault("HF_TOKEN", environment.getOrDefault("HUGGING_FACE_HUB_TOKEN", "")).strip();
        boolean usual = trimmed(url).equals(USUAL);
        return new Hub(trimmed(url), given.isEmpty() && usual ? kept(environment) : Optional.of(given).filter(token -> !token.isEmpty()),
                yes(environment.getOrDefault("HF_HUB_OFFLINE", "")));
    }

    private static String trimmed(String url) {
        return url.replaceAll("/+$", "");
    }

    private static boolean yes(String value) {
        return value.strip().matches("(?i)1|on|yes|true");
    }

    private static Optional<String> kept(Map<String, String> environment) {
        String home = environment.get("HF_HOME");
        Path file = environment.containsKey("HF_TOKEN_PATH") ? Path.of(environment.get("HF_TOKEN_PATH"))
                : (home != null ? Path.of(home) : Path.of(environment.getOrDefault("HOME", "/nonexistent"), ".cache", "huggingface"))
                .resolve("token");
        try {
            return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty())
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The token where this address may see it: the hub's own, over TLS or on this machine. */
    Optional<String> tokenFor(URI address) {
        URI home = URI.create(url);
        boolean own = home.getScheme().equals(address.getScheme()) && String.valueOf(home.getAuthority()).equals(address.getAuthority());
        return own && (home.getScheme().equals("https") || loopback(home.getHost())) ? token : Optional.empty();
    }

    private static boolean loopback(String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException unknown) {
            return false;
        }
    }
}
