package dev.afterimage.model.ctranslate2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CTranslate2FileTest {

    @TempDir
    private Path directory;

    @Test
    void everyTypeOfVariableComesBackAsFloats() throws IOException {
        try (CTranslate2File file = open(new CTranslate2Writer().floats("full", new float[] {1.5f, -2}, 1, 2).number("heads", 6)
                .raw("half", 4, new byte[] {0, 0x3c, 0, (byte) 0xc0}, 2).raw("brain", 5, new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0}, 2)
                .raw("eight", 1, new byte[] {64, -128, 10, 0}, 2, 2).floats("eight_scale", new float[] {64, 10}, 2)
                .raw("whole", 3, new byte[] {7, 0, 0, 0}, 1).alias("other", "full").toBytes())) {
            assertThat(file.spec()).isEqualTo("WhisperSpec");
            assertThat(file.revision()).isEqualTo(3);
            assertThat(file.floats("full", 1, 2)).containsExactly(1.5f, -2);
            assertThat(file.floats("other", 1, 2)).as("an alias").containsExactly(1.5f, -2);
            assertThat(file.number("heads")).isEqualTo(6);
            assertThat(file.floats("half", 2)).containsExactly(1, -2);
            assertThat(file.floats("brain", 2)).containsExactly(1, -2);
            assertThat(file.floats("eight", 2, 2)).as("rows divided by their scales").containsExactly(1, -2, 1, 0);
            assertThat(file.floats("whole", 1)).containsExactly(7);
            assertThat(file.shape("full")).containsExactly(1, 2);
        }
    }

    @Test
    void faultsNameTheVariable() throws IOException {
        assertMalformed("not a model at all".getBytes(), "not a CTranslate2 model");
        assertMalformed(new byte[0], "not a CTranslate2 model");
        assertMalformed(new CTranslate2Writer().version(5).toBytes(), "version 6");
        assertMalformed(new CTranslate2Writer().raw("odd", 9, new byte[4], 1).toBytes(), "variable 'odd' has the unknown type 9");
        assertMalformed(new CTranslate2Writer().raw("long", 0, new byte[8], 1).toBytes(), "variable 'long' claims 8 bytes");
        assertMalformed(new CTranslate2Writer().raw("short", 0, 1 << 30, new byte[4], 1 << 28).toBytes(), "variable 'short' claims");
        assertMalformed(new CTranslate2Writer().raw("huge", 0, new byte[4], 1 << 20, 1 << 20).toBytes(), "variable 'huge' has a dimension");
        assertMalformed(new CTranslate2Writer().raw("none", 0, new byte[4], 0).toBytes(), "variable 'none' has a dimension");
        assertMalformed(new CTranslate2Writer().raw("deep", 0, new byte[4], 1, 1, 1, 1, 1).toBytes(), "variable 'deep' has 5 dimensions");
        assertMalformed(new CTranslate2Writer().floats("twice", new float[1], 1).floats("twice", new float[1], 1).toBytes(),
                "stands there twice");
        assertMalformed(new CTranslate2Writer().claiming(1 << 30).toBytes(), "number of variables");
        assertMalformed(new CTranslate2Writer().alias("a", "gone").toBytes(), "alias 'a'");
        byte[] longer = Arrays.copyOf(new CTranslate2Writer().floats("one", new float[1], 1).toBytes(), 200);
        assertMalformed(longer, "follow the last variable");
    }

    @Test
    void wrongShapesAndMissingVariablesAreNamed() throws IOException {
        try (CTranslate2File file = open(new CTranslate2Writer().floats("two", new float[2], 2).raw("bare", 1, new byte[2], 2).toBytes())) {
            assertThatThrownBy(() -> file.floats("two", 3)).hasMessageContaining("variable 'two' has shape [2], not [3]");
            assertThatThrownBy(() -> file.floats("gone", 3)).hasMessageContaining("variable 'gone' is missing");
            assertThatThrownBy(() -> file.number("two")).hasMessageContaining("not one number");
            assertThatThrownBy(() -> file.floats("bare", 2)).hasMessageContaining("variable 'bare_scale' is missing");
        }
    }

    @Test
    void cutAndDamagedFilesAreRefusedAndNeverCrash() throws IOException {
        byte[] good = new CTranslate2Writer().floats("a/weight", new float[6], 2, 3).number("b", 6).alias("c", "b").toBytes();
        for (int length = 0; length < good.length; length++) {
            assertMalformed(Arrays.copyOf(good, length), "");
        }
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = good.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try (CTranslate2File file = open(damaged)) {
                assertThat(file.spec()).isNotNull();
            } catch (AfterimageException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MALFORMED);
            }
        }
    }

    private CTranslate2File open(byte[] bytes) throws IOException {
        return CTranslate2File.open(Files.write(directory.resolve("model.bin"), bytes));
    }

    private void assertMalformed(byte[] bytes, String message) {
        assertThatThrownBy(() -> open(bytes).close()).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MALFORMED);
            assertThat(e.getMessage()).contains(message).contains("model.bin");
        });
    }
}
