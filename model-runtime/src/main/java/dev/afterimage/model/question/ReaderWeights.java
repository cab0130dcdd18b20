package dev.afterimage.model.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.model.gguf.Dequantizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The trained matrices of the reader and the words that it has a row of its own for: a safetensors file of half-precision tensors. */
final class ReaderWeights {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param data row by row; a vector is one row */
    record Matrix(float[] data, int columns) {

        int rows() {
            return data.length / columns;
        }

        /** Adds {@code vector} times the rows from {@code first} on to {@code sum}. */
        void multiply(float[] vector, int first, float[] sum) {
            for (int i = 0; i < vector.length; i++) {
                add(first + i, vector[i], sum);
            }
        }

        /** Adds a row, scaled, to {@code sum}. */
        void add(int row, float scale, float[] sum) {
            int at = row * columns;
            if (scale != 0) {
                for (int k = 0; k < columns; k++) {
                    sum[k] += scale * data[at + k];
                }
            }
        }
    }

    private final Map<String, Matrix> matrices = new HashMap<>();
    private final Map<String, Integer> words = new HashMap<>();

    private ReaderWeights() { }

    static ReaderWeights read(InputStream in) {
        try {
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(file.getLong());
            JsonNode header = JSON.readTree(file.array(), Long.BYTES, length);
            ReaderWeights weights = new ReaderWeights();
            List<String> words = List.of(header.path("__metadata__").path("words").asText().split(" "));
            for (int i = 0; i < words.size(); i++) {
                weights.words.put(words.get(i), i);
            }
            header.fields().forEachRemaining(tensor -> {
                if (!tensor.getKey().startsWith("__")) {
                    weights.matrices.put(tensor.getKey(), matrix(tensor.getValue(), file, Long.BYTES + length));
                }
            });
            return weights;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Matrix matrix(JsonNode tensor, ByteBuffer file, int start) {
        JsonNode shape = tensor.path("shape");
        int columns = shape.path(shape.size() - 1).asInt();
        int from = start + tensor.path("data_offsets").path(0).asInt();
        int to = start + tensor.path("data_offsets").path(1).asInt();
        float[] data = new float[(to - from) / Short.BYTES];
        for (int i = 0; i < data.length; i++) {
            data[i] = Dequantizer.half(file.getShort(from + i * Short.BYTES));
        }
        return new Matrix(data, columns);
    }

    Matrix matrix(String name) {
        return matrices.get(name);
    }

    /** The word's row; 0 of a word that has none. */
    int row(String word) {
        return words.getOrDefault(word, 0);
    }
}
