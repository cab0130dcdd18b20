package dev.afterimage.gpu.check;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.block.TokenPositions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** A block of random numbers in 8 bits, laid out as a store keeps one: keys by channel, values by token. For timing its way to a device. */
final class StoredSample implements StoredKeyValues {

    /** 1/64 in half precision. */
    private static final short STEP = 0x2400;

    private final KvLayout layout;
    private final int tokens;
    private final Piece piece;

    StoredSample(KvLayout layout, int tokens) {
        this.layout = layout;
        this.tokens = tokens;
        int heads = layout.layers() * layout.kvHeads();
        Numbers keys = numbers(true, 0, heads * layout.headDim());
        Numbers values = numbers(false, keys.numbers() + layout.size(tokens), heads * tokens);
        byte[] bytes = new byte[values.numbers() + layout.size(tokens)];
        new Random(1).nextBytes(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (Numbers part : List.of(keys, values)) {
            for (int at = part.leasts(); at < part.numbers(); at += Short.BYTES) {
                buffer.putShort(at, at < part.steps() ? 0 : STEP);
            }
        }
        this.piece = new Piece(layout.layers(), 8, keys, values, bytes);
    }

    private static Numbers numbers(boolean perChannel, int from, int groups) {
        return new Numbers(perChannel, from, from + groups * Short.BYTES, from + 2 * groups * Short.BYTES);
    }

    @Override
    public KvLayout layout() {
        return layout;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public TokenPositions positions() {
        return null;
    }

    @Override
    public List<Piece> pieces() {
        return List.of(piece);
    }

    @Override
    public KeyValues decoded() {
        throw new UnsupportedOperationException("this block is there to be copied");
    }
}
