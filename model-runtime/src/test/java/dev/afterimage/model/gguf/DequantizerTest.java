package dev.afterimage.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random blocks held against what the gguf package makes of them; model-training/conformance/make_gguf.py wrote them down. */
class DequantizerTest {

    @TempDir
    Path directory;

    @Test
    void everyTypeGivesTheFloatsOfTheReferenceBitForBit() throws IOException {
        Set<String> seen = new HashSet<>();
        try (InputStream json = DequantizerTest.class.getResourceAsStream("/gguf/dequantised.json")) {
            for (JsonNode example : new ObjectMapper().readTree(json)) {
                int rows = example.get("shape").get(0).asInt();
                int columns = example.get("shape").get(1).asInt();
                byte[] file = new GgufWriter().raw("blocks", example.get("code").asInt(), example.get("data").binaryValue(), rows, columns)
                        .toBytes();
                float[] expected = new float[rows * columns];
                ByteBuffer.wrap(example.get("floats").binaryValue()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(expected);
                try (GgufFile gguf = GgufFile.open(Files.write(directory.resolve(example.get("type").asText()), file))) {
                    assertThat(gguf.floats("blocks", rows, columns)).as(example.get("type").asText()).isEqualTo(expected);
                }
                seen.add(example.get("type").asText());
            }
        }
        assertThat(seen).contains("Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K", "F16", "BF16");
    }

    @Test
    void aTypeThatIsNotReadIsRefusedWithThoseThatAre() throws IOException {
        byte[] file = new GgufWriter().raw("blocks", 10, new byte[84], 1, 256).toBytes();
        assertThatThrownBy(() -> GgufFile.open(Files.write(directory.resolve("q2"), file))).hasMessageContaining("element type 10")
                .hasMessageContaining("Q4_K, Q5_K, Q6_K");
    }

    @Test
    void aBigEndianFileIsRefusedByItsByteOrder() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(32).order(ByteOrder.BIG_ENDIAN).put("GGUF".getBytes()).putInt(3).putLong(0).putLong(1);
        Path file = Files.write(directory.resolve("big"), header.array());
        assertThatThrownBy(() -> GgufFile.open(file)).isInstanceOfSatisfying(AfterimageException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_UNSUPPORTED);
            assertThat(refused.getMessage()).contains("big-endian byte order");
            assertThat(refused.remedy()).contains("little-endian");
        });
    }
}
