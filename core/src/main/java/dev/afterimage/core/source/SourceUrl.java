package dev.afterimage.core.source;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network address taken apart as FFmpeg does it: the authority ends at the first {@code / ? #}, the user in it at the last {@code @}.
 *
 * @param scheme   lower case
 * @param userInfo as written, with its {@code @}; empty for none
 * @param host     as written, without the brackets of an IPv6 address
 * @param port     -1 where none is written
 * @param rest     path, query and fragment
 */
public record SourceUrl(String scheme, String userInfo, String host, int port, String rest) {

    private static final Pattern SHAPE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("(?:\\[([^\\[\\]]*)]|([^:\\[\\]]*))(?::(\\d{1,5}))?");
    private static final int LAST_PORT = 65535;
    private static final Map<String, Integer> PORTS = Map.of("rtsp", 554, "rtsps", 322, "rtmp", 1935, "rtmps", 443, "http", 80, "https",
            443);

    /** Empty when it has no host, or a port that there cannot be. */
    public static Optional<SourceUrl> of(String uri) {
        Matcher shape = SHAPE.matcher(uri);
        if (!shape.matches()) {
            return Optional.empty();
        }
        String authority = shape.group(2);
        int user = authority.lastIndexOf('@') + 1;
        Matcher place = HOST.matcher(authority.substring(user));
        if (!place.matches()) {
            return Optional.empty();
        }
        String host = place.group(1) == null ? place.group(2) : place.group(1);
        int port = place.group(3) == null ? -1 : Integer.parseInt(place.group(3));
        return host.isEmpty() || port == 0 || port > LAST_PORT ? Optional.empty()
                : Optional.of(new SourceUrl(shape.group(1).toLowerCase(Locale.ROOT), authority.substring(0, user), host, port,
                        shape.group(3)));
    }

    /** Whether a password seems to have cut the host off: it holds one of {@code / ? #} that is not escaped. */
    public static boolean cutByPassword(String uri) {
        Matcher shape = SHAPE.matcher(uri);
        return shape.matches() && shape.group(2).indexOf('@') < 0 && shape.group(2).indexOf(':') >= 0 && shape.group(3).indexOf('@') >= 0
                && of(uri).isEmpty();
    }

    /** The port connected to; -1 where the scheme has none of its own. */
    public int portOrDefault() {
        return port >= 0 ? port : PORTS.getOrDefault(scheme, -1);
    }

    /** The same with the host replaced by a numeric address. */
    public String at(String address, int port) {
        String written = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return scheme + "://" + userInfo + written + (port < 0 ? "" : ":" + port) + rest;
    }
}
