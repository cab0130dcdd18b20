package dev.afterimage.model.safetensors;

import static dev.afterimage.model.safetensors.CheckpointFiles.malformed;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tensors of a checkpoint directory, in one safetensors file or in shards named by an index. Faults name the tensor. */
public final class SafetensorsCheckpoint implements AutoCloseable {

    private static final String SCALE = "_scale";
    /** What is read at once. */
    private static final int PIECE = 1 << 20;
    private static final long MAX_BYTES = Integer.MAX_VALUE;

    private final CheckpointFiles files;
    private final PackedLayers packed;

    private SafetensorsCheckpoint(CheckpointFiles files) {
        this.files = files;
        this.packed = new PackedLayers(files);
    }

    public static SafetensorsCheckpoint open(Path directory) {
        return new SafetensorsCheckpoint(CheckpointFiles.of(directory));
    }

    /** The tensors of one file that lies beside the model's own. */
    public static SafetensorsCheckpoint open(Path directory, String file) {
        return new SafetensorsCheckpoint(CheckpointFiles.of(directory, file));
    }

    public boolean has(String name) {
        return files.has(name);
    }

    /** Of all tensors, but the scales that belong to bytes. */
    public Set<String> names() {
        return files.names().stream().filter(name -> !scalesBytes(name)).map(name -> packed.weightOf(name).orElse(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether any linear layer is kept in fewer bits, in a scheme that is read. */
    public boolean packs() {
        return files.names().stream().anyMatch(name -> packed.told(packed.weightOf(name).orElse(name)));
    }

    private boolean scalesBytes(String name) {
        String scaled = name.endsWith(SCALE) ? name.substring(0, name.length() - SCALE.length()) : name;
        return !scaled.equals(name) && has(scaled) && files.tensor(scaled).type() == ElementType.I8;
    }

    /**
     * The tensor's floats, row-major; it must have just this shape, and every element must be a finite number. Bytes
     * are multiplied by their row's scale, which lies beside them (compressed-tensors, format {@code int-quantized}:
     * {@code weight} and {@code weight_scale}).
     */
    public float[] floats(String name, long... shape) {
        if (shape.length == 2 && packed.holds(name)) {
            try {
                return packed.floats(name, Math.toIntExact(shape[0]), Math.toIntExact(shape[1]));
            } catch (IOException e) {
                throw malformed("tensor '" + name + "' cannot be read: " + e.getMessage());
            }
        }
        Tensor tensor = tensor(name, shape);
        float[] floats = read(tensor);
        if (tensor.type() == ElementType.I8) {
            scale(floats, read(scales(tensor)));
        }
        return floats;
    }

    private float[] read(Tensor tensor) {
        try {
            float[] floats = new float[(int) (tensor.bytes() / tensor.type().bytes)];
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
            for (int done = 0; done < floats.length; ) {
                int count = Math.min(floats.length - done, piece.capacity() / tensor.type().bytes);
                files.read(tensor, (long) done * tensor.type().bytes, piece.clear().limit(count * tensor.type().bytes));
                for (int i = done; i < done + count; i++) {
                    floats[i] = tensor.type().next(piece);
                    if (!Float.isFinite(floats[i])) {
                        throw malformed("tensor '" + tensor.name() + "' holds " + floats[i] + " at element " + i);
                    }
                }
                done += count;
            }
            return floats;
        } catch (IOException e) {
            throw malformed("tensor '" + tensor.name() + "' cannot be read: " + e.getMessage());
        }
    }

    private static void scale(float[] floats, float[] scales) {
        int row = floats.length / scales.length;
        for (int i = 0; i < floats.length; i++) {
            floats[i] *= scales[i / row];
        }
    }

    /** Complains as {@link #floats} would about the tensor's name, shape and type, without reading it. */
    public void require(String name, long... shape) {
        if (shape.length == 2 && packed.holds(name)) {
            packed.require(name, Math.toIntExact(shape[0]), Math.toIntExact(shape[1]));
            return;
        }
        tensor(name, shape);
    }

    private Tensor tensor(String name, long... shape) {
        Tensor tensor = files.tensor(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw malformed("tensor '" + name + "' has the shape " + Arrays.toString(tensor.shape()) + ", and the configuration says "
                    + Arrays.toString(shape));
        }
        if (tensor.type() == ElementType.I8) {
            scales(tensor);
        } else if (!tensor.type().floating()) {
            throw unsupported("tensor '" + name + "' is of type " + tensor.type() + ", and F32, F16, BF16 and I8 with scales are read",
                    "get the checkpoint in one of these");
        }
        if (tensor.bytes() > MAX_BYTES) {
            throw unsupported("tensor '" + name + "' has " + tensor.bytes() + " bytes, and at most " + MAX_BYTES + " are read",
                    "use a smaller model");
        }
        return tensor;
    }

    /** The scales of a tensor of bytes: (rows, 1), or one for all. */
    private Tensor scales(Tensor tensor) {
        String name = tensor.name() + SCALE;
        if (!has(name) || has(tensor.name() + "_zero_point")) {
            throw unsupported("tensor '" + tensor.name() + "' is of type I8 " + (has(name) ? "with zero points" : "without '" + name + "'")
                    + ", and of quantised checkpoints symmetric int8 by compressed-tensors is read", "get the checkpoint in F16 or BF16");
        }
        Tensor scales = files.tensor(name);
        long[] shape = scales.shape();
        long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        boolean perRow = shape.length == 2 && shape[1] == 1 && tensor.shape().length == 2 && shape[0] == tensor.shape()[0];
        if (!scales.type().floating() || count != 1 && !perRow) {
            throw unsupported("tensor '" + name + "' is of type " + scales.type() + " and shape " + Arrays.toString(shape)
                    + ", and one scale for each row is read",
                    "get the checkpoint in F16 or BF16");
        }
        return scales;
    }

    private static AfterimageException unsupported(String what, String remedy) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what, remedy);
    }

    @Override
    public void close() {
        files.close();
    }
}
