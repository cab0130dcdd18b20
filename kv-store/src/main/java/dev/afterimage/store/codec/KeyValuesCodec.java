package dev.afterimage.store.codec;

import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvLayout;
import dev.afterimage.store.codec.KvForm.Grouping;

/**
 * The KV of one block, or of one layer of it. Fields of version 1: {@code form (1) | layers (4) | kvHeads (4) | headDim (4) | tokens (4) | keys |
 * values}, keys and values each (layers, kvHeads, tokens, headDim): as halves behind their length (4) for {@link KvForm#FP16}, else as
 * {@link Quantised} writes them. A value says its form itself, so any is read whatever is written now.
 */
public final class KeyValuesCodec {

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
        int numbers = block.keys().length + block.values().length;
        ValueWriter writer = new ValueWriter(ValueKind.KEY_VALUES, FIELDS + (form == KvForm.FP16 ? Math.multiplyExact(HalfFloats.BYTES, numbers)
                : grid.bytes(Grouping.PER_CHANNEL) + grid.bytes(values)));
        writer.bytes(form.id).ints(block.layout().layers(), block.layout().kvHeads(), block.layout().headDim(), block.tokens());
        if (form == KvForm.FP16) {
            writer.halves(block.keys()).halves(block.values());
        } else {
            grid.write(writer, block.keys(), Grouping.PER_CHANNEL);
            grid.write(writer, block.values(), values);
        }
        return writer.seal();
    }

    /** @throws MalformedValueException when the bytes are damaged or newer */
    public static KeyValues decode(byte[] value) {
        return ValueReader.read(ValueKind.KEY_VALUES, value, reader -> {
            KvForm form = KvForm.of(reader.bytes());
            KvLayout layout = new KvLayout(reader.ints(), reader.ints(), reader.ints());
            int tokens = reader.ints();
            Quantised grid = grid(layout, tokens, form);
            return form == KvForm.FP16 ? new KeyValues(layout, tokens, reader.halves(), reader.halves())
                    : new KeyValues(layout, tokens, grid.read(reader), grid.read(reader));
        });
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
                ? new KeyValues(block.layout(), block.tokens(), HalfFloats.rounded(block.keys()), HalfFloats.rounded(block.values()))
                : decode(encode(block, form));
    }
}
