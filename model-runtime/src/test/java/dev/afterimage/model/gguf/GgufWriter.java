package dev.afterimage.model.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes GGUF files for tests; also such as no honest program would write. */
public final class GgufWriter {

    /** @param shape outermost first */
    private record Tensor(int type, long[] shape, byte[] data) { }

    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private int version = 3;

    public GgufWriter version(int number) {
        version = number;
        return this;
    }

    /** @param value Integer, Float, Boolean, String, List of String, or int[] */
    public GgufWriter put(String key, Object value) {
        metadata.put(key, value);
        return this;
    }

    public GgufWriter remove(String key) {
        metadata.remove(key);
        tensors.remove(key);
        return this;
    }

    public GgufWriter raw(String name, int type, byte[] data, long... shape) {
        tensors.put(name, new Tensor(type, shape, data));
        return this;
    }

    public GgufWriter floats(String name, float[] data, long... shape) {
        ByteBuffer bytes = little(data.length * 4);
        bytes.asFloatBuffer().put(data);
        return raw(name, 0, bytes.array(), shape);
    }

    /** Numbers -127..127 in blocks of 32, each block scaled by 1/256. */
    public GgufWriter q8(String name, byte[] numbers, long... shape) {
        ByteBuffer bytes = little(numbers.length / 32 * 34);
        for (int i = 0; i < numbers.length; i += 32) {
            bytes.putShort((short) 0x1c00).put(numbers, i, 32); // half float 2^-8
        }
        return raw(name, 8, bytes.array(), shape);
    }

    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(little(20).putInt(version).putLong(tensors.size()).putLong(metadata.size()).array());
        metadata.forEach((key, value) -> entry(out, key, value));
        long offset = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            offset = describe(out, tensor.getKey(), tensor.getValue(), offset);
        }
        for (Tensor tensor : tensors.values()) {
            pad(out);
            out.writeBytes(tensor.data());
        }
        return out.toByteArray();
    }

    private static long describe(ByteArrayOutputStream out, String name, Tensor tensor, long offset) {
        text(out, name);
        out.writeBytes(little(4).putInt(tensor.shape().length).array());
        for (int i = tensor.shape().length - 1; i >= 0; i--) {
            out.writeBytes(little(8).putLong(tensor.shape()[i]).array());
        }
        out.writeBytes(little(12).putInt(tensor.type()).putLong(offset).array());
        return (offset + tensor.data().length + 31) / 32 * 32;
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 32 != 0) {
            out.write(0);
        }
    }

    private static void entry(ByteArrayOutputStream out, String key, Object value) {
        text(out, key);
        if (value instanceof Integer number) {
            out.writeBytes(little(8).putInt(4).putInt(number).array());
        } else if (value instanceof Float number) {
            out.writeBytes(little(8).putInt(6).putFloat(number).array());
        } else if (value instanceof Boolean flag) {
            out.writeBytes(little(5).putInt(7).put((byte) (flag ? 1 : 0)).array());
        } else if (value instanceof String text) {
            out.writeBytes(little(4).putInt(8).array());
            text(out, text);
        } else if (value instanceof int[] numbers) {
            ByteBuffer bytes = little(16 + 4 * numbers.length).putInt(9).putInt(5).putLong(numbers.length);
            bytes.asIntBuffer().put(numbers);
            out.writeBytes(bytes.array());
        } else {
            List<?> texts = (List<?>) value;
            out.writeBytes(little(16).putInt(9).putInt(8).putLong(texts.size()).array());
            texts.forEach(text -> text(out, (String) text));
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(little(8).putLong(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
