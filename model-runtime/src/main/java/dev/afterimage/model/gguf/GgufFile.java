package dev.afterimage.model.gguf;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.model.binary.CheckpointFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint in GGUF, version 2 or 3: metadata and named tensors
 * (<a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">format</a>). Nothing in it is trusted: every
 * length is held against the file's before it is used, and faults name the key or tensor.
 */
public final class GgufFile implements AutoCloseable {

    private final CheckpointFile file;
    private final Map<String, Object> metadata;
    private final Map<String, GgufTensor> tensors;

    private GgufFile(CheckpointFile file, GgufHeader header) {
        this.file = file;
        this.metadata = header.metadata();
        this.tensors = header.tensors();
    }

    public static GgufFile open(Path path) {
        return CheckpointFile.open(path, "a readable .gguf file", file -> new GgufFile(file, new GgufHeaderReader(file).read()));
    }

    public Collection<GgufTensor> tensors() {
        return tensors.values();
    }

    public boolean hasTensor(String name) {
        return tensors.containsKey(name);
    }

    public boolean hasKey(String key) {
        return metadata.containsKey(key);
    }

    public String text(String key) {
        return value(key, String.class, "text");
    }

    public String text(String key, String otherwise) {
        return hasKey(key) ? text(key) : otherwise;
    }

    /** A whole number between {@code least} and {@code most}. */
    public int number(String key, int least, int most) {
        long value = value(key, Long.class, "a whole number");
        if (value < least || value > most) {
            throw malformed("key '" + key + "' is " + value + ", not within " + least + ".." + most);
        }
        return (int) value;
    }

    public int number(String key, int least, int most, int otherwise) {
        return hasKey(key) ? number(key, least, most) : otherwise;
    }

    /** A positive, finite float. */
    public float real(String key) {
        double value = value(key, Double.class, "a number");
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw malformed("key '" + key + "' is " + value + ", not a positive number");
        }
        return (float) value;
    }

    public float real(String key, float otherwise) {
        return hasKey(key) ? real(key) : otherwise;
    }

    public boolean flag(String key, boolean otherwise) {
        return hasKey(key) ? value(key, Boolean.class, "true or false") : otherwise;
    }

    public List<String> texts(String key) {
        return Arrays.asList(value(key, String[].class, "a list of texts"));
    }

    public double[] reals(String key) {
        return value(key, double[].class, "a list of numbers");
    }

    public long[] numbers(String key) {
        return value(key, long[].class, "a list of whole numbers");
    }

    private <T> T value(String key, Class<T> type, String what) {
        Object value = metadata.get(key);
        if (value == null) {
            throw malformed("key '" + key + "' is missing");
        }
        if (!type.isInstance(value)) {
            throw malformed("key '" + key + "' is not " + what);
        }
        return type.cast(value);
    }

    /**
     * A tensor as floats, row-major.
     *
     * @param shape outermost first, as in a row-major array; GGUF itself writes the innermost first
     */
    public float[] floats(String name, int... shape) {
        GgufTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw malformed("tensor '" + name + "' is missing");
        }
        if (!Arrays.equals(tensor.shape(), Arrays.stream(shape).asLongStream().toArray())) {
            throw malformed("tensor '" + name + "' has shape " + Arrays.toString(tensor.shape()) + ", not " + Arrays.toString(shape));
        }
        return Dequantizer.floats(tensor.type(), file.data("tensor '" + name + "'", tensor.offset(), tensor.bytes()),
                Math.toIntExact(tensor.elements()));
    }

    public AfterimageException malformed(String what) {
        return file.malformed(what);
    }

    @Override
    public void close() {
        file.close();
    }
}
