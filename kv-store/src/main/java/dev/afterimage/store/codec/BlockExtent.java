package dev.afterimage.store.codec;

/**
 * Where a block lies in time and how large it is: what can be known without reading it.
 *
 * @param seconds presentation time of its frame
 * @param kvBytes bytes of its KV as stored
 */
public record BlockExtent(double seconds, int tokens, int kvBytes) { }
