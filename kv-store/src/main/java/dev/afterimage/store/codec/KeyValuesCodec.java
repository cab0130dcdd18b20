package dev.afterimage.store.codec;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.store.codec.KvForm.Grouping;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The KV of one block, or of one layer of it. Fields of version 1: {@code form (1) | layers (4) | kvHeads (4) | headDim
 * (4) | tokens (4) | keys | values}, keys and values each (layers, kvHeads, tokens, headDim): as halves behind their
 * length (4) for {@link KvForm#FP16}, else as {@link Quantised} writes them. Where tokens do not stand one after the
 * other, {@link #POSITIONED} is added to the form, and behind the values come
 * {@code span (4) | time, row, column (4 each) of each token}. A value says its form itself, so any is read whatever is
 * written now.
 */
public final class KeyValuesCodec {

    /** Added to the form of a value that holds positions. */
    static final int POSITIONED = 0x40;
    private static final int FIELDS = 1 + 6 * Integer.BYTES;

    private KeyValuesCodec() { }

    public static byte[] encode(KeyValues block) {
        return encode(block, KvForm.FP16);
    }

    public static byte[] encode(KeyValues block, KvForm form) {
        return encode(block, form, KvForm.VALUES);
    }

    /** @param values grouping of the values, where the form has groups */
    public static byte[] encode(KeyValues block, KvForm form, Grouping values) {
        Quantised grid = grid(block.layout(), block.tokens(), form);
        ValueWriter writer = begun(form, values, block.layout(), block.tokens(), block.positions());
        if (form == KvForm.FP16) {
            writer.halves(block.keys()).halves(block.values());
        } else {
            grid.write(writer, block.keys(), Grouping.PER_CHANNEL);
            grid.write(writer, block.values(), values);
        }
        return sealed(writer, block.positions());
    }

    /** The fields before the keys. @param values grouping of the values */
    static ValueWriter begun(KvForm form, Grouping values, KvLayout layout, int tokens, TokenPositions positions) {
        Quantised grid = grid(layout, tokens, form);
        int numbers = form == KvForm.FP16 ? Math.multiplyExact(2 * HalfFloats.BYTES, layout.size(tokens))
                : grid.bytes(Grouping.PER_CHANNEL) + grid.bytes(values);
        return new ValueWriter(ValueKind.KEY_VALUES, FIELDS + numbers).bytes(positions == null ? form.id : form.id | POSITIONED)
                .ints(layout.layers(), layout.kvHeads(), layout.headDim(), tokens);
    }

    /** With the fields behind the values. */
    static byte[] sealed(ValueWriter writer, TokenPositions positions) {
        if (positions != null) {
            writer.ints(positions.span()).ints(positions.axes());
        }
        return writer.seal();
    }

    /**
     * The values that a store keeps of a block; what is in its form already is not put into it again.
     *
     * @param byLayer one value for each layer, or one for all
     */
    public static List<byte[]> stored(StoredKeyValues block, KvForm form, boolean byLayer) {
        int layers = byLayer ? block.layout().layers() : 1;
        if (block instanceof EncodedKeyValues encoded && form.wrote(encoded.pieces())) {
            PackedLayers packed = new PackedLayers(form, block.layout(), block.tokens(), block.positions());
            return byLayer ? packed.eachLayer(encoded.pieces()) : List.of(encoded.pieces().size() == 1 ? encoded.pieces().get(0).bytes()
                    : packed.written(encoded.pieces()));
        }
        KeyValues numbers = block.decoded();
        return IntStream.range(0, layers).mapToObj(layer -> encode(byLayer ? numbers.layer(layer) : numbers, form)).toList();
    }

    /** @throws MalformedValueException when the bytes are damaged or newer */
    public static KeyValues decode(byte[] value) {
        return ValueReader.read(ValueKind.KEY_VALUES, value, KeyValuesCodec::fields);
    }

    /** The same of bytes that were found whole before. */
    static KeyValues decodeAgain(byte[] value) {
        return ValueReader.readAgain(value, KeyValuesCodec::fields);
    }

    private static KeyValues fields(ValueReader reader) {
        int written = reader.bytes();
        KvForm form = KvForm.of(written & ~POSITIONED);
        KvLayout layout = new KvLayout(reader.ints(), reader.ints(), reader.ints());
        int tokens = reader.ints();
        Quantised grid = grid(layout, tokens, form);
        float[] keys = form == KvForm.FP16 ? reader.halves() : grid.read(reader);
        float[] values = form == KvForm.FP16 ? reader.halves() : grid.read(reader);
        return new KeyValues(layout, tokens, keys, values, (written & POSITIONED) == 0 ? null : positions(reader, tokens));
    }

    /** Layers that lie by themselves, in their order, as one. */
    public static KeyValues joined(List<KeyValues> layers) {
        KvLayout one = layers.get(0).layout();
        int tokens = layers.get(0).tokens();
        int each = one.size(tokens);
        KvLayout layout = new KvLayout(layers.size() * one.layers(), one.kvHeads(), one.headDim());
        float[] keys = new float[layout.size(tokens)];
        float[] values = new float[keys.length];
        for (int layer = 0; layer < layers.size(); layer++) {
            System.arraycopy(layers.get(layer).keys(), 0, keys, layer * each, each);
            System.arraycopy(layers.get(layer).values(), 0, values, layer * each, each);
        }
        return new KeyValues(layout, tokens, keys, values, layers.get(0).positions());
    }

    static TokenPositions positions(ValueReader reader, int tokens) {
        int span = reader.ints();
        int[] axes = new int[tokens * TokenPositions.AXES];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = reader.ints();
        }
        return new TokenPositions(axes, span);
    }

    private static Quantised grid(KvLayout layout, int tokens, KvForm form) {
        return new Quantised(layout.layers() * layout.kvHeads(), tokens, layout.headDim(), form.bits);
    }

    public static KeyValues storedForm(KeyValues block) {
        return storedForm(block, KvForm.FP16);
    }

    /** What {@link #decode} gives for what was encoded: block by block or layer by layer, the numbers are the same. */
    public static KeyValues storedForm(KeyValues block, KvForm form) {
        return form == KvForm.FP16
                ? new KeyValues(block.layout(), block.tokens(), HalfFloats.rounded(block.keys()), HalfFloats.rounded(block.values()),
                block.positions())
                : decode(encode(block, form));
    }
}
