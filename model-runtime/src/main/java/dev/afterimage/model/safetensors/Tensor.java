package dev.afterimage.model.safetensors;

/**
 * Where a tensor lies in its file.
 *
 * @param shape  outermost first
 * @param offset bytes from the file's start
 * @param bytes  length in the file
 */
record Tensor(String name, ElementType type, long[] shape, long offset, long bytes) { }
