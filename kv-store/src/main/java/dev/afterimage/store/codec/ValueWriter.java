package dev.afterimage.store.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes one value: {@code magic (4) | version (1) | fields | CRC-32C of all before (4)}. Integers are big-endian; strings are UTF-8 behind
 * their length in bytes (4).
 */
final class ValueWriter {

    private ByteBuffer buffer;

    ValueWriter(ValueKind kind, int expectedBytes) {
        buffer = ByteBuffer.allocate(expectedBytes + Integer.BYTES + 1 + Integer.BYTES);
        buffer.putInt(kind.magic).put(ValueKind.VERSION);
    }

    ValueWriter bytes(int value) {
        room(1).put((byte) value);
        return this;
    }

    ValueWriter ints(int... values) {
        for (int value : values) {
            room(Integer.BYTES).putInt(value);
        }
        return this;
    }

    ValueWriter longs(long... values) {
        for (long value : values) {
            room(Long.BYTES).putLong(value);
        }
        return this;
    }

    ValueWriter doubles(double... values) {
        for (double value : values) {
            room(Double.BYTES).putDouble(value);
        }
        return this;
    }

    ValueWriter text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    ValueWriter blob(byte[] value) {
        ints(value.length);
        room(value.length).put(value);
        return this;
    }

    /** As they are, without a length. */
    ValueWriter raw(byte[] source, int from, int count) {
        room(count).put(source, from, count);
        return this;
    }

    /** Length, then fp32. */
    ValueWriter floats(float[] values) {
        ints(values.length);
        room(Float.BYTES * values.length).asFloatBuffer().put(values);
        skip(Float.BYTES * values.length);
        return this;
    }

    /** Length, then fp16. */
    ValueWriter halves(float[] values) {
        ints(values.length);
        room(HalfFloats.BYTES * values.length);
        HalfFloats.encode(values, buffer.array(), buffer.position());
        skip(HalfFloats.BYTES * values.length);
        return this;
    }

    byte[] seal() {
        room(Integer.BYTES);
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.array(), 0, buffer.position());
        buffer.putInt((int) checksum.getValue());
        return buffer.position() == buffer.capacity() ? buffer.array() : Arrays.copyOf(buffer.array(), buffer.position());
    }

    private void skip(int bytes) {
        buffer.position(buffer.position() + bytes);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.addExact(buffer.position() + bytes, buffer.capacity() / 2));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }
}
