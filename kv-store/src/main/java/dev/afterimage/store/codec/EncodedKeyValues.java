package dev.afterimage.store.codec;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.block.TokenPositions;
import java.util.List;

/** Values of {@link KeyValuesCodec} as they are, with where the numbers lie in them. */
public record EncodedKeyValues(KvLayout layout, int tokens, TokenPositions positions, List<Piece> pieces) implements StoredKeyValues {

    /** @throws MalformedValueException when the bytes are damaged or newer */
    public static EncodedKeyValues of(byte[] value) {
        return ValueReader.read(ValueKind.KEY_VALUES, value, reader -> fields(reader, value));
    }

    /** Of a value that was just written. */
    static EncodedKeyValues ofWritten(byte[] value) {
        return ValueReader.readAgain(value, reader -> fields(reader, value));
    }

    private static EncodedKeyValues fields(ValueReader reader, byte[] value) {
        int written = reader.bytes();
        KvForm form = KvForm.of(written & ~KeyValuesCodec.POSITIONED);
        KvLayout layout = new KvLayout(reader.ints(), reader.ints(), reader.ints());
        int tokens = reader.ints();
        Piece piece = new Piece(layout.layers(), form.bits, numbers(reader, form, layout, tokens),
                numbers(reader, form, layout, tokens), value);
        return new EncodedKeyValues(layout, tokens, (written & KeyValuesCodec.POSITIONED) == 0 ? null
                : KeyValuesCodec.positions(reader, tokens), List.of(piece));
    }

    /** Layers that lie by themselves, in their order, as one. */
    public static EncodedKeyValues joined(List<EncodedKeyValues> layers) {
        EncodedKeyValues first = layers.get(0);
        KvLayout layout = new KvLayout(layers.stream().mapToInt(layer -> layer.layout.layers()).sum(), first.layout.kvHeads(),
                first.layout.headDim());
        return new EncodedKeyValues(layout, first.tokens, first.positions, layers.stream().flatMap(layer -> layer.pieces.stream())
                .toList());
    }

    private static Numbers numbers(ValueReader reader, KvForm form, KvLayout layout, int tokens) {
        if (form == KvForm.FP16) {
            return new Numbers(false, 0, 0, reader.skip(layout.size(tokens), HalfFloats.BYTES));
        }
        KvForm.Grouping grouping = KvForm.Grouping.values()[Math.min(reader.bytes(), 1)];
        int rows = layout.layers() * layout.kvHeads();
        int groups = rows * (grouping == KvForm.Grouping.PER_CHANNEL ? layout.headDim() : tokens);
        return new Numbers(grouping == KvForm.Grouping.PER_CHANNEL, reader.skip(groups, HalfFloats.BYTES),
                reader.skip(groups, HalfFloats.BYTES), reader.skip(rows * tokens * form.rowBytes(layout.headDim()), 1));
    }

    @Override
    public KeyValues decoded() {
        List<KeyValues> decoded = pieces.stream().map(piece -> KeyValuesCodec.decodeAgain(piece.bytes())).toList();
        return decoded.size() == 1 ? decoded.get(0) : KeyValuesCodec.joined(decoded);
    }
}
