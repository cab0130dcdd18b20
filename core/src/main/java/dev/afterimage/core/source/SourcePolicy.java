package dev.afterimage.core.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What clients of the service may have watched. It holds for {@link SourceSettings.Origin#CLIENT} alone, and says the same of everything it
 * refuses, so that nothing can be learnt about files and hosts.
 *
 * @param schemes     of URLs, lower case; of {@link #KNOWN_SCHEMES}
 * @param directories below which files may lie; none: no files
 * @param hosts       exceptions from {@link PrivatePlaces}: names or numeric addresses, as {@code host} or {@code host:port}
 */
public record SourcePolicy(Set<String> schemes, List<Path> directories, Set<String> hosts) {

    /** Those whose connections can be checked. */
    public static final Set<String> KNOWN_SCHEMES = Set.of("rtsp", "rtsps", "rtmp", "rtmps", "srt", "http", "https");

    public static final SourcePolicy DEFAULT = new SourcePolicy(KNOWN_SCHEMES, List.of(), Set.of());

    /** Letters of ASCII alone: others may be folded to what is refused on their way to the resolver. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?");
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");
    private static final Pattern IPV4 = Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|"
            + "[1-9]?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");
    private static final Set<String> SRT_OPTIONS = Set.of("streamid", "passphrase", "pbkeylen", "enforced_encryption", "latency",
            "rcvlatency", "peerlatency",
            "transtype", "tlpktdrop", "maxbw", "payload_size", "pkt_size", "connect_timeout", "timeout");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\\\\\p{Cntrl}]");

    public SourcePolicy {
        schemes = Set.copyOf(schemes);
        directories = directories.stream().map(directory -> directory.toAbsolutePath().normalize()).toList();
        hosts = hosts.stream().map(SourcePolicy::plain).collect(Collectors.toUnmodifiableSet());
        if (!KNOWN_SCHEMES.containsAll(schemes)) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "clients cannot be allowed the schemes " + new TreeSet<>(schemes),
                    "name some of " + String.join(", ", new TreeSet<>(KNOWN_SCHEMES)));
        }
    }

    /**
     * Judges by the address alone; where a name leads is judged when it is looked up.
     *
     * @throws AfterimageException {@link ErrorCode#INPUT_REFUSED}
     */
    public void require(SourceSettings settings) {
        if (settings.origin() == SourceSettings.Origin.OPERATOR) {
            return;
        }
        // What is published is connected to by nobody.
        boolean allowed = settings.published() || settings.uploaded().isEmpty()
                && (settings.network() ? url(settings.uri()).isPresent() : file(settings.uri()).isPresent());
        if (!allowed) {
            throw refused(settings);
        }
    }

    /** The one message for everything that may not be opened. */
    public static AfterimageException refused(SourceSettings settings) {
        return new AfterimageException(ErrorCode.INPUT_REFUSED, "sources added over HTTP may not be opened at '" + settings.maskedUri()
                + "'",
                "take a camera's address on the network, or name the source in the service's configuration; 'client_sources' there "
                + "allows more");
    }

    /** An allowed URL; empty for any other, and for a path. */
    public Optional<SourceUrl> url(String uri) {
        if (UNPRINTABLE.matcher(uri).find()) {
            return Optional.empty();
        }
        return SourceUrl.of(uri).filter(url -> schemes.contains(url.scheme()) && allowsName(url.host(), url.portOrDefault()) && calls(url));
    }

    /** Whether it makes a connection instead of waiting for one: FFmpeg takes options of SRT's sockets out of the query. */
    private static boolean calls(SourceUrl url) {
        int query = url.rest().indexOf('?');
        return !url.scheme().equals("srt") || query < 0 || Arrays.stream(url.rest().substring(query + 1).split("&"))
                .allMatch(option -> SRT_OPTIONS.contains(option.split("=", 2)[0]) || option.equals("mode=caller"));
    }

    /**
     * The path of a file that lies below an allowed directory by its name; empty for any other. Where links lead has to be looked at when
     * it is opened.
     */
    public Optional<Path> file(String uri) {
        try {
            Path path = (uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri)).toAbsolutePath().normalize();
            return directories.stream().anyMatch(directory -> path.startsWith(directory) && !path.equals(directory))
                    ? Optional.of(path) : Optional.empty();
        } catch (IllegalArgumentException | FileSystemNotFoundException noPath) {
            return Optional.empty();
        }
    }

    /** Whether a host may be looked up at all; a numeric one is judged like {@link #allows}. */
    private boolean allowsName(String host, int port) {
        String name = plain(host);
        if (hosts.contains(name) || hosts.contains(name + ":" + port)) {
            return true;
        }
        if (IPV4.matcher(host).matches() || IPV6.matcher(name).matches()) {
            return PrivatePlaces.numeric(name).filter(address -> allows(name, port, address)).isPresent();
        }
        // Other spellings of numbers (octal, hexadecimal, fewer than four parts) mean different things to different resolvers.
        return NAME.matcher(name).matches() && !NUMBER_AT_END.matcher(name).matches() && !PrivatePlaces.named(name);
    }

    /**
     * Whether a connection may be made.
     *
     * @param host    as written
     * @param address what it was resolved to
     */
    public boolean allows(String host, int port, InetAddress address) {
        String name = plain(host);
        String numeric = address.getHostAddress();
        return !PrivatePlaces.holds(address) || hosts.contains(name) || hosts.contains(name + ":" + port)
                || hosts.contains(numeric) || hosts.contains(numeric + ":" + port);
    }

    /** Lower case, without the dot that ends a full name. */
    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
