package dev.afterimage.core.retention;

/**
 * What has to be given up next: the oldest of a holding.
 *
 * @param beforeMillis only what is older than this, milliseconds since 1970
 */
public record Removal(Holding holding, long beforeMillis) { }
