package dev.afterimage.ingest.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import org.apache.hc.client5.http.DnsResolver;

import dev.afterimage.core.source.SourcePolicy;

/** Looks names up and lets only those addresses through that the policy allows; what it gives is what is connected to. */
final class Resolver implements DnsResolver {

    private final SourcePolicy policy;
    private final DnsResolver names;

    /** @param names does the looking up */
    Resolver(SourcePolicy policy, DnsResolver names) {
        this.policy = policy;
        this.names = names;
    }

    /** @return at least one */
    List<InetAddress> addresses(String host, int port) throws UnknownHostException {
        List<InetAddress> allowed = Arrays.stream(names.resolve(host)).filter(address -> policy.allows(host, port, address)).toList();
        if (allowed.isEmpty()) {
            throw new UnknownHostException(host + " has no address that clients may have connected to");
        }
        return allowed;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return addresses(host, port).stream().map(address -> new InetSocketAddress(address, port)).toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return addresses(host, -1).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
