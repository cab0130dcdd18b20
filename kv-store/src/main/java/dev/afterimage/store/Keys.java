package dev.afterimage.store;

import dev.afterimage.core.stream.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys whose byte order is the order of what they name. A stream's name cannot hold a 0, so {@code name | 0} begins the keys of that stream
 * and of no other.
 */
final class Keys {

    /** Behind a block's number, in the place of a layer: the memory that came with it. */
    private static final int MEMORY = 0xffff;

    /** The same for the keys by which a block is found: they go with its KV. */
    private static final int VECTORS = 0xfffe;

    private Keys() { }

    static byte[] stream(StreamId stream) {
        return stream.name().getBytes(StandardCharsets.UTF_8);
    }

    /** First possible key of the stream's numbered things. */
    static byte[] from(StreamId stream) {
        return withSuffix(stream, (byte) 0, 0).array();
    }

    /** After the last possible key of the stream's numbered things. */
    static byte[] until(StreamId stream) {
        return withSuffix(stream, (byte) 1, 0).array();
    }

    static byte[] numbered(StreamId stream, long number) {
        return withSuffix(stream, (byte) 0, Long.BYTES).putLong(number).array();
    }

    /** One layer of a block, behind the key of the block. */
    static byte[] layer(StreamId stream, long number, int layer) {
        return withSuffix(stream, (byte) 0, Long.BYTES + Short.BYTES).putLong(number).putShort((short) layer).array();
    }

    static byte[] memory(StreamId stream, long number) {
        return layer(stream, number, MEMORY);
    }

    static byte[] vectors(StreamId stream, long number) {
        return layer(stream, number, VECTORS);
    }

    /** The number of a key that may have something behind it. */
    static long leadingNumber(StreamId stream, byte[] key) {
        return ByteBuffer.wrap(key).getLong(stream(stream).length + 1);
    }

    static long number(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
    }

    /** Doubles sort by their bits once negative ones are inverted and the sign of the others is set. */
    static byte[] timed(StreamId stream, double seconds) {
        long bits = Double.doubleToLongBits(seconds + 0.0);
        return numbered(stream, bits < 0 ? ~bits : bits | Long.MIN_VALUE);
    }

    static double seconds(byte[] key) {
        long sorted = number(key);
        return Double.longBitsToDouble(sorted < 0 ? sorted & Long.MAX_VALUE : ~sorted);
    }

    private static ByteBuffer withSuffix(StreamId stream, byte separator, int more) {
        byte[] name = stream(stream);
        return ByteBuffer.allocate(name.length + 1 + more).put(name).put(separator);
    }
}
