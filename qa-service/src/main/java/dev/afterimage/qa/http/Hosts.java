package dev.afterimage.qa.http;

import java.util.regex.Pattern;

/** Names by which this machine calls itself. */
final class Hosts {

    private static final Pattern LOOPBACK_V4 = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private Hosts() { }

    static boolean isLoopback(String host) {
        String bare = withoutBrackets(host);
        return bare.equalsIgnoreCase("localhost") || bare.equals("::1") || LOOPBACK_V4.matcher(bare).matches();
    }

    /** {@code name:port} or {@code [v6]:port} without the port. */
    static String nameOf(String authority) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.lastIndexOf(':');
        return colon > bracket ? authority.substring(0, colon) : authority;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
