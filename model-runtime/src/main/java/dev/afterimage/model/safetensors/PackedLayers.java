package dev.afterimage.model.safetensors;

import static dev.afterimage.model.safetensors.CheckpointFiles.malformed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Linear layers that a checkpoint keeps in fewer bits, as the floats that they stand for. Which scheme it is shows in the
 * tensors that lie beside {@code X.weight}:
 *
 * <ul>
 * <li>bitsandbytes in 4 bits (Dettmers et al., 2023): {@code X.weight.absmax}, {@code .quant_map} and
 * {@code .quant_state.bitsandbytes__nf4}, and {@code .nested_absmax}, {@code .nested_quant_map} where the scales have
 * fewer bits, too
 * <li>bitsandbytes in 8 bits: {@code X.SCB}, the largest of each row
 * <li>compressed-tensors' pack-quantized, symmetric: {@code X.weight_packed}, {@code X.weight_scale}, {@code X.weight_shape}
 * <li>FP8 (E4M3): {@code X.weight_scale_inv}, a scale for each block of 128 x 128, or {@code X.weight_scale}, one for each row
 * or one for all
 * <li>GPTQ and AWQ: {@code X.qweight} and what {@link ZeroPointLayers} reads beside it
 * </ul>
 */
final class PackedLayers {

    private static final String WEIGHT = ".weight";
    private static final List<String> STATES = List.of(".quant_state.bitsandbytes__nf4", ".quant_state.bitsandbytes__fp4");
    private static final List<String> BESIDE_WEIGHT = List.of(".absmax", ".quant_map", ".nested_absmax", ".nested_quant_map",
            STATES.get(0), STATES.get(1), "_scale", "_scale_inv", "_packed", "_shape");
    private static final List<String> BESIDE_LAYER = List.of(".SCB", ".weight_format");
    private static final int FP8_BLOCK = 128;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CheckpointFiles files;

    private final ZeroPointLayers zeroPoints;

    PackedLayers(CheckpointFiles files) {
        this.files = files;
        this.zeroPoints = new ZeroPointLayers(files);
    }

    /** Whether a weight is kept so. @param name {@code X.weight} */
    boolean holds(String name) {
        return name.endsWith(WEIGHT) && (zeroPoints.holds(layer(name)) || files.has(name + "_packed")
                || files.has(name) && (files.has(name + ".absmax")
                || files.has(scales(name)) && type(name) == ElementType.I8
                || type(name) == ElementType.F8_E4M3 && (files.has(name + "_scale_inv") || files.has(name + "_scale"))));
    }

    /** Whether what lies beside a weight says how it is kept. */
    boolean told(String name) {
        try {
            return holds(name) && (!files.has(name + ".absmax") || state(name).path("blocksize").asInt() > 0);
        } catch (IOException | NoSuchElementException unread) {
            return false;
        }
    }

    private static String layer(String name) {
        return name.substring(0, name.length() - WEIGHT.length());
    }

    private static String scales(String name) {
        return layer(name) + ".SCB";
    }

    private ElementType type(String name) {
        return files.tensor(name).type();
    }

    /** The weight that a tensor belongs to or is; empty for one that has to do with none of these. */
    Optional<String> weightOf(String tensor) {
        for (String suffix : BESIDE_WEIGHT) {
            String weight = without(tensor, suffix);
            if (!weight.equals(tensor) && holds(weight)) {
                return Optional.of(weight);
            }
        }
        for (String suffix : ZeroPointLayers.TENSORS) {
            if (tensor.endsWith(suffix) && zeroPoints.holds(without(tensor, suffix))) {
                return Optional.of(without(tensor, suffix) + WEIGHT);
            }
        }
        for (String suffix : BESIDE_LAYER) {
            String weight = without(tensor, suffix) + WEIGHT;
            if (tensor.endsWith(suffix) && holds(weight)) {
                return Optional.of(weight);
            }
        }
        return Optional.empty();
    }

    private static String without(String tensor, String suffix) {
        return tensor.endsWith(suffix) ? tensor.substring(0, tensor.length() - suffix.length()) : tensor;
    }

    /** Complains about what {@link #floats} could not read. */
    void require(String name, int out, int in) {
        if (zeroPoints.holds(layer(name))) {
            zeroPoints.require(layer(name), out, in);
        } else if (files.has(name + "_packed")) {
            requireShape(name + "_packed", out, (long) in * bits(name, in) / 32);
            requireGroups(name + "_scale", out, in);
            if (files.has(name + "_zero_point") || files.has(name + "_g_idx")) {
                throw unsupported(name, "is packed with zero points or in another order (compressed-tensors' asymmetric pack-quantized, or "
                        + "actorder)");
            }
        } else if (files.has(name + ".absmax")) {
            if (count(name) != (long) out * in / 2 || STATES.stream().noneMatch(state -> files.has(name + state))) {
                throw malformed("tensor '" + name + "' in 4 bits (bitsandbytes) has " + count(name) + " bytes or no state, and the "
                        + "configuration says " + out + " x " + in + " weights");
            }
        } else {
            requireShape(name, out, in);
            requireRows(name);
        }
    }

    /** LLM.int8's weights may be tiled for one kind of GPU; {@code X.weight_format} says how, and 0 stands for rows. */
    private void requireRows(String name) {
        String format = layer(name) + ".weight_format";
        try {
            if (files.has(format) && files.data(format).get() != 0) {
                throw unsupported(name, "is tiled for one kind of GPU (bitsandbytes in 8 bits, weight_format other than 0)");
            }
        } catch (IOException e) {
            throw malformed("tensor '" + format + "' cannot be read");
        }
    }

    private void requireShape(String name, long... shape) {
        if (!Arrays.equals(files.tensor(name).shape(), shape)) {
            throw malformed("tensor '" + name + "' has the shape " + Arrays.toString(files.tensor(name).shape())
                    + ", and the configuration asks for " + Arrays.toString(shape));
        }
    }

    private void requireGroups(String name, int out, int in) {
        long[] shape = files.tensor(name).shape();
        if (shape.length != 2 || shape[0] != out || shape[1] < 1 || in % shape[1] != 0) {
            throw unsupported(name, "has the shape " + Arrays.toString(shape)
                    + ", and a scale for each row or for groups of a row is read");
        }
    }

    private long count(String name) {
        return Arrays.stream(files.tensor(name).shape()).reduce(1, Math::multiplyExact);
    }

    private static AfterimageException unsupported(String name, String what) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "tensor '" + name + "' " + what, "get the checkpoint in F16 or BF16");
    }

    /** @return (out, in) */
    float[] floats(String name, int out, int in) throws IOException {
        require(name, out, in);
        float[] weights = zeroPoints.holds(layer(name)) ? zeroPoints.floats(layer(name), out, in)
                : files.has(name + "_packed") ? packed(name, out, in) : files.has(name + ".absmax") ? fourBits(name, out * in)
                : type(name) == ElementType.I8 ? eightBits(name, out, in) : eightBitFloats(name, out, in);
        for (float weight : weights) {
            if (!Float.isFinite(weight)) {
                throw malformed("tensor '" + name + "' holds " + weight);
            }
        }
        return weights;
    }

    private int bits(String name, int in) {
        long words = files.tensor(name + "_packed").shape()[files.tensor(name + "_packed").shape().length - 1];
        int bits = (int) (words * 32 / in);
        if (bits != 4 && bits != 8) {
            throw unsupported(name + "_packed", "keeps " + bits
                    + " bits a weight (compressed-tensors' pack-quantized), and 4 or 8 are read");
        }
        return bits;
    }

    private float[] packed(String name, int out, int in) throws IOException {
        int bits = bits(name, in);
        ByteBuffer words = files.data(name + "_packed");
        float[] scales = files.elements(name + "_scale");
        int group = in * out / scales.length;
        float[] weights = new float[out * in];
        for (int i = 0; i < weights.length; i += 32 / bits) {
            int word = words.getInt();
            for (int j = 0; j < 32 / bits; j++) {
                weights[i + j] = ((word >>> bits * j & (1 << bits) - 1) - (1 << bits - 1)) * scales[(i + j) / group];
            }
        }
        return weights;
    }

    private float[] fourBits(String name, int count) throws IOException {
        JsonNode state = state(name);
        int block = state.path("blocksize").asInt();
        float[] map = files.elements(name + ".quant_map");
        float[] largest = largest(name, state);
        if (block < 1 || map.length != 16 || largest.length != (count + block - 1) / block) {
            throw malformed("tensor '" + name + "' in 4 bits (bitsandbytes) has " + largest.length + " scales and " + map.length
                    + " values, for blocks of " + block);
        }
        ByteBuffer bytes = files.data(name);
        float[] weights = new float[count];
        for (int i = 0; i < count; i += 2) {
            int both = bytes.get() & 0xff;
            weights[i] = map[both >> 4] * largest[i / block];
            weights[i + 1] = map[both & 15] * largest[(i + 1) / block];
        }
        return weights;
    }

    private JsonNode state(String name) throws IOException {
        String found = STATES.stream().map(state -> name + state).filter(files::has).findFirst().orElseThrow();
        byte[] json = new byte[(int) files.tensor(found).bytes()];
        files.data(found).get(json);
        return JSON.readTree(json);
    }

    /** Of each block; with double quantisation a byte of each, a scale for some of them, and an offset. */
    private float[] largest(String name, JsonNode state) throws IOException {
        if (!files.has(name + ".nested_absmax")) {
            return files.elements(name + ".absmax");
        }
        float[] map = files.elements(name + ".nested_quant_map");
        float[] scales = files.elements(name + ".nested_absmax");
        int block = state.path("nested_blocksize").asInt();
        ByteBuffer bytes = files.data(name + ".absmax");
        float[] largest = new float[bytes.remaining()];
        if (map.length != 256 || block < 1 || scales.length != (largest.length + block - 1) / block) {
            throw malformed("tensor '" + name + ".absmax' does not fit its nested scales");
        }
        for (int i = 0; i < largest.length; i++) {
            largest[i] = map[bytes.get() & 0xff] * scales[i / block] + (float) state.path("nested_offset").asDouble();
        }
        return largest;
    }

    private float[] eightBits(String name, int out, int in) throws IOException {
        float[] largest = files.elements(scales(name));
        if (largest.length != out) {
            throw malformed("tensor '" + scales(name) + "' has " + largest.length + " elements, not " + out);
        }
        ByteBuffer bytes = files.data(name);
        float[] weights = new float[out * in];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = bytes.get() * largest[i / in] / 127;
        }
        return weights;
    }

    private float[] eightBitFloats(String name, int out, int in) throws IOException {
        boolean blocks = files.has(name + "_scale_inv");
        float[] scales = files.elements(name + (blocks ? "_scale_inv" : "_scale"));
        int along = (in + FP8_BLOCK - 1) / FP8_BLOCK;
        if (blocks ? scales.length != (out + FP8_BLOCK - 1) / FP8_BLOCK * along : scales.length != out && scales.length != 1) {
            throw unsupported(name, "in FP8 has " + scales.length
                    + " scales, and one for each block of 128 x 128, for each row or for all is "
                    + "read");
        }
        ByteBuffer bytes = files.data(name);
        float[] weights = new float[out * in];
        for (int i = 0; i < weights.length; i++) {
            int row = i / in;
            float scale = scales[blocks ? row / FP8_BLOCK * along + i % in / FP8_BLOCK : scales.length == 1 ? 0 : row];
            weights[i] = e4m3(bytes.get()) * scale;
        }
        return weights;
    }

    /** A sign, four bits of exponent with a bias of 7, three of fraction; no infinities (Micikevicius et al., 2022). */
    private static float e4m3(byte bits) {
        int exponent = bits >> 3 & 15;
        int fraction = bits & 7;
        float size = exponent == 15 && fraction == 7 ? Float.NaN
                : exponent == 0 ? fraction * 0x1p-9f : (8 + fraction) * (float) Math.scalb(1.0, exponent - 10);
        return bits < 0 ? -size : size;
    }
}
