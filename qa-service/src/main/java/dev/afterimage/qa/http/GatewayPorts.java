package dev.afterimage.qa.http;

import dev.afterimage.core.place.Placements;

/**
 * What a gateway stands on.
 *
 * @param placements says which machine has which stream
 * @param secret     what the machines know gateways by
 * @param version    of the program
 */
public record GatewayPorts(Placements placements, String secret, String version) { }
