package dev.afterimage.core.block;


/**
 * What a {@code MemoryBridge} remembers of a stream after one of its segments: what it goes on from at the next, and
 * what an answer reads.
 *
 * @param tokens (memoryTokens, width): embeddings as the language model reads them; numbers of half precision, so that
 *               they are stored without loss
 * @param noted  how many things the bridge has put down so far
 */
public record RecurrentMemory(float[] tokens, int noted) { }
