package dev.afterimage.model.ctranslate2;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes small files in CTranslate2's format, right or wrong. */
public final class CTranslate2Writer {

    private final List<byte[]> variables = new ArrayList<>();
    private final List<byte[]> aliases = new ArrayList<>();
    private int version = 6;
    private String spec = "WhisperSpec";
    private int claimedVariables = -1;

    public CTranslate2Writer version(int number) {
        version = number;
        return this;
    }

    public CTranslate2Writer spec(String name) {
        spec = name;
        return this;
    }

    CTranslate2Writer claiming(int count) {
        claimedVariables = count;
        return this;
    }

    public CTranslate2Writer floats(String name, float[] values, int... shape) {
        ByteBuffer data = buffer(values.length * 4);
        for (float value : values) {
            data.putFloat(value);
        }
        return raw(name, 0, data.array(), shape);
    }

    /** A scalar of 16 bits. */
    public CTranslate2Writer number(String name, int value) {
        return raw(name, 2, buffer(2).putShort((short) value).array());
    }

    /** A scalar of 8 bits. */
    public CTranslate2Writer small(String name, int value) {
        return raw(name, 1, new byte[] {(byte) value});
    }

    CTranslate2Writer raw(String name, int type, byte[] data, int... shape) {
        return raw(name, type, data.length, data, shape);
    }

    CTranslate2Writer raw(String name, int type, int claimedBytes, byte[] data, int... shape) {
        ByteBuffer head = buffer(4 * shape.length + 6).put((byte) shape.length);
        for (int size : shape) {
            head.putInt(size);
        }
        head.put((byte) type).putInt(claimedBytes);
        variables.add(joined(text(name), head.array(), data));
        return this;
    }

    public CTranslate2Writer alias(String alias, String name) {
        aliases.add(joined(text(alias), text(name)));
        return this;
    }

    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(buffer(4).putInt(version).array());
        bytes.writeBytes(text(spec));
        bytes.writeBytes(buffer(8).putInt(3).putInt(claimedVariables < 0 ? variables.size() : claimedVariables).array());
        variables.forEach(bytes::writeBytes);
        bytes.writeBytes(buffer(4).putInt(aliases.size()).array());
        aliases.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        byte[] letters = text.getBytes(StandardCharsets.UTF_8);
        return buffer(letters.length + 3).putShort((short) (letters.length + 1)).put(letters).array();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
