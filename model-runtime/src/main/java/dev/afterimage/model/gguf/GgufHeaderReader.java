package dev.afterimage.model.gguf;

import dev.afterimage.model.binary.CheckpointFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the header front to back. */
final class GgufHeaderReader {

    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int MAX_NAME = 65_535;
    private static final int MAX_DIMENSIONS = 4;
    private static final int UINT8 = 0, INT8 = 1, UINT16 = 2, INT16 = 3, UINT32 = 4, INT32 = 5, FLOAT32 = 6, BOOL = 7, STRING = 8,
            ARRAY = 9,
            UINT64 = 10, INT64 = 11, FLOAT64 = 12;

    private final CheckpointFile file;

    GgufHeaderReader(CheckpointFile file) {
        this.file = file;
    }

    GgufHeader read() throws IOException {
        if (file.length() < 24 || file.u32() != MAGIC) {
            throw file.malformed("this is not a GGUF file");
        }
        int version = (int) file.u32();
        if (version == Integer.reverseBytes(2) || version == Integer.reverseBytes(3)) {
            throw file.unsupported("the numbers of this GGUF file stand in big-endian byte order, and little-endian files are read",
                    "get the little-endian file of this checkpoint, or turn it with gguf-py's gguf_convert_endian.py");
        }
        if (version != 2 && version != 3) {
            throw file.malformed("GGUF version " + version + " is not known here, only 2 and 3");
        }
        long tensorCount = count("the number of tensors", 24);
        long keyCount = count("the number of keys", 12);
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < keyCount; i++) {
            readEntry(i, metadata);
        }
        return new GgufHeader(metadata, readTensors(tensorCount, metadata));
    }

    private void readEntry(long index, Map<String, Object> metadata) throws IOException {
        file.reading("the name of key " + index);
        String key = name();
        file.reading("key '" + key + "'");
        if (metadata.put(key, value((int) file.u32())) != null) {
            throw file.malformed(file.reading() + " stands there twice");
        }
    }

    private Object value(int type) throws IOException {
        return switch (type) {
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> whole(type);
            case FLOAT32, FLOAT64 -> real(type);
            case BOOL -> file.take(1).get() != 0;
            case STRING -> text(Long.MAX_VALUE);
            case ARRAY -> array();
            default -> throw file.malformed(file.reading() + " has the unknown type " + type);
        };
    }

    private Object array() throws IOException {
        int type = (int) file.u32();
        return switch (type) {
            case UINT8, INT8, BOOL -> wholes(type == BOOL ? UINT8 : type, 1);
            case UINT16, INT16 -> wholes(type, 2);
            case UINT32, INT32 -> wholes(type, 4);
            case UINT64, INT64 -> wholes(type, 8);
            case FLOAT32 -> reals(type, 4);
            case FLOAT64 -> reals(type, 8);
            case STRING -> texts();
            default -> throw file.malformed(file.reading() + " is a list of the unsupported type " + type);
        };
    }

    private long[] wholes(int type, int width) throws IOException {
        long[] values = new long[arraySize(width)];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole(type);
        }
        return values;
    }

    private double[] reals(int type, int width) throws IOException {
        double[] values = new double[arraySize(width)];
        for (int i = 0; i < values.length; i++) {
            values[i] = real(type);
        }
        return values;
    }

    private String[] texts() throws IOException {
        String[] values = new String[arraySize(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = text(Long.MAX_VALUE);
        }
        return values;
    }

    private int arraySize(int leastBytes) throws IOException {
        return Math.toIntExact(count(file.reading(), leastBytes));
    }

    private long count(String what, int leastBytes) throws IOException {
        return file.counted(what, file.i64(), leastBytes);
    }

    private long whole(int type) throws IOException {
        return switch (type) {
            case UINT8 -> file.u8();
            case INT8 -> file.take(1).get();
            case UINT16 -> file.u16();
            case INT16 -> file.take(2).getShort();
            case UINT32 -> file.u32();
            case INT32 -> file.take(4).getInt();
            default -> file.i64();
        };
    }

    private double real(int type) throws IOException {
        return type == FLOAT32 ? file.take(4).getFloat() : file.take(8).getDouble();
    }

    private Map<String, GgufTensor> readTensors(long count, Map<String, Object> metadata) throws IOException {
        Map<String, GgufTensor> relative = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            file.reading("the name of tensor " + i);
            String name = name();
            file.reading("tensor '" + name + "'");
            if (relative.put(name, tensor(name)) != null) {
                throw file.malformed(file.reading() + " stands there twice");
            }
        }
        long alignment = alignment(metadata);
        long dataStart = (file.position() + alignment - 1) / alignment * alignment;
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        relative.forEach((name, tensor) -> tensors.put(name, placed(tensor, dataStart, alignment)));
        return tensors;
    }

    private long alignment(Map<String, Object> metadata) {
        Object value = metadata.getOrDefault("general.alignment", 32L);
        if (!(value instanceof Long alignment) || alignment < 8 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
            throw file.malformed("key 'general.alignment' is " + value + ", not a power of two from 8");
        }
        return alignment;
    }

    private GgufTensor tensor(String name) throws IOException {
        int dimensions = (int) file.u32();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw file.malformed(file.reading() + " has " + Integer.toUnsignedString(dimensions) + " dimensions, not 1 to "
                    + MAX_DIMENSIONS);
        }
        long[] shape = new long[dimensions];
        long elements = 1;
        for (int i = dimensions - 1; i >= 0; i--) {
            shape[i] = file.i64();
            if (shape[i] < 1 || shape[i] > Integer.MAX_VALUE || elements > Integer.MAX_VALUE / shape[i]) {
                throw file.malformed(file.reading() + " has a dimension of " + Long.toUnsignedString(shape[i]) + ", too large or none");
            }
            elements *= shape[i];
        }
        int code = (int) file.u32();
        TensorType type = TensorType.of(code).orElseThrow(() -> file.malformed(file.reading() + " has the element type " + code
                + ", and " + TensorType.known() + " are read"));
        if (shape[dimensions - 1] % type.blockElements != 0) {
            throw file.malformed(file.reading() + " has rows of " + shape[dimensions - 1] + ", not whole blocks of " + type.blockElements);
        }
        return new GgufTensor(name, type, shape, elements, file.i64(), elements / type.blockElements * type.blockBytes);
    }

    private GgufTensor placed(GgufTensor tensor, long dataStart, long alignment) {
        long offset = tensor.offset();
        if (offset < 0 || offset % alignment != 0 || offset > file.length() || dataStart + offset + tensor.bytes() > file.length()) {
            throw file.malformed("tensor '" + tensor.name() + "' lies at " + Long.toUnsignedString(offset) + " with " + tensor.bytes()
                    + " bytes, beyond the file's end or out of line");
        }
        return new GgufTensor(tensor.name(), tensor.type(), tensor.shape(), tensor.elements(), dataStart + offset, tensor.bytes());
    }

    private String name() throws IOException {
        return text(MAX_NAME);
    }

    private String text(long most) throws IOException {
        return new String(file.text(file.i64(), most), StandardCharsets.UTF_8);
    }
}
