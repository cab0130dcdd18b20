package dev.afterimage.model.format;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * A linear layer's weights as a pack keeps them.
 *
 * @param weight (out, in) floats, row-major; null where the pack keeps 8 bits
 * @param bytes  (out, in) unsigned with 128 added, in blocks along their input with a scale each; null where the pack keeps floats
 * @param scales (out, in / block); null where the pack keeps floats
 * @param block  weights of a block; 0 where the pack keeps floats
 * @param bias   (out), or empty
 */
public record PackMatrix(int out, int in, FloatBuffer weight, ByteBuffer bytes, FloatBuffer scales, int block, float[] bias) { }
