package dev.afterimage.store.codec;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.NumberForm;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.block.TokenPositions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the numbers of keys and values are kept. Quantised forms keep keys per channel (KIVI: a few channels of the keys
 * are far larger than the others, in all tokens alike) and values as {@link #VALUES} says.
 */
public enum KvForm implements KvCodec {
    /** Half precision: 2 bytes a number. */
    FP16(1, 16),
    /** A byte a number. */
    INT8(2, 8),
    /** Half a byte a number. */
    INT4(3, 4);

    /**
     * For values both groupings cost about as much error; this one is the smaller for blocks of few tokens. Figures:
     * {@code docs/results.md}.
     */
    public static final Grouping VALUES = Grouping.PER_TOKEN;

    /** Which numbers share one least value and one step. */
    public enum Grouping {
        /** One channel of one head, over the block's tokens. */
        PER_CHANNEL,
        /** One token's channels of one head. */
        PER_TOKEN
    }

    final int id;
    final int bits;

    KvForm(int id, int bits) {
        this.id = id;
        this.bits = bits;
    }

    /** As flags and configurations write it: {@code fp16}, {@code int8}, {@code int4}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public StoredKeyValues kept(KeyValues computed) {
        return EncodedKeyValues.ofWritten(KeyValuesCodec.encode(computed, this));
    }

    @Override
    public Optional<NumberForm> numbers() {
        return Optional.of(new NumberForm(bits, true, VALUES == Grouping.PER_CHANNEL));
    }

    @Override
    public StoredKeyValues kept(KvLayout layout, int tokens, TokenPositions positions, List<StoredKeyValues.Piece> pieces) {
        return EncodedKeyValues.ofWritten(new PackedLayers(this, layout, tokens, positions).written(pieces));
    }

    /** Bytes of a line of so many quantised channels. */
    int rowBytes(int channels) {
        return bits == 8 ? channels : (channels + 1) / 2;
    }

    /** Whether pieces of a value are in this form, as it is written today. */
    boolean wrote(List<StoredKeyValues.Piece> pieces) {
        return pieces.stream().allMatch(piece -> piece.bits() == bits && (this == FP16
                || piece.keys().perChannel() && piece.values().perChannel() == (VALUES == Grouping.PER_CHANNEL)));
    }

    static KvForm of(int id) {
        for (KvForm form : values()) {
            if (form.id == id) {
                return form;
            }
        }
        throw MalformedValueException.newer("its numbers are kept in a form (" + id + ") that this program does not know");
    }
}
