package dev.afterimage.qa.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom an address stands for: itself, or of IPv6 its /64, of which each household has one. */
public final class Networks {

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private Networks() { }

    /** @param address numeric; anything else is given back as it is */
    public static String of(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == IPV6_BYTES ? InetAddress.getByAddress(clearedHost(bytes)).getHostAddress() : address;
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }

    private static byte[] clearedHost(byte[] address) {
        return Arrays.copyOf(Arrays.copyOf(address, NETWORK_BYTES), IPV6_BYTES);
    }
}
