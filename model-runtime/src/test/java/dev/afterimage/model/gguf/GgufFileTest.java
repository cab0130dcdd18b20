package dev.afterimage.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {

    @TempDir
    Path directory;

    @Test
    void everyTypeOfTensorComesBackAsFloats() throws IOException {
        byte[] q4 = new byte[20];
        ByteBuffer block = ByteBuffer.wrap(q4).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x3800).putShort((short) 0xbc00); // 0.5, -1
        block.put((byte) 0xf2);
        try (GgufFile gguf = open(new GgufWriter().version(2).put("a.text", "x").raw("four", 3, q4, 1, 32)
                .raw("half", 1, new byte[] {0, 0x3c, 0, (byte) 0xc0, 1, 0, 0, 0x7c}, 4).floats("full", new float[] {1.5f, -2}, 2, 1)
                .q8("eight", new byte[] {64, -128, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1}, 32).toBytes())) {
            assertThat(gguf.floats("four", 1, 32)).startsWith(0, -1).contains(6.5f, Index.atIndex(16));
            assertThat(gguf.floats("half", 4)).containsExactly(1, -2, 0x1p-24f, Float.POSITIVE_INFINITY);
            assertThat(gguf.floats("full", 2, 1)).containsExactly(1.5f, -2);
            assertThat(gguf.floats("eight", 32)).startsWith(0.25f, -0.5f, 0, 1 / 256f);
            assertThat(gguf.text("a.text")).isEqualTo("x");
        }
    }

    @Test
    void faultsNameTheKeyOrTensor() throws IOException {
        assertMalformed("this is not a GGUF".getBytes(StandardCharsets.US_ASCII), "not a GGUF");
        assertMalformed(new GgufWriter().version(9).toBytes(), "version 9");
        assertMalformed(new GgufWriter().raw("odd", 99, new byte[4], 1).toBytes(), "tensor 'odd' has the element type 99");
        assertMalformed(new GgufWriter().raw("short", 0, new byte[4], 1 << 20).toBytes(), "tensor 'short'");
        assertMalformed(new GgufWriter().raw("huge", 0, new byte[4], 1L << 40, 1L << 40).toBytes(), "tensor 'huge' has a dimension");
        assertMalformed(new GgufWriter().raw("none", 0, new byte[4], 0).toBytes(), "tensor 'none' has a dimension");
        assertMalformed(new GgufWriter().raw("flat", 0, new byte[4]).toBytes(), "tensor 'flat' has 0 dimensions");
        assertMalformed(new GgufWriter().raw("ragged", 8, new byte[34], 33).toBytes(), "tensor 'ragged' has rows of 33");
        assertMalformed(new GgufWriter().put("general.alignment", 7).toBytes(), "general.alignment");
    }

    @Test
    void wrongKindsOfValuesAreNamed() throws IOException {
        try (GgufFile gguf = open(new GgufWriter().put("n", 5).put("t", "x").put("f", 0f).put("l", List.of("a"))
                .floats("v", new float[2], 2).toBytes())) {
            assertThatThrownBy(() -> gguf.text("n")).hasMessageContaining("key 'n' is not text");
            assertThatThrownBy(() -> gguf.number("n", 6, 9)).hasMessageContaining("key 'n' is 5, not within 6..9");
            assertThatThrownBy(() -> gguf.number("gone", 0, 1)).hasMessageContaining("key 'gone' is missing");
            assertThatThrownBy(() -> gguf.real("f")).hasMessageContaining("key 'f'");
            assertThatThrownBy(() -> gguf.numbers("l")).hasMessageContaining("key 'l'");
            assertThatThrownBy(() -> gguf.floats("w", 2)).hasMessageContaining("tensor 'w' is missing");
            assertThatThrownBy(() -> gguf.floats("v", 3)).hasMessageContaining("tensor 'v' has shape [2], not [3]");
        }
    }

    @Test
    void lengthsBeyondTheFileAreRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] text = new GgufWriter().put("key", "value").toBytes();
        int lengthOfValue = 24 + 8 + 3 + 4;
        ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN).putLong(lengthOfValue, Long.MAX_VALUE);
        assertMalformed(text, "key 'key' claims a text of 9223372036854775807 bytes");
        byte[] list = new GgufWriter().put("key", List.of("a")).toBytes();
        ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN).putLong(lengthOfValue + 4, 1L << 30);
        assertMalformed(list, "key 'key' claims 1073741824 entries");
        byte[] keys = new GgufWriter().toBytes();
        ByteBuffer.wrap(keys).order(ByteOrder.LITTLE_ENDIAN).putLong(16, -1);
        assertMalformed(keys, "the number of keys");
    }

    @Test
    void aFileCutOffAnywhereIsAClearError() throws IOException {
        byte[] whole = new GgufWriter().put("some.key", "value").put("list", List.of("a", "b")).floats("t", new float[64], 64).toBytes();
        for (int length = 0; length < whole.length; length++) {
            assertMalformed(Arrays.copyOf(whole, length), "");
        }
    }

    @Test
    void noFlippedBytesGetPastAsAnythingElseThanAClearError() throws IOException {
        byte[] whole = new GgufWriter().put("some.key", "value").put("list", List.of("a", "b")).put("n", new int[] {1, 2})
                .floats("t", new float[64], 64).toBytes();
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try (GgufFile opened = open(damaged)) {
                assertThat(opened.tensors()).isNotNull();
            } catch (AfterimageException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MALFORMED);
            }
        }
    }

    private void assertMalformed(byte[] bytes, String message) {
        assertThatThrownBy(() -> open(bytes).close()).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MALFORMED);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private GgufFile open(byte[] bytes) throws IOException {
        return GgufFile.open(Files.write(directory.resolve("file.gguf"), bytes));
    }
}
