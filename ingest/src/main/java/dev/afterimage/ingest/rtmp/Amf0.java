package dev.afterimage.ingest.rtmp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of RTMP's commands (AMF 0). Numbers are {@link Double}, objects and arrays with keys {@link Map}, arrays {@link List}, null and
 * undefined null. What is read is bounded in depth and in number.
 */
final class Amf0 {

    static final int STRING = 2;
    private static final int NUMBER = 0;
    private static final int BOOLEAN = 1;
    private static final int OBJECT = 3;
    private static final int NULL = 5;
    private static final int UNDEFINED = 6;
    private static final int KEYED = 8;
    private static final int END = 9;
    private static final int ARRAY = 10;
    private static final int DATE = 11;
    private static final int LONG_STRING = 12;

    private static final int DEEPEST = 8;
    private static final int MOST_VALUES = 1000;

    private final ByteBuffer bytes;
    private int values;

    private Amf0(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** @throws IOException for what is not of this form, or is too large */
    static List<Object> read(byte[] message) throws IOException {
        Amf0 reader = new Amf0(message);
        List<Object> all = new ArrayList<>();
        try {
            while (reader.bytes.hasRemaining()) {
                all.add(reader.value(0));
            }
            return all;
        } catch (BufferUnderflowException cut) {
            throw new IOException("a command ends too early", cut);
        }
    }

    private Object value(int depth) throws IOException {
        if (++values > MOST_VALUES || depth > DEEPEST) {
            throw new IOException("a command has more than " + MOST_VALUES + " values, or more than " + DEEPEST + " within each other");
        }
        int marker = bytes.get();
        return switch (marker) {
            case NUMBER -> bytes.getDouble();
            case BOOLEAN -> bytes.get() != 0;
            case STRING -> text(Short.toUnsignedInt(bytes.getShort()));
            case LONG_STRING -> text(bytes.getInt());
            case OBJECT -> properties(depth);
            case KEYED -> {
                bytes.getInt();
                yield properties(depth);
            }
            case ARRAY -> array(depth);
            case DATE -> {
                double time = bytes.getDouble();
                bytes.getShort();
                yield time;
            }
            case NULL, UNDEFINED -> null;
            default -> throw new IOException("a command has a value of the unknown kind " + marker);
        };
    }

    private String text(int length) throws IOException {
        if (length < 0 || length > bytes.remaining()) {
            throw new IOException("a command ends too early");
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private Map<String, Object> properties(int depth) throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (;;) {
            String key = text(Short.toUnsignedInt(bytes.getShort()));
            if (key.isEmpty() && bytes.hasRemaining() && bytes.get(bytes.position()) == END) {
                bytes.get();
                return properties;
            }
            properties.put(key, value(depth + 1));
        }
    }

    private List<Object> array(int depth) throws IOException {
        int count = bytes.getInt();
        if (count < 0 || count > MOST_VALUES) {
            throw new IOException("a command has an array of " + count + " values");
        }
        List<Object> all = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            all.add(value(depth + 1));
        }
        return all;
    }

    /** Of what is sent: numbers, texts, objects and null. */
    static byte[] written(Object... all) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Object value : all) {
                write(out, value);
            }
        } catch (IOException inMemory) {
            throw new IllegalStateException(inMemory);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Object value) throws IOException {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof Number number) {
            out.writeByte(NUMBER);
            out.writeDouble(number.doubleValue());
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte(OBJECT);
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text(out, entry.getKey().toString());
                write(out, entry.getValue());
            }
            out.writeShort(0);
            out.writeByte(END);
        } else {
            out.writeByte(STRING);
            text(out, value.toString());
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }
}
