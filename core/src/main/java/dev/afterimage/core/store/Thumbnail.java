package dev.afterimage.core.store;

/** A small JPEG of the frame at {@code seconds}. */
public record Thumbnail(double seconds, byte[] jpeg) { }
