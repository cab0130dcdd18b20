package dev.afterimage.model.gguf;

/**
 * Where a tensor lies in the file.
 *
 * @param shape    outermost first
 * @param elements product of {@code shape}
 * @param offset   bytes from the file's start
 * @param bytes    length in the file
 */
public record GgufTensor(String name, TensorType type, long[] shape, long elements, long offset, long bytes) { }
