package dev.afterimage.qa.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The proxies whose word is taken for whom they speak: what anybody else writes into {@code X-Forwarded-For} is not looked at. */
public final class TrustedProxies {

    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** Nothing that a name server would be asked for. */
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    /** Entries looked at, from the end: no request passes more proxies. */
    private static final int MOST_HOPS = 32;

    private final List<Range> ranges;

    /** Addresses that begin with so many bits of one. */
    private record Range(byte[] first, int bits) {

        boolean holds(byte[] address) {
            if (address.length != first.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                if (((address[bit >> 3] ^ first[bit >> 3]) >> 7 - (bit & 7) & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private TrustedProxies(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * @param written numeric addresses, and ranges such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException with the entry that is neither
     */
    public static TrustedProxies of(List<String> written) {
        return new TrustedProxies(written.stream().map(TrustedProxies::range).toList());
    }

    private static Range range(String written) {
        int slash = written.indexOf('/');
        byte[] address = numeric(slash < 0 ? written : written.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException(written));
        int all = address.length * 8;
        String bits = slash < 0 ? String.valueOf(all) : written.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > all) {
            throw new IllegalArgumentException(written);
        }
        return new Range(address, Integer.parseInt(bits));
    }

    /** Whether an address is that of a proxy. */
    public boolean trusts(String address) {
        return !ranges.isEmpty() && numeric(address).filter(bytes -> ranges.stream().anyMatch(range -> range.holds(bytes))).isPresent();
    }

    /**
     * Whom a request comes from: who made the connection, or where that is a proxy, the last address it names that is none.
     *
     * @param connection numeric address
     * @param forwarded  values of {@code X-Forwarded-For}, in order
     */
    public String client(String connection, List<String> forwarded) {
        if (forwarded.isEmpty() || !trusts(connection)) {
            return connection;
        }
        List<String> hops = Arrays.asList(String.join(",", forwarded).split(",", -1));
        String client = connection;
        for (int hop = hops.size() - 1; hop >= Math.max(0, hops.size() - MOST_HOPS); hop--) {
            String named = hops.get(hop).strip();
            if (numeric(named).isEmpty()) {
                return client;
            }
            client = named;
            if (!trusts(named)) {
                return client;
            }
        }
        return client;
    }

    private static Optional<byte[]> numeric(String address) {
        try {
            return NUMERIC.matcher(address).matches() ? Optional.of(InetAddress.getByName(address).getAddress()) : Optional.empty();
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }
}
