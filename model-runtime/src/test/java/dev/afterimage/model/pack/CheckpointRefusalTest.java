package dev.afterimage.model.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that look whole and are of no use: each is refused at import by what is the matter with it. */
class CheckpointRefusalTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4665a5ea423c\nsize 269060552\n".getBytes(
            StandardCharsets.US_ASCII);

    @TempDir
    Path directory;
    private ModelPacks packs;

    @BeforeEach
    void makePlace() {
        packs = new ModelPacks(directory.resolve("models"), new Catalogue(List.of()), Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "tokenizer.json", "config.json"})
    void aFileThatGitLfsDidNotFetchIsNamedAsAPointer(String file) throws IOException {
        Path checkpoint = copy("llama-f32-tied");
        Files.write(checkpoint.resolve(file), POINTER);
        assertFails(checkpoint, ErrorCode.MODEL_MALFORMED, "git lfs pull", file + " is a Git LFS pointer to a file of 269060552 bytes");
    }

    @Test
    void aGgufFileThatGitLfsDidNotFetchIsNamedAsAPointer() throws IOException {
        Path file = Files.write(Files.createDirectories(directory).resolve("model.gguf"), POINTER);
        assertFails(file, ErrorCode.MODEL_MALFORMED, "git lfs pull", "model.gguf is a Git LFS pointer");
    }

    @ParameterizedTest
    @CsvSource({"bitsandbytes, bnb_4bit_quant_type, nf4, NF4", "gptq, bits, 4, 4 bits", "awq, bits, 4, 4 bits",
            "fp8, activation_scheme, dynamic, fp8",
        "compressed-tensors, format, pack-quantized, pack-quantized", "hqq, nbits, 4, hqq", "mxfp4, modules, none, mxfp4",
        "gptq, checkpoint_format, gptq_v2, gptq_v2", "awq, version, gemv, gemv"})
    void aQuantisedCheckpointIsRefusedByTheNameOfItsScheme(String method, String key, String value, String told) throws IOException {
        Path checkpoint = copy("llama-f32-tied");
        edit(checkpoint.resolve("config.json"), config -> config.putObject("quantization_config").put("quant_method", method)
                .put(key, value));
        assertFails(checkpoint, ErrorCode.MODEL_UNSUPPORTED, "F16 or BF16", "'" + method + "'", told, "quantised");
    }

    @Test
    void theFileOfAnOlderQuantiserIsKnownToo() throws IOException {
        Path checkpoint = copy("llama-f32-tied");
        Files.writeString(checkpoint.resolve("quantize_config.json"), "{\"bits\": 4, \"group_size\": 128}");
        assertFails(checkpoint, ErrorCode.MODEL_UNSUPPORTED, "F16 or BF16", "'gptq' (4 bits)");
    }

    @Test
    void aTokenBeyondTheVocabularyIsNamed() throws IOException {
        Path checkpoint = copy("llama-f32-tied");
        addToken(checkpoint, "<tool_call>", 300);
        assertFails(checkpoint, ErrorCode.MODEL_MALFORMED, "correct the file", "'<tool_call>' with the id 300", "ends at 299");
    }

    @Test
    void aPlaceholderThatATextModelSharesWithItsSeeingSisterIsLeftOut() throws IOException {
        Path checkpoint = copy("gemma3-old");
        addToken(checkpoint, "<image_soft_token>", 300);
        packs.importCheckpoint(checkpoint, "gemma", Progress.SILENT);
        try (OnnxLanguageModel model = packs.load("gemma", 1)) {
            assertThat(model.tokenize("a<image_soft_token>b")).hasSizeGreaterThan(3).doesNotContain(300);
        }
    }

    @Test
    void anEndOfTurnBeyondTheVocabularyIsRefused() throws IOException {
        Path checkpoint = copy("llama-f32-tied");
        edit(checkpoint.resolve("generation_config.json"), config -> config.put("eos_token_id", 301));
        assertFails(checkpoint, ErrorCode.MODEL_MALFORMED, "correct the file", "ends a turn has the id 301");
    }

    @Test
    void aTemplateThatCannotBeRenderedIsRefusedAtImport() throws IOException {
        Path checkpoint = copy("llama-f32-tied");
        Files.writeString(checkpoint.resolve("chat_template.jinja"), "{% for m in messages %}{{ m.content.swapcase() }}{% endfor %}");
        assertFails(checkpoint, ErrorCode.MODEL_UNSUPPORTED, "--raw", "chat template cannot be rendered");
        Files.writeString(checkpoint.resolve("chat_template.jinja"), "{% for m in messages %}{{ m.content | embolden }}{% endfor %}");
        assertFails(checkpoint, ErrorCode.MODEL_UNSUPPORTED, "--raw", "the user's words are not in");
        Files.writeString(checkpoint.resolve("chat_template.jinja"), "");
        packs.importCheckpoint(checkpoint, "mute", Progress.SILENT);
    }

    private static void addToken(Path checkpoint, String content, int id) throws IOException {
        edit(checkpoint.resolve("tokenizer.json"), tokenizer -> ((ArrayNode) tokenizer.get("added_tokens")).addObject().put("id", id)
                .put("content", content)
                .put("single_word", false).put("lstrip", false).put("rstrip", false).put("normalized", false).put("special", true));
    }

    private static void edit(Path file, Consumer<ObjectNode> edit) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        edit.accept(config);
        Files.write(file, JSON.writeValueAsBytes(config));
    }

    private void assertFails(Path checkpoint, ErrorCode code, String remedy, String... messages) {
        assertThatThrownBy(() -> packs.importCheckpoint(checkpoint, "broken", Progress.SILENT))
                .isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.getMessage()).contains(messages);
            assertThat(e.remedy()).contains(remedy);
        });
        assertThat(directory.resolve("models/broken")).doesNotExist();
    }

    private Path copy(String name) throws IOException {
        try {
            Path source = Path.of(CheckpointRefusalTest.class.getResource("/checkpoints/" + name).toURI());
            Path target = Files.createDirectories(directory.resolve(name));
            try (Stream<Path> files = Files.list(source)) {
                for (Path file : files.toList()) {
                    Files.write(target.resolve(file.getFileName()), Files.readAllBytes(file));
                }
            }
            return target;
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
