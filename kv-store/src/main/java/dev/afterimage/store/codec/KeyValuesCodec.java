package dev.afterimage.store.codec;

import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvLayout;

/**
 * The KV of one block. Fields of version 1: {@code precision (1) | layers (4) | kvHeads (4) | headDim (4) | tokens (4) | keys | values}, keys
 * and values each (layers, kvHeads, tokens, headDim) behind their length (4), in the precision named. Quantised forms join as further
 * {@link Precision}s.
 */
public final class KeyValuesCodec {

    /** How the numbers are kept; the id stands in every value. */
    enum Precision {
        FP16(1) {
            @Override
            void write(ValueWriter writer, float[] numbers) {
                writer.halves(numbers);
            }

            @Override
            float[] read(ValueReader reader) {
                return reader.halves();
            }
        };

        private final int id;

        Precision(int id) {
            this.id = id;
        }

        abstract void write(ValueWriter writer, float[] numbers);

        abstract float[] read(ValueReader reader);

        static Precision of(int id) {
            for (Precision precision : values()) {
                if (precision.id == id) {
                    return precision;
                }
            }
            throw MalformedValueException.newer("its numbers are kept in a form (" + id + ") that this program does not know");
        }
    }

    private static final int FIELDS = 1 + 6 * Integer.BYTES;

    private KeyValuesCodec() { }

    public static byte[] encode(KeyValues block) {
        Precision precision = Precision.FP16;
        int numbers = block.keys().length + block.values().length;
        ValueWriter writer = new ValueWriter(ValueKind.KEY_VALUES, FIELDS + Math.multiplyExact(HalfFloats.BYTES, numbers));
        writer.bytes(precision.id).ints(block.layout().layers(), block.layout().kvHeads(), block.layout().headDim(), block.tokens());
        precision.write(writer, block.keys());
        precision.write(writer, block.values());
        return writer.seal();
    }

    /** @throws MalformedValueException when the bytes are damaged or newer */
    public static KeyValues decode(byte[] value) {
        return ValueReader.read(ValueKind.KEY_VALUES, value, reader -> {
            Precision precision = Precision.of(reader.bytes());
            KvLayout layout = new KvLayout(reader.ints(), reader.ints(), reader.ints());
            int tokens = reader.ints();
            return new KeyValues(layout, tokens, precision.read(reader), precision.read(reader));
        });
    }

    /** What {@link #decode} gives for what was encoded: the rounding alone, without hash and header. */
    public static KeyValues storedForm(KeyValues block) {
        return new KeyValues(block.layout(), block.tokens(), HalfFloats.rounded(block.keys()), HalfFloats.rounded(block.values()));
    }
}
