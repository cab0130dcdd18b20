package dev.afterimage.store.codec;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues.Numbers;
import dev.afterimage.core.block.StoredKeyValues.Piece;
import dev.afterimage.core.block.TokenPositions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Values of {@link KeyValuesCodec} out of numbers that are in their form already ({@link KvForm#numbers}), wherever they lie: they are
 * copied, not made again. Rows are layers x KV heads, so that of each field a layer's part lies in one piece.
 */
final class PackedLayers {

    private final KvForm form;
    private final KvLayout layout;
    private final int tokens;
    private final TokenPositions positions;

    /** Some layers of a piece. */
    private record Slice(Piece piece, int first, int layers) { }

    /** @param layout of the block that the pieces make together */
    PackedLayers(KvForm form, KvLayout layout, int tokens, TokenPositions positions) {
        this.form = form;
        this.layout = layout;
        this.tokens = tokens;
        this.positions = positions;
    }

    /** All layers as one value. */
    byte[] written(List<Piece> pieces) {
        return written(pieces.stream().map(piece -> new Slice(piece, 0, piece.layers())).toList(), layout.layers());
    }

    /** A value for each layer. */
    List<byte[]> eachLayer(List<Piece> pieces) {
        List<byte[]> values = new ArrayList<>();
        for (Piece piece : pieces) {
            for (int layer = 0; layer < piece.layers(); layer++) {
                values.add(written(List.of(new Slice(piece, layer, 1)), 1));
            }
        }
        return values;
    }

    private byte[] written(List<Slice> slices, int layers) {
        KvLayout whole = new KvLayout(layers, layout.kvHeads(), layout.headDim());
        ValueWriter writer = KeyValuesCodec.begun(form, KvForm.VALUES, whole, tokens, positions);
        write(writer, slices, layers, KvForm.Grouping.PER_CHANNEL, Piece::keys);
        write(writer, slices, layers, KvForm.VALUES, Piece::values);
        return KeyValuesCodec.sealed(writer, positions);
    }

    private void write(ValueWriter writer, List<Slice> slices, int layers, KvForm.Grouping grouping, Function<Piece, Numbers> which) {
        int lines = layout.kvHeads() * tokens;
        if (form == KvForm.FP16) {
            field(writer, slices, layers, lines * layout.headDim(), HalfFloats.BYTES, piece -> which.apply(piece).numbers());
            return;
        }
        int groups = grouping == KvForm.Grouping.PER_CHANNEL ? layout.keyWidth() : lines;
        writer.bytes(grouping.ordinal());
        field(writer, slices, layers, groups, HalfFloats.BYTES, piece -> which.apply(piece).leasts());
        field(writer, slices, layers, groups, HalfFloats.BYTES, piece -> which.apply(piece).steps());
        field(writer, slices, layers, lines * form.rowBytes(layout.headDim()), 1, piece -> which.apply(piece).numbers());
    }

    /** @param each elements of a layer, of {@code size} bytes each, which begin {@code at} in a piece */
    private static void field(ValueWriter writer, List<Slice> slices, int layers, int each, int size, ToIntFunction<Piece> at) {
        writer.ints(Math.multiplyExact(layers, each));
        for (Slice slice : slices) {
            int bytes = each * size;
            writer.raw(slice.piece.bytes(), at.applyAsInt(slice.piece) + slice.first * bytes, slice.layers * bytes);
        }
    }
}
