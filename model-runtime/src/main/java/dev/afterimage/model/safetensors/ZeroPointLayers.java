package dev.afterimage.model.safetensors;

import static dev.afterimage.model.safetensors.CheckpointFiles.malformed;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Linear layers of GPTQ (Frantar et al., 2023) and AWQ (Lin et al., 2024), as the floats that they stand for: a weight is
 * (q - zero) x scale, with a zero and a scale for each output and each group of inputs. Words of 32 bits hold 4 or 8 bits a
 * weight in {@code X.qweight}: GPTQ packs inputs, (in / n, out), and {@code X.g_idx} names each input's group; AWQ packs
 * outputs, (in, out / n), in an order of its own, and groups follow each other. Zeros lie in {@code X.qzeros}, packed by
 * outputs; GPTQ keeps them less one. {@code X.scales} is (groups, out).
 */
final class ZeroPointLayers {

    static final List<String> TENSORS = List.of(".qweight", ".qzeros", ".scales", ".g_idx");
    private static final int WORD = 32;

    private final CheckpointFiles files;

    ZeroPointLayers(CheckpointFiles files) {
        this.files = files;
    }

    /** @param layer {@code X} */
    boolean holds(String layer) {
        return files.has(layer + ".qweight") && files.has(layer + ".qzeros") && files.has(layer + ".scales");
    }

    /** How a layer is packed. */
    private record Packing(boolean byInput, int bits, int groups) {

        int each() {
            return WORD / bits;
        }

        int mask() {
            return (1 << bits) - 1;
        }

        /** Where in a word of outputs the one with this number stands, bits from its end; AWQ keeps those with even numbers first. */
        int shift(int output) {
            int place = output % each();
            return bits * (byInput ? place : place % 2 == 0 ? place / 2 : 4 + place / 2);
        }
    }

    /** Complains about what {@link #floats} could not read. */
    void require(String layer, int out, int in) {
        packing(layer, out, in);
    }

    private Packing packing(String layer, int out, int in) {
        long[] words = files.tensor(layer + ".qweight").shape();
        long[] scales = files.tensor(layer + ".scales").shape();
        for (Packing packing : List.of(new Packing(true, 4, rows(scales)), new Packing(true, 8, rows(scales)),
                new Packing(false, 4, rows(scales)))) {
            long[] expected = packing.byInput() ? new long[] {in / packing.each(), out} : new long[] {in, out / packing.each()};
            if (Arrays.equals(words, expected) && in % packing.each() == 0 && out % packing.each() == 0) {
                requireGroups(layer, packing, out, in);
                return packing;
            }
        }
        throw unsupported(layer + ".weight", "is kept in " + layer + ".qweight of the shape " + Arrays.toString(words) + ", and for " + out
                + " x " + in + " weights GPTQ in 4 or 8 bits and AWQ in 4 bits (gemm) are read");
    }

    private static int rows(long[] shape) {
        return shape.length == 2 && shape[0] > 0 && shape[0] <= Integer.MAX_VALUE ? (int) shape[0] : 1;
    }

    private void requireGroups(String layer, Packing packing, int out, int in) {
        requireShape(layer + ".scales", packing.groups(), out);
        requireShape(layer + ".qzeros", packing.groups(), out / packing.each());
        if (packing.byInput() && files.has(layer + ".g_idx")) {
            requireShape(layer + ".g_idx", in);
        } else if (in % packing.groups() != 0) {
            throw malformed("tensor '" + layer + ".scales' has " + packing.groups() + " groups, which do not divide " + in + " inputs");
        }
        for (String words : List.of(".qweight", ".qzeros", ".g_idx")) {
            if (files.has(layer + words) && files.tensor(layer + words).type() != ElementType.I32) {
                throw malformed("tensor '" + layer + words + "' is of type " + files.tensor(layer + words).type() + ", not I32");
            }
        }
    }

    private void requireShape(String name, long... shape) {
        if (!Arrays.equals(files.tensor(name).shape(), shape)) {
            throw malformed("tensor '" + name + "' has the shape " + Arrays.toString(files.tensor(name).shape()) + ", not "
                    + Arrays.toString(shape));
        }
    }

    private static AfterimageException unsupported(String name, String what) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "tensor '" + name + "' " + what, "get the checkpoint in F16 or BF16");
    }

    /** @return (out, in) */
    float[] floats(String layer, int out, int in) throws IOException {
        Packing packing = packing(layer, out, in);
        int[] words = files.words(layer + ".qweight");
        float[] zeros = zeros(layer, packing, out);
        float[] scales = files.elements(layer + ".scales");
        int[] groups = groups(layer, packing, in);
        float[] weights = new float[out * in];
        for (int i = 0; i < in; i++) {
            for (int o = 0; o < out; o++) {
                int word = packing.byInput() ? words[i / packing.each() * out + o] : words[(i * out + o) / packing.each()];
                int shift = packing.byInput() ? packing.bits() * (i % packing.each()) : packing.shift(o);
                int at = groups[i] * out + o;
                weights[o * in + i] = ((word >>> shift & packing.mask()) - zeros[at]) * scales[at];
            }
        }
        return weights;
    }

    private float[] zeros(String layer, Packing packing, int out) throws IOException {
        int[] words = files.words(layer + ".qzeros");
        float[] zeros = new float[packing.groups() * out];
        for (int i = 0; i < zeros.length; i++) {
            int kept = words[i / packing.each()] >>> packing.shift(i % out);
            zeros[i] = (kept & packing.mask()) + (packing.byInput() ? 1 : 0);
        }
        return zeros;
    }

    /** The group of each input. */
    private int[] groups(String layer, Packing packing, int in) throws IOException {
        int[] groups = new int[in];
        if (!packing.byInput() || !files.has(layer + ".g_idx")) {
            Arrays.setAll(groups, i -> i / (in / packing.groups()));
            return groups;
        }
        System.arraycopy(files.words(layer + ".g_idx"), 0, groups, 0, in);
        for (int group : groups) {
            if (group < 0 || group >= packing.groups()) {
                throw malformed("tensor '" + layer + ".g_idx' names the group " + group + " of " + packing.groups());
            }
        }
        return groups;
    }
}
