package dev.afterimage.ingest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SourceUrl;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.ingest.client.ClientInputs;
import dev.afterimage.ingest.media.DeclaredSize;
import dev.afterimage.ingest.media.Input;

/**
 * Where a source is, as FFmpeg wants it written.
 *
 * @param url     for FFmpeg
 * @param shown   for people
 * @param file    null for a network source
 * @param input   opens it
 */
record Address(String url, String shown, Path file, Input input) {

    /** What FFmpeg may open on the way, by scheme: a playlist or session description from a network must not read this machine's files. */
    private static final Map<String, String> PROTOCOLS = Map.of(
            "rtsp", "rtp,srtp,udp,tcp,tls,http,https,httpproxy,crypto", "rtsps", "rtp,srtp,udp,tcp,tls,crypto",
            "rtmp", "rtmp,tcp", "rtmps", "rtmps,tls,tcp", "srt", "srt", "udp", "udp,rtp,srtp", "rtp", "udp,rtp,srtp",
            "http", "http,https,tls,tcp,rtp,srtp,udp,crypto,data,httpproxy", "https",
                    "http,https,tls,tcp,rtp,srtp,udp,crypto,data,httpproxy");

    private static final Set<String> ALWAYS_LIVE = Set.of("rtsp", "rtsps", "rtmp", "rtmps", "rtp", "udp", "srt");

    /** @param clients makes inputs of what clients name */
    static Address of(SourceSettings settings, IngestOptions ingest, ClientInputs clients) {
        boolean client = settings.origin() == SourceSettings.Origin.CLIENT;
        if (settings.network()) {
            Map<String, String> options = networkOptions(settings.uri(), ingest);
            return new Address(settings.uri(), settings.maskedUri(), null, client
                    ? clients.of(settings, options) : Input.of(settings.uri(), options));
        }
        Path file = path(settings.uri());
        check(file, file.toString());
        // The prefix keeps a file called "concat:x" or "-" from being taken for one of FFmpeg's own protocols.
        String url = "file:" + file.toAbsolutePath();
        return new Address(url, file.toString(), file,
                client ? clients.of(settings, Map.of()) : Input.of(url, Map.of("protocol_whitelist", "file,crypto,data")));
    }

    /** Files and folders that are watched as one stream. */
    static List<Path> recordings(SourceSettings settings) {
        List<Path> paths = settings.recordings().stream().map(Address::path).toList();
        paths.stream().filter(path -> !Files.exists(path)).findFirst().ifPresent(missing -> {
            throw InputErrors.notFound(missing.toString());
        });
        return paths;
    }

    /** Of what a browser or an encoder sends; opened, it waits for the next sender. */
    static Address sent(SourceSettings settings, IngestOptions ingest, Senders senders) {
        return new Address(settings.uri(), settings.maskedUri(), null, new SentInput(settings, senders, ingest.timeout()));
    }

    /** Of a film that was uploaded, which is called what it was called where it came from. */
    static Address uploaded(SourceSettings settings, Path film, ClientInputs clients) {
        String name = settings.uri().substring(settings.uri().indexOf('/') + 1);
        check(film, name);
        return new Address("file:" + film.toAbsolutePath(), name, film, clients.uploaded(film));
    }

    /** Fails when a file has gone meanwhile. */
    void requireThere() {
        if (!network()) {
            check(file, shown);
        }
    }

    private static Path path(String uri) {
        try {
            return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw InputErrors.badAddress(uri, e);
        }
    }

    private static void check(Path file, String named) {
        if (!Files.exists(file)) {
            throw InputErrors.notFound(named);
        }
        if (Files.isDirectory(file)) {
            throw InputErrors.directory(named);
        }
        if (!Files.isReadable(file)) {
            throw InputErrors.forbidden(named);
        }
        if (Files.isRegularFile(file) && file.toFile().length() == 0) {
            throw InputErrors.empty(named);
        }
    }

    private static Map<String, String> networkOptions(String uri, IngestOptions ingest) {
        Map<String, String> options = new HashMap<>();
        String micros = Long.toString(ingest.timeout().toNanos() / 1000);
        String scheme = scheme(uri);
        if (SourceUrl.cutByPassword(uri)) {
            throw InputErrors.unescaped(uri);
        }
        options.put("rw_timeout", micros);
        if (PROTOCOLS.containsKey(scheme)) {
            options.put("protocol_whitelist", PROTOCOLS.get(scheme));
        }
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
            throw InputErrors.forbidden(shown);
        }
    }

    /** What the file's size says is wrong with it; nothing of a network source. */
    Optional<String> sizeFault() {
        try {
            long missing = sized() ? DeclaredSize.missing(file) : 0;
            return missing == 0 ? Optional.empty() : Optional.of(missing + " bytes are missing");
        } catch (IOException e) {
            throw InputErrors.forbidden(shown);
        }
    }
}
