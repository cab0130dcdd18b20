package dev.afterimage.benchmark.compression;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.KvForm;
import java.util.List;

/**
 * A published model's KV and picture.
 *
 * @param pictureTokens visual tokens of one picture, rows x columns
 */
public record Shape(String name, KvLayout layout, int rows, int columns) {

    public static final List<Shape> ALL = List.of(new Shape("SmolVLM2-256M", new KvLayout(30, 3, 64), 8, 8),
            new Shape("SmolVLM2-500M", new KvLayout(32, 5, 64), 8, 8), new Shape("LLaVA-OneVision-0.5B", new KvLayout(24, 2, 64), 14, 14));

    public int pictureTokens() {
        return rows * columns;
    }

    /**
     * Bytes of a block of this many tokens, kept layer by layer as the store does it for blocks of pictures; what its
     * numbers are makes no difference.
     */
    long bytes(int tokens, KvForm form) {
        KvLayout one = new KvLayout(1, layout.kvHeads(), layout.headDim());
        KeyValues layer = new KeyValues(one, tokens, new float[one.size(tokens)], new float[one.size(tokens)]);
        return (long) layout.layers() * KeyValuesCodec.encode(layer, form).length;
    }
}
