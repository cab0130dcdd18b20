package dev.afterimage.ingest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.afterimage.core.SourceSettings;
import dev.afterimage.ingest.media.DeclaredSize;

/**
 * Where a source is, as FFmpeg wants it told.
 *
 * @param url     for FFmpeg
 * @param shown   for people
 * @param options FFmpeg's, by name
 * @param file    null for a network source
 */
record Address(String url, String shown, Map<String, String> options, Path file) {

    private static final Set<String> ALWAYS_LIVE = Set.of("rtsp", "rtsps", "rtmp", "rtmps", "rtp", "udp", "srt");

    static Address of(SourceSettings settings, IngestOptions ingest) {
        if (settings.network()) {
            return new Address(settings.uri(), settings.maskedUri(), networkOptions(settings.uri(), ingest), null);
        }
        Path file = path(settings.uri());
        check(file);
        // The prefix keeps a file called "concat:x" or "-" from being taken for one of FFmpeg's own protocols.
        return new Address("file:" + file.toAbsolutePath(), file.toString(), Map.of(), file);
    }

    private static Path path(String uri) {
        try {
            return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw InputErrors.badAddress(uri, e);
        }
    }

    private static void check(Path file) {
        if (!Files.exists(file)) {
            throw InputErrors.notFound(file);
        }
        if (Files.isDirectory(file)) {
            throw InputErrors.directory(file);
        }
        if (!Files.isReadable(file)) {
            throw InputErrors.forbidden(file);
        }
        if (Files.isRegularFile(file) && file.toFile().length() == 0) {
            throw InputErrors.empty(file);
        }
    }

    private static Map<String, String> networkOptions(String uri, IngestOptions ingest) {
        Map<String, String> options = new HashMap<>();
        String micros = Long.toString(ingest.timeout().toNanos() / 1000);
        String scheme = scheme(uri);
        options.put("rw_timeout", micros);
        if (scheme.startsWith("rtsp")) {
            options.put("timeout", micros);
            // The session description names the codecs, so looking at the stream for long only delays the first frame.
            options.put("probesize", "200000");
            options.put("analyzeduration", "200000");
            options.putAll(transport(uri, ingest.rtspTransport()));
        } else if (scheme.startsWith("http")) {
            options.put("timeout", micros);
        }
        return options;
    }

    private static Map<String, String> transport(String uri, String wanted) {
        String chosen = uri.endsWith("?udp") ? "udp" : uri.endsWith("?tcp") ? "tcp" : wanted;
        return chosen.equals("auto") ? Map.of("rtsp_transport", "tcp+udp", "rtsp_flags", "prefer_tcp") : Map.of("rtsp_transport", chosen);
    }

    private static String scheme(String uri) {
        return uri.substring(0, uri.indexOf("://")).toLowerCase(Locale.ROOT);
    }

    boolean network() {
        return file == null;
    }

    /** Whether the protocol itself is one of live streams; of others, only a look tells. */
    boolean alwaysLive() {
        return network() && ALWAYS_LIVE.contains(scheme(url));
    }

    /** A pipe has no size, and looking at it would take its bytes away. */
    private boolean sized() {
        return !network() && Files.isRegularFile(file);
    }

    /** Whether this is a file that begins like a video: when it cannot be opened, its rest is missing. */
    boolean beginsLikeVideo() {
        try {
            return sized() && DeclaredSize.knows(file);
        } catch (IOException e) {
            throw InputErrors.forbidden(file);
        }
    }

    /** What the file's size says is wrong with it; nothing of a network source. */
    Optional<String> sizeFault() {
        try {
            long missing = sized() ? DeclaredSize.missing(file) : 0;
            return missing == 0 ? Optional.empty() : Optional.of(missing + " bytes are missing");
        } catch (IOException e) {
            throw InputErrors.forbidden(file);
        }
    }
}
