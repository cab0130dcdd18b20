package dev.afterimage.core.retention;

import dev.afterimage.core.stream.StreamId;

/**
 * What is kept of one kind of one stream now.
 *
 * @param kind         null for the evidence, which counts and is never removed
 * @param bytes        on the disk, what is on its way there included
 * @param oldestMillis wall clock of the oldest that could be removed, milliseconds since 1970; {@link Long#MAX_VALUE} where nothing could
 */
public record Holding(StreamId stream, Kept kind, long bytes, long oldestMillis) { }
