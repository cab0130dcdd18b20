package dev.afterimage.core;

/** The unit of storage: one frame's tokens as KV, with what finds it again. */
public record KvBlock(BlockEntry entry, KeyValues keyValues) {

    public KvBlock {
        if (entry.tokens() != keyValues.tokens()) {
            throw new IllegalArgumentException("entry says " + entry.tokens() + " tokens, KV has " + keyValues.tokens());
        }
    }
}
