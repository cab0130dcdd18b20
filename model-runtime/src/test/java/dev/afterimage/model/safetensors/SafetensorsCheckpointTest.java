package dev.afterimage.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsCheckpointTest {

    private static final String ONE = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    private static final byte[] TWO_FLOATS = SafetensorsWriter.floats(1.5f, -2);

    @TempDir
    Path directory;

    @Test
    void theThreeElementTypesAreRead() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8 + 10 + 6).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2)
                .putShort((short) 0x3c00).putShort((short) 0xc100).putShort((short) 0x0001).putShort((short) 0x7bff)
                .putShort((short) 0x8000)
                .putShort((short) 0x3f80).putShort((short) 0xc040).putShort((short) 0x0080);
        write("model.safetensors", "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[8,18]},\"b\":{\"dtype\":\"BF16\",\"shape\":[3],"
                + "\"data_offsets\":[18,24]}}", data.array());
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(directory)) {
            assertThat(checkpoint.names()).containsExactly("a", "b", "h");
            assertThat(checkpoint.floats("a", 2, 1)).containsExactly(1.5f, -2);
            assertThat(checkpoint.floats("h", 5)).containsExactly(1, -2.5f, 0x1p-24f, 65504, -0f);
            assertThat(checkpoint.floats("b", 3)).containsExactly(1, -3, 0x1p-126f);
        }
    }

    @Test
    void bytesAreMultipliedByTheirRowsScale() throws IOException {
        quantised("[2,1]", "");
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(directory)) {
            assertThat(checkpoint.names()).containsExactly("w");
            assertThat(checkpoint.floats("w", 2, 3)).containsExactly(0.5f, -64, 63.5f, 6, 0, -2);
        }
    }

    @Test
    void bytesWhoseScalesDoNotFitAreRefused() throws IOException {
        assertUnsupported("[1,2]", "", "'w_scale' is of type F32 and shape [1, 2]");
        assertUnsupported("[2]", "", "'w_scale'");
        assertUnsupported("[2,1]", "_other", "'w' is of type I8 without 'w_scale'");
        quantised("[2,1]", "\"w_zero_point\":{\"dtype\":\"I8\",\"shape\":[2,1],\"data_offsets\":[14,16]},", "");
        assertUnsupported("'w' is of type I8 with zero points");
    }

    @Test
    void shardsAreFoundThroughTheIndex() throws IOException {
        write("model-1.safetensors", ONE, TWO_FLOATS);
        write("model-2.safetensors", ONE.replace("\"a\"", "\"b\""), SafetensorsWriter.floats(7, 8));
        index("{\"weight_map\":{\"a\":\"model-1.safetensors\",\"b\":\"model-2.safetensors\"}}");
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(directory)) {
            assertThat(checkpoint.floats("b", 2)).containsExactly(7, 8);
            assertThat(checkpoint.has("c")).isFalse();
        }
    }

    @Test
    void headersThatLieAboutTheFileAreRefused() throws IOException {
        assertRefused(Long.MAX_VALUE, ONE, TWO_FLOATS, "claims a header of 9223372036854775807 bytes");
        assertRefused(-1, ONE, TWO_FLOATS, "claims a header of 18446744073709551615 bytes");
        assertRefused(ONE.length() + 9, ONE, TWO_FLOATS, "claims a header of");
        assertRefused(0, ONE, TWO_FLOATS, "claims a header of 0 bytes");
        Files.write(directory.resolve("model.safetensors"), new byte[5]);
        assertFails("model.safetensors has 5 bytes");
    }

    @Test
    void headersThatAreNoProperJsonAreRefused() throws IOException {
        assertRefused("[1, 2]   ", new byte[0], "no JSON object");
        assertRefused("{\"a\": ", new byte[0], "no proper JSON");
        assertRefused("{\"a\":1} {\"b\":2}", new byte[0], "no proper JSON");
        assertRefused("[".repeat(50_000), new byte[0], "JSON");
        assertRefused(ONE.replace("}}", "},") + ONE.substring(1), TWO_FLOATS, "Duplicate field 'a'");
    }

    @Test
    void tensorsThatDoNotFitTheirPlaceAreNamed() throws IOException {
        assertRefused(ONE.replace("[0,8]", "[0,16]"), TWO_FLOATS, "tensor 'a'", "outside the file");
        assertRefused(ONE.replace("[0,8]", "[8,0]"), TWO_FLOATS, "tensor 'a'");
        assertRefused(ONE.replace("[0,8]", "[-8,0]"), TWO_FLOATS, "tensor 'a'", "data_offsets");
        assertRefused(ONE.replace("[0,8]", "[0,4]"), SafetensorsWriter.floats(1), "tensor 'a'", "4 bytes");
        assertRefused(ONE.replace("[2]", "[3]"), TWO_FLOATS, "tensor 'a'", "8 bytes");
        assertRefused(ONE.replace("[2]", "[4294967296,4294967296,2]"), TWO_FLOATS, "tensor 'a'", "larger than any file");
        assertRefused(ONE.replace("[2]", "[2.0]"), TWO_FLOATS, "tensor 'a'", "shape");
        assertRefused(ONE.replace("[2]", "[-2]"), TWO_FLOATS, "tensor 'a'", "shape");
        assertRefused(ONE.replace("F32", "F31"), TWO_FLOATS, "tensor 'a'", "'F31'");
        assertRefused(ONE.replace("\"shape\":[2],", ""), TWO_FLOATS, "tensor 'a'", "no shape");
        assertRefused("{\"a\":7}", TWO_FLOATS, "tensor 'a'");
    }

    @Test
    void overlapsGapsAndTrailingBytesAreRefused() throws IOException {
        String second = ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%s]}}";
        byte[] four = SafetensorsWriter.floats(1, 2, 3, 4);
        assertRefused(ONE.replace("}}", "}") + String.format(second, "4,12"), SafetensorsWriter.floats(1, 2, 3),
                "tensor 'b' overlaps another");
        assertRefused(ONE.replace("}}", "}") + String.format(second, "0,8"), TWO_FLOATS, "overlaps another");
        assertRefused(ONE.replace("[0,8]", "[8,16]"), four, "tensor 'a' lies behind a gap");
        assertRefused(ONE, four, "8 bytes behind its last tensor");
    }

    @Test
    void whatIsAskedForMustBeThereInThatShapeAndFinite() throws IOException {
        write("model.safetensors", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"i\":{\"dtype\":\"I32\","
                + "\"shape\":[1],\"data_offsets\":[8,12]}}",
                SafetensorsWriter.floats(1, Float.NaN, 0));
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(directory)) {
            assertThatThrownBy(() -> checkpoint.require("gone", 2)).hasMessageContaining("tensor 'gone' is missing");
            assertThatThrownBy(() -> checkpoint.floats("a", 1, 2)).hasMessageContaining("tensor 'a' has the shape [2]")
                    .hasMessageContaining("[1, 2]");
            assertThatThrownBy(() -> checkpoint.floats("a", 2)).hasMessageContaining("tensor 'a' holds NaN at element 1");
            assertThatThrownBy(() -> checkpoint.floats("i", 1)).isInstanceOfSatisfying(AfterimageException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNSUPPORTED)).hasMessageContaining("I32");
        }
    }

    @Test
    void anIndexCannotLeadOutOfTheDirectory() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("elsewhere"));
        SafetensorsWriter.write(outside.resolve("x.safetensors"), ONE, TWO_FLOATS);
        Path inner = Files.createDirectory(directory.resolve("checkpoint"));
        Path index = inner.resolve("model.safetensors.index.json");
        for (String path : new String[] {"../elsewhere/x.safetensors", outside.resolve("x.safetensors").toString(),
                "..\\\\elsewhere\\\\x.safetensors", "sub/x.safetensors",
            ".hidden.safetensors", "x.bin", ""}) {
            Files.writeString(index, "{\"weight_map\":{\"a\":\"" + path + "\"}}");
            assertThatThrownBy(() -> SafetensorsCheckpoint.open(inner)).as(path).isInstanceOf(AfterimageException.class)
                    .hasMessageContaining("tensor 'a'");
        }
        Files.createSymbolicLink(inner.resolve("x.safetensors"), outside.resolve("x.safetensors"));
        Files.writeString(index, "{\"weight_map\":{\"a\":\"x.safetensors\"}}");
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(inner)).hasMessageContaining("x.safetensors leads out of");
    }

    @Test
    void theHubsOwnCacheOfLinksToBlobsIsRead() throws IOException {
        Path blobs = Files.createDirectories(directory.resolve("models--x/blobs"));
        Path snapshot = Files.createDirectories(directory.resolve("models--x/snapshots/abc"));
        SafetensorsWriter.write(blobs.resolve("0123"), ONE, TWO_FLOATS);
        Files.createSymbolicLink(snapshot.resolve("model.safetensors"), Path.of("../../blobs/0123"));
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(snapshot)) {
            assertThat(checkpoint.floats("a", 2)).containsExactly(1.5f, -2);
        }
    }

    @Test
    void anIndexThatNamesWhatIsNotThereIsRefused() throws IOException {
        write("model-1.safetensors", ONE, TWO_FLOATS);
        index("{\"weight_map\":{\"b\":\"model-1.safetensors\"}}");
        assertFails("tensor 'b'", "does not hold it");
        index("{\"weight_map\":{\"a\":\"model-2.safetensors\"}}");
        assertFails("model-2.safetensors is missing");
        index("{\"weight_map\":[]}");
        assertFails("'weight_map'");
        index("{\"weight_map\":{\"a\":\"model-1.safetensors\",\"a\":\"model-1.safetensors\"}}");
        assertFails("Duplicate field 'a'");
        Files.delete(directory.resolve("model.safetensors.index.json"));
        Files.delete(directory.resolve("model-1.safetensors"));
        assertFails("neither model.safetensors nor model.safetensors.index.json");
    }

    /** Bytes (2, 3) named w, and two scales of this shape. */
    private void quantised(String shape, String suffix) throws IOException {
        quantised(shape, "", suffix);
    }

    private void quantised(String shape, String more, String suffix) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(more.isEmpty() ? 14 : 16).order(ByteOrder.LITTLE_ENDIAN).putFloat(0.5f).putFloat(2)
                .put(new byte[] {1, -128, 127, 3, 0, -1});
        write("model.safetensors", "{" + more + "\"w\":{\"dtype\":\"I8\",\"shape\":[2,3],\"data_offsets\":[8,14]},"
                + "\"w_scale" + suffix + "\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,8]}}", data.array());
    }

    private void assertUnsupported(String shape, String suffix, String message) throws IOException {
        quantised(shape, suffix);
        assertUnsupported(message);
    }

    private void assertUnsupported(String message) {
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(directory)) {
            assertThatThrownBy(() -> checkpoint.require("w", 2, 3)).isInstanceOfSatisfying(AfterimageException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNSUPPORTED)).hasMessageContaining(message);
        }
    }

    private void index(String json) throws IOException {
        Files.writeString(directory.resolve("model.safetensors.index.json"), json);
    }

    private void write(String name, String header, byte[] data) throws IOException {
        SafetensorsWriter.write(directory.resolve(name), header, data);
    }

    private void assertRefused(String header, byte[] data, String... messages) throws IOException {
        assertRefused(header.length(), header, data, messages);
    }

    private void assertRefused(long claimed, String header, byte[] data, String... messages) throws IOException {
        SafetensorsWriter.write(directory.resolve("model.safetensors"), claimed, header, data);
        assertFails(messages);
    }

    private void assertFails(String... messages) {
        assertThatThrownBy(() -> SafetensorsCheckpoint.open(directory)).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MALFORMED);
            assertThat(e.getMessage()).contains(messages);
        });
    }
}
