package dev.afterimage.core.source;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Addresses at which a service trusts whoever reaches them: this machine itself, its direct link, and the metadata
 * services of clouds, in every form in which an IPv6 address can carry an IPv4 one. Private networks (RFC 1918, RFC
 * 4193) are not among them: cameras are there.
 */
final class PrivatePlaces {

    private static final Set<String> NAMES = Set.of("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "metadata",
            "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal", "metadata.azure.com",
                    "metadata.tencentyun.com",
            "metadata.packet.net", "metadata.platformequinix.com");

    private static final List<Network> NETWORKS = List.of(
            Network.of("0.0.0.0", 8), Network.of("127.0.0.0", 8), Network.of("169.254.0.0", 16),
            // Multicast, reserved, broadcast.
            Network.of("224.0.0.0", 4), Network.of("240.0.0.0", 4),
            // Metadata and host agents: Alibaba, Azure, Oracle, the relays of Google's and Amazon's IPv6.
            Network.of("100.100.100.200", 32), Network.of("168.63.129.16", 32), Network.of("192.0.0.0", 24),
            Network.of("fd00:ec2::", 32), Network.of("fd20:ce::", 32),
            Network.of("::", 128), Network.of("::1", 128), Network.of("fe80::", 10), Network.of("fec0::", 10), Network.of("ff00::", 8));

    /** IPv6 networks whose addresses carry an IPv4 one, and the byte at which it begins. */
    private static final List<Carrier> CARRIERS = List.of(
            new Carrier(Network.of("::", 96), 12), new Carrier(Network.of("64:ff9b::", 96), 12),
                    new Carrier(Network.of("64:ff9b:1::", 48), 12),
            new Carrier(Network.of("2002::", 16), 2), new Carrier(Network.of("2001::", 32), 4));

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final byte[] TRANSLATED = {0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0};
    private static final byte[] ISATAP = {0x5e, (byte) 0xfe};

    private record Carrier(Network network, int at) { }

    private record Network(byte[] begin, int bits) {

        static Network of(String address, int bits) {
            return new Network(numeric(address).orElseThrow().getAddress(), bits);
        }

        boolean holds(byte[] address) {
            if (address.length != begin.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (begin[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private PrivatePlaces() { }

    /** @param name lower case, without a final dot */
    static boolean named(String name) {
        return NAMES.contains(name) || name.endsWith(".localhost");
    }

    static boolean holds(InetAddress address) {
        return address instanceof Inet6Address six && six.getScopeId() != 0 || holds(address.getAddress()) || ownOfThisMachine(address);
    }

    private static boolean holds(byte[] address) {
        return NETWORKS.stream().anyMatch(network -> network.holds(address)) || address.length == 16 && carriesOne(address);
    }

    private static boolean carriesOne(byte[] address) {
        if (startsWith(address, 0, MAPPED) || startsWith(address, 0, TRANSLATED)
                || startsWith(address, 10, ISATAP) && address[9] == 0 && (address[8] & 0xFD) == 0) {
            return holds(Arrays.copyOfRange(address, 12, 16));
        }
        if (CARRIERS.get(CARRIERS.size() - 1).network().holds(address) && holds(flipped(address))) {
            return true;
        }
        return CARRIERS.stream().anyMatch(carrier -> carrier.network().holds(address)
                && holds(Arrays.copyOfRange(address, carrier.at(), carrier.at() + 4)));
    }

    /** Teredo (RFC 4380, 4) writes the client's address with its bits turned. */
    private static byte[] flipped(byte[] address) {
        byte[] client = Arrays.copyOfRange(address, 12, 16);
        for (int i = 0; i < client.length; i++) {
            client[i] = (byte) ~client[i];
        }
        return client;
    }

    private static boolean startsWith(byte[] address, int from, byte[] begin) {
        return Arrays.equals(address, from, from + begin.length, begin, 0, begin.length);
    }

    /** The machine's addresses on other networks lead to the same services as its loopback, this one included. */
    private static boolean ownOfThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    /** A numeric address, without asking any resolver. */
    static Optional<InetAddress> numeric(String address) {
        try {
            return address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                    ? Optional.of(InetAddress.getByName(address)) : Optional.empty();
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}
