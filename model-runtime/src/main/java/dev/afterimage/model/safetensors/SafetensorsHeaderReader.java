package dev.afterimage.model.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what stands before the data of a safetensors file: eight bytes of length, then JSON
 * (<a href="https://github.com/huggingface/safetensors">format</a>). Nothing in it is trusted.
 */
final class SafetensorsHeaderReader {

    /** The limit of the format's own library. */
    private static final long MAX_HEADER = 100_000_000;
    private static final int LENGTH_BYTES = 8;
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final String file;
    private final FileChannel channel;
    private long dataStart;
    private long dataBytes;

    SafetensorsHeaderReader(String file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    Map<String, Tensor> read() throws IOException {
        JsonNode header = json();
        Map<String, Tensor> tensors = new HashMap<>();
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
        });
        requireGapless(tensors);
        return tensors;
    }

    private JsonNode json() throws IOException {
        if (channel.size() < LENGTH_BYTES) {
            throw malformed("has " + channel.size() + " bytes, and its header alone takes more");
        }
        long length = bytes(0, LENGTH_BYTES).getLong();
        if (length < 2 || length > Math.min(MAX_HEADER, channel.size() - LENGTH_BYTES)) {
            throw malformed("claims a header of " + Long.toUnsignedString(length) + " bytes, and " + (channel.size() - LENGTH_BYTES)
                    + " follow");
        }
        dataStart = LENGTH_BYTES + length;
        dataBytes = channel.size() - dataStart;
        try {
            JsonNode header = JSON.readTree(bytes(LENGTH_BYTES, (int) length).array());
            if (!header.isObject()) {
                throw malformed("has a header that is no JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw malformed("has a header that is no proper JSON: " + e.getOriginalMessage());
        }
    }

    private ByteBuffer bytes(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw malformed("ended while it was read");
            }
        }
        return buffer.flip();
    }

    private Tensor tensor(String name, JsonNode entry) {
        ElementType type = ElementType.of(entry.path("dtype").asText()).orElseThrow(
                () -> malformed(name, "has the element type '" + entry.path("dtype").asText() + "', which is not known"));
        long[] shape = numbers(name, "shape", entry.path("shape"));
        long[] offsets = numbers(name, "data_offsets", entry.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
            throw malformed(name, "lies at " + entry.path("data_offsets") + ", outside the file's " + dataBytes + " bytes of data");
        }
        long bytes = offsets[1] - offsets[0];
        if (bytes != size(name, type, shape)) {
            throw malformed(name, "has " + bytes + " bytes, which do not make " + type + " of shape " + entry.path("shape"));
        }
        return new Tensor(name, type, shape, dataStart + offsets[0], bytes);
    }

    private long[] numbers(String name, String key, JsonNode array) {
        if (!array.isArray()) {
            throw malformed(name, "has no " + key);
        }
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = array.get(i);
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                throw malformed(name, "has the " + key + " " + array);
            }
            numbers[i] = number.longValue();
        }
        return numbers;
    }

    private long size(String name, ElementType type, long[] shape) {
        try {
            long size = type.bytes;
            for (long side : shape) {
                size = Math.multiplyExact(size, side);
            }
            return size;
        } catch (ArithmeticException e) {
            throw malformed(name, "has a shape larger than any file");
        }
    }

    /** The format allows neither overlaps nor gaps: what lies in a gap would be read by nobody. */
    private void requireGapless(Map<String, Tensor> tensors) {
        List<Tensor> inOrder = new ArrayList<>(tensors.values());
        inOrder.sort(Comparator.comparingLong(Tensor::offset).thenComparingLong(Tensor::bytes));
        long end = dataStart;
        for (Tensor tensor : inOrder) {
            if (tensor.offset() != end) {
                throw malformed(tensor.name(), tensor.offset() < end ? "overlaps another" : "lies behind a gap");
            }
            end = tensor.offset() + tensor.bytes();
        }
        if (end != dataStart + dataBytes) {
            throw malformed("holds " + (dataStart + dataBytes - end) + " bytes behind its last tensor");
        }
    }

    private AfterimageException malformed(String name, String what) {
        return malformed("is broken: tensor '" + name + "' " + what);
    }

    private AfterimageException malformed(String what) {
        return new AfterimageException(ErrorCode.MODEL_MALFORMED, "the checkpoint's file " + file + " " + what, "get the checkpoint again");
    }
}
