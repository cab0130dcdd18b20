package dev.afterimage.qa.http;

import dev.afterimage.core.place.Placements;
import java.util.Optional;

/**
 * What a gateway stands on.
 *
 * @param placements says which machine has which stream
 * @param secret     what the machines know gateways by
 * @param version    of the program
 * @param tls        for the way to the machines; empty where that is plain HTTP
 */
public record GatewayPorts(Placements placements, String secret, String version, Optional<ClusterTls> tls) { }
