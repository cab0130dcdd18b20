package dev.afterimage.eval.haystack;

import java.nio.file.Path;

/**
 * A film that is a part of a stream.
 *
 * @param begin second of the stream at which its first frame comes
 */
public record Film(Path file, double begin) { }
