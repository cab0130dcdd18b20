package dev.afterimage.store.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** Reads what {@link ValueWriter} wrote, checking the hash before the first field. */
final class ValueReader {

    private static final int HEADER = Integer.BYTES + 1;

    private final ByteBuffer buffer;

    private ValueReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * @param fields reads all fields
     * @throws MalformedValueException when the bytes are damaged or newer
     */
    static <T> T read(ValueKind kind, byte[] value, Function<ValueReader, T> fields) {
        return read(open(kind, value), fields);
    }

    /** The same of a value that was read before: its hash takes time. */
    static <T> T readAgain(byte[] value, Function<ValueReader, T> fields) {
        return read(new ValueReader(ByteBuffer.wrap(value, HEADER, value.length - HEADER - Integer.BYTES)), fields);
    }

    private static <T> T read(ValueReader reader, Function<ValueReader, T> fields) {
        try {
            T read = fields.apply(reader);
            if (reader.buffer.hasRemaining()) {
                throw MalformedValueException.damaged(reader.buffer.remaining() + " bytes too many");
            }
            return read;
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException badField) {
            throw MalformedValueException.damaged("a field is wrong: " + badField);
        }
    }

    private static ValueReader open(ValueKind kind, byte[] value) {
        if (value.length < HEADER + Integer.BYTES) {
            throw MalformedValueException.damaged("it has only " + value.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        int end = value.length - Integer.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(value, 0, end);
        if ((int) checksum.getValue() != buffer.getInt(end)) {
            throw MalformedValueException.damaged("its checksum differs");
        }
        if (buffer.getInt() != kind.magic) {
            throw MalformedValueException.damaged("it is not a " + kind);
        }
        byte version = buffer.get();
        if (version != ValueKind.VERSION) {
            throw MalformedValueException.newer("it has version " + version + ", this program reads " + ValueKind.VERSION);
        }
        return new ValueReader(buffer.limit(end));
    }

    /** Whether there are more fields: newer versions append some. */
    boolean more() {
        return buffer.hasRemaining();
    }

    int bytes() {
        return buffer.get() & 0xff;
    }

    int ints() {
        return buffer.getInt();
    }

    long longs() {
        return buffer.getLong();
    }

    double doubles() {
        return buffer.getDouble();
    }

    String text() {
        return new String(blob(), StandardCharsets.UTF_8);
    }

    byte[] blob() {
        byte[] value = new byte[size(1)];
        buffer.get(value);
        return value;
    }

    float[] floats() {
        float[] values = new float[size(Float.BYTES)];
        buffer.asFloatBuffer().get(values);
        skip(Float.BYTES * values.length);
        return values;
    }

    float[] halves() {
        float[] values = new float[size(HalfFloats.BYTES)];
        HalfFloats.decode(buffer.array(), buffer.position(), values);
        skip(HalfFloats.BYTES * values.length);
        return values;
    }

    /**
     * Passes over a field with a length.
     *
     * @return where its elements begin in the value
     */
    int skip(int elements, int elementBytes) {
        if (size(elementBytes) != elements) {
            throw MalformedValueException.damaged("groups and numbers do not fit the shape");
        }
        int start = buffer.position();
        skip(elements * elementBytes);
        return start;
    }

    /** A length that the rest of the value can hold, so that a wrong one never asks for gigabytes. */
    private int size(int elementBytes) {
        int size = buffer.getInt();
        if (size < 0 || size > buffer.remaining() / elementBytes) {
            throw MalformedValueException.damaged("a length of " + size + " is wrong");
        }
        return size;
    }

    private void skip(int bytes) {
        buffer.position(buffer.position() + bytes);
    }
}
