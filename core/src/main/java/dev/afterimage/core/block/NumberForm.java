package dev.afterimage.core.block;

/**
 * How a store keeps the numbers of KV; {@link StoredKeyValues.Numbers} says what groups are.
 *
 * @param bits             of a number: 16 for halves, 8 or 4
 * @param keysPerChannel   whether one channel of a head over all tokens has a least and a step, and not one token's channels; means nothing
 *                         for halves
 * @param valuesPerChannel the same of values
 */
public record NumberForm(int bits, boolean keysPerChannel, boolean valuesPerChannel) { }
