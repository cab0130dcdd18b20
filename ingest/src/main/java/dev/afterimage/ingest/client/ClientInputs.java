package dev.afterimage.ingest.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.source.SourceUrl;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.ingest.media.ByteSource;
import dev.afterimage.ingest.media.Input;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.MediaException;

/**
 * Opens what clients name, within a policy. Files and HTTP are read by us, so that FFmpeg opens nothing at all and
 * every address that a redirect or a playlist names is looked at. For RTSP, RTMP and SRT FFmpeg gets the numeric
 * address that was looked at, for one connection.
 */
public final class ClientInputs {

    private static final Logger LOG = LoggerFactory.getLogger(ClientInputs.class);

    /** Formats that consist of themselves alone. */
    static final String PLAIN = "mov,matroska,avi,flv,live_flv,mpegts,mpeg,mpegvideo,h264,hevc,m4v,mjpeg,mpjpeg,asf,ogg,gif,dv,"
            + "mxf,ivf,obu,nut,rm,"
            + "wav,mp3,aac,flac";
    /** What live playlists are made of, with them. */
    private static final String WITH_PLAYLISTS = PLAIN + ",hls,applehttp,ac3,eac3,webvtt";

    private static final Map<String, String> PROTOCOLS = Map.of("rtsp", "tcp", "rtsps", "tls,tcp", "rtmp", "rtmp,tcp", "rtmps",
            "rtmps,tls,tcp", "srt", "srt");
    private static final Map<String, String> FORMATS = Map.of("rtsp", "rtsp", "rtsps", "rtsp", "rtmp", "flv,live_flv", "rtmps",
            "flv,live_flv", "srt", "mpegts");

    private final SourcePolicy policy;
    private final Resolver resolver;
    private final HttpFetcher fetcher;
    private final AtomicInteger openings = new AtomicInteger();

    public ClientInputs(SourcePolicy policy, Duration timeout) {
        this(policy, timeout, SystemDefaultDnsResolver.INSTANCE);
    }

    /** @param names looks names up */
    public ClientInputs(SourcePolicy policy, Duration timeout, DnsResolver names) {
        this.policy = policy;
        this.resolver = new Resolver(policy, names);
        this.fetcher = new HttpFetcher(policy, resolver, timeout);
    }

    /** @param options for FFmpeg, where it connects by itself */
    public Input of(SourceSettings settings, Map<String, String> options) {
        return interrupt -> {
            interrupt.guard();
            try {
                return settings.network() ? network(settings, options, interrupt) : file(settings);
            } catch (IOException e) {
                throw new MediaException(MediaException.Reason.FAILED, String.valueOf(e.getMessage()));
            }
        };
    }

    private Input.Opening file(SourceSettings settings) throws IOException {
        Path path = policy.file(settings.uri()).orElseThrow(() -> SourcePolicy.refused(settings));
        ByteSource bytes = FileBytes.open(path, policy.directories());
        return new Input.Opening("file:" + path, closed(PLAIN), "", bytes, ClientInputs::nothing, true);
    }

    /** A film that a client uploaded; whoever calls has found it by its id, and nothing else is opened. */
    public Input uploaded(Path film) {
        return interrupt -> {
            interrupt.guard();
            try {
                ByteSource bytes = FileBytes.open(film, List.of(film.getParent()));
                return new Input.Opening("file:" + film, closed(PLAIN), "", bytes, ClientInputs::nothing, true);
            } catch (IOException e) {
                // The film may be good: nobody must take this for its fault.
                LOG.warn("an uploaded film cannot be opened: {}", e.toString());
                throw new AfterimageException(ErrorCode.STORAGE_FAILED, "the uploaded film cannot be opened on the disk of the service",
                        "look into the service's log; it is tried again", e);
            }
        };
    }

    private static ByteSource nothing(String url, Map<String, String> options) throws IOException {
        throw new IOException("a file refers to '" + AfterimageException.maskPasswords(url) + "'");
    }

    private Input.Opening network(SourceSettings settings, Map<String, String> options, Interrupt interrupt) throws IOException {
        Optional<SourceUrl> allowed = policy.url(settings.uri());
        SourceUrl url = allowed.orElseThrow(() -> SourcePolicy.refused(settings));
        return url.scheme().startsWith("http") ? http(settings.uri(), interrupt) : direct(url, options);
    }

    private Input.Opening http(String address, Interrupt interrupt) throws IOException {
        HttpBytes bytes = new HttpBytes(fetcher, address, 0, Long.MAX_VALUE, interrupt);
        // FFmpeg tells playlists by their names or by this type, which it cannot see here.
        String format = bytes.type().contains("mpegurl") ? "hls" : "";
        Map<String, String> options = closed(WITH_PLAYLISTS);
        options.put("http_persistent", "0");
        options.put("http_multiple", "0");
        Playlists playlists = new Playlists();
        return new Input.Opening(bytes.url(), options, format, new BoundedPlaylist(bytes, bytes.url(), playlists),
                (next, told) -> next(next, told, interrupt, playlists), true);
    }

    private ByteSource next(String url, Map<String, String> told, Interrupt interrupt, Playlists playlists)
            throws IOException {
        long from = Long.parseLong(told.getOrDefault("offset", "0"));
        long end = Long.parseLong(told.getOrDefault("end_offset", "0"));
        if (url.startsWith("crypto+") || url.startsWith("crypto:")) {
            HttpBytes bytes = new HttpBytes(fetcher, url.substring("crypto+".length()), from, end > 0 ? end : Long.MAX_VALUE, interrupt);
            return DecryptedBytes.of(bytes, told.getOrDefault("key", ""), told.getOrDefault("iv", ""));
        }
        return new BoundedPlaylist(new HttpBytes(fetcher, url, from, end > 0 ? end : Long.MAX_VALUE, interrupt), url, playlists);
    }

    /** FFmpeg is to open nothing by itself: there is no protocol of that name. */
    private static Map<String, String> closed(String formats) {
        return new HashMap<>(Map.of("protocol_whitelist", "none", "format_whitelist", formats));
    }

    private Input.Opening direct(SourceUrl url, Map<String, String> given) throws UnknownHostException {
        List<InetAddress> addresses = resolver.addresses(url.host(), url.portOrDefault());
        // Another one at each try: not all of a name's addresses need to be reachable.
        InetAddress address = addresses.get(Math.floorMod(openings.getAndIncrement(), addresses.size()));
        Map<String, String> options = new HashMap<>(given);
        options.put("protocol_whitelist", PROTOCOLS.get(url.scheme()));
        options.put("format_whitelist", FORMATS.get(url.scheme()));
        if (url.scheme().startsWith("rtsp")) {
            // With UDP the server says where packets go.
            options.put("rtsp_transport", "tcp");
            options.remove("rtsp_flags");
        }
        LOG.debug("connecting to {}", address);
        return new Input.Opening(url.at(address.getHostAddress(), url.port()), options, "", null, null, true);
    }
}
