package dev.afterimage.model.gguf;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the header front to back, never further than the file goes and never more memory than the file could fill. */
final class GgufHeaderReader {

    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int MAX_NAME = 65_535;
    private static final int MAX_DIMENSIONS = 4;
    private static final int UINT8 = 0, INT8 = 1, UINT16 = 2, INT16 = 3, UINT32 = 4, INT32 = 5, FLOAT32 = 6, BOOL = 7, STRING = 8, ARRAY = 9,
            UINT64 = 10, INT64 = 11, FLOAT64 = 12;

    private final String file;
    private final FileChannel channel;
    private final long length;
    private final ByteBuffer window = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long windowEnd;
    /** What is being read, for messages. */
    private String reading = "the header";

    GgufHeaderReader(String file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    GgufHeader read() throws IOException {
        if (length < 24 || u32() != MAGIC) {
            throw GgufFile.malformed(file, "this is not a GGUF file");
        }
        int version = (int) u32();
        if (version != 2 && version != 3) {
            throw GgufFile.malformed(file, "GGUF version " + version + " is not known here, only 2 and 3");
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
        reading = "the name of key " + index;
        String key = name();
        reading = "key '" + key + "'";
        if (metadata.put(key, value((int) u32())) != null) {
            throw GgufFile.malformed(file, reading + " stands there twice");
        }
    }

    private Object value(int type) throws IOException {
        return switch (type) {
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> whole(type);
            case FLOAT32, FLOAT64 -> real(type);
            case BOOL -> take(1).get() != 0;
            case STRING -> text(length);
            case ARRAY -> array();
            default -> throw GgufFile.malformed(file, reading + " has the unknown type " + type);
        };
    }

    private Object array() throws IOException {
        int type = (int) u32();
        return switch (type) {
            case UINT8, INT8, BOOL -> wholes(type == BOOL ? UINT8 : type, 1);
            case UINT16, INT16 -> wholes(type, 2);
            case UINT32, INT32 -> wholes(type, 4);
            case UINT64, INT64 -> wholes(type, 8);
            case FLOAT32 -> reals(type, 4);
            case FLOAT64 -> reals(type, 8);
            case STRING -> texts();
            default -> throw GgufFile.malformed(file, reading + " is a list of the unsupported type " + type);
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
            values[i] = text(length);
        }
        return values;
    }

    private int arraySize(int leastBytes) throws IOException {
        return Math.toIntExact(count(reading, leastBytes));
    }

    /** A count of things that take at least {@code leastBytes} each, and so cannot be more than the rest of the file holds. */
    private long count(String what, int leastBytes) throws IOException {
        long count = i64();
        if (count < 0 || count > Math.min(remaining() / leastBytes, Integer.MAX_VALUE - 8)) {
            throw GgufFile.malformed(file, what + " claims " + Long.toUnsignedString(count) + " entries, more than the file holds");
        }
        return count;
    }

    private long whole(int type) throws IOException {
        return switch (type) {
            case UINT8 -> take(1).get() & 0xff;
            case INT8 -> take(1).get();
            case UINT16 -> take(2).getShort() & 0xffff;
            case INT16 -> take(2).getShort();
            case UINT32 -> u32();
            case INT32 -> take(4).getInt();
            default -> i64();
        };
    }

    private double real(int type) throws IOException {
        return type == FLOAT32 ? take(4).getFloat() : take(8).getDouble();
    }

    private Map<String, GgufTensor> readTensors(long count, Map<String, Object> metadata) throws IOException {
        Map<String, GgufTensor> relative = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            reading = "the name of tensor " + i;
            String name = name();
            reading = "tensor '" + name + "'";
            if (relative.put(name, tensor(name)) != null) {
                throw GgufFile.malformed(file, reading + " stands there twice");
            }
        }
        long alignment = alignment(metadata);
        long dataStart = (position() + alignment - 1) / alignment * alignment;
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        relative.forEach((name, tensor) -> tensors.put(name, placed(tensor, dataStart, alignment)));
        return tensors;
    }

    private long alignment(Map<String, Object> metadata) {
        Object value = metadata.getOrDefault("general.alignment", 32L);
        if (!(value instanceof Long alignment) || alignment < 8 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
            throw GgufFile.malformed(file, "key 'general.alignment' is " + value + ", not a power of two from 8");
        }
        return alignment;
    }

    private GgufTensor tensor(String name) throws IOException {
        int dimensions = (int) u32();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw GgufFile.malformed(file, reading + " has " + Integer.toUnsignedString(dimensions) + " dimensions, not 1 to " + MAX_DIMENSIONS);
        }
        long[] shape = new long[dimensions];
        long elements = 1;
        for (int i = dimensions - 1; i >= 0; i--) {
            shape[i] = i64();
            if (shape[i] < 1 || shape[i] > Integer.MAX_VALUE || elements > Integer.MAX_VALUE / shape[i]) {
                throw GgufFile.malformed(file, reading + " has a dimension of " + Long.toUnsignedString(shape[i]) + ", too large or none");
            }
            elements *= shape[i];
        }
        int code = (int) u32();
        TensorType type = TensorType.of(code).orElseThrow(() -> GgufFile.malformed(file, reading + " has the element type " + code
                + ", and only F32, F16, Q4_1 and Q8_0 are read"));
        if (shape[dimensions - 1] % type.blockElements != 0) {
            throw GgufFile.malformed(file, reading + " has rows of " + shape[dimensions - 1] + ", not whole blocks of " + type.blockElements);
        }
        return new GgufTensor(name, type, shape, elements, i64(), elements / type.blockElements * type.blockBytes);
    }

    private GgufTensor placed(GgufTensor tensor, long dataStart, long alignment) {
        long offset = tensor.offset();
        if (offset < 0 || offset % alignment != 0 || offset > length || dataStart + offset + tensor.bytes() > length) {
            throw GgufFile.malformed(file, "tensor '" + tensor.name() + "' lies at " + Long.toUnsignedString(offset) + " with " + tensor.bytes()
                    + " bytes, beyond the file's end or out of line");
        }
        return new GgufTensor(tensor.name(), tensor.type(), tensor.shape(), tensor.elements(), dataStart + offset, tensor.bytes());
    }

    private String name() throws IOException {
        return text(MAX_NAME);
    }

    private String text(long most) throws IOException {
        long size = i64();
        if (size < 0 || size > Math.min(remaining(), Math.min(most, Integer.MAX_VALUE - 8))) {
            throw GgufFile.malformed(file, reading + " claims a text of " + Long.toUnsignedString(size) + " bytes, more than the file holds");
        }
        byte[] bytes = new byte[(int) size];
        int done = 0;
        while (done < bytes.length) {
            int part = Math.min(bytes.length - done, window.capacity());
            take(part).get(bytes, done, part);
            done += part;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long u32() throws IOException {
        return take(4).getInt() & 0xffffffffL;
    }

    private long i64() throws IOException {
        return take(8).getLong();
    }

    private long position() {
        return windowEnd - window.remaining();
    }

    private long remaining() {
        return length - position();
    }

    /** The window with at least so many bytes in it. */
    private ByteBuffer take(int bytes) throws IOException {
        if (window.remaining() < bytes) {
            window.compact();
            while (window.position() < bytes) {
                int read = channel.read(window, windowEnd);
                if (read < 0) {
                    throw new EOFException("the file ends within " + reading);
                }
                windowEnd += read;
            }
            window.flip();
        }
        return window;
    }
}
