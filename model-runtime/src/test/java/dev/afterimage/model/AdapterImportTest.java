package dev.afterimage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.safetensors.SafetensorsWriter;
import dev.afterimage.model.vision.PictureFiles;
import dev.afterimage.model.vision.Rgb;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * LoRAs with random weights merged into small checkpoints, held against PEFT's own merge (model-training/conformance),
 * and such as do not fit.
 */
class AdapterImportTest {

    private static final double LARGEST_LOGIT_ERROR = 1e-3;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;
    private Path checkpoints;
    private Path adapters;
    private ModelPacks packs;

    @BeforeEach
    void findThem() throws URISyntaxException {
        checkpoints = Path.of(AdapterImportTest.class.getResource("/checkpoints").toURI());
        adapters = Path.of(AdapterImportTest.class.getResource("/adapters").toURI());
        packs = new ModelPacks(directory.resolve("models"));
    }

    @ParameterizedTest
    @CsvSource({"llama-odd-bf16, llama-odd-bf16", "smolvlm-f32, smolvlm-f32", "smolvlm-f32-eyes, smolvlm-f32"})
    void aMergedAdapterAnswersAsTheReferenceDoes(String name, String checkpoint) throws IOException {
        packs.importCheckpoint(checkpoints.resolve(checkpoint), adapters.resolve(name), "adapted", Progress.SILENT);
        packs.importCheckpoint(checkpoints.resolve(checkpoint), "plain", Progress.SILENT);
        List<Rgb> pictures = List.of(PictureFiles.read(checkpoints.resolve("picture0.png")),
                PictureFiles.read(checkpoints.resolve("picture1.png")));
        try (OnnxLanguageModel adapted = packs.load("adapted", 1); OnnxLanguageModel plain = packs.load("plain", 1)) {
            assertThat(adapted.identity()).isNotEqualTo(plain.identity());
            for (JsonNode prompt : JSON.readTree(Files.readString(adapters.resolve(name).resolve("expected.json"))).get("prompts")) {
                Generation generation = generated(adapted, prompt, pictures);
                assertThat(generation.tokenIds()).as(prompt.get("name").asText()).isEqualTo(ints(prompt.get("token_ids")));
                assertThat(logitError(generation, prompt)).isLessThan(LARGEST_LOGIT_ERROR);
                assertThat(generated(plain, prompt, pictures).tokenIds()).as("the adapter changes what is said")
                        .isNotEqualTo(ints(prompt.get("token_ids")));
            }
        }
    }

    @Test
    void aPackTellsWhichAdapterItWasMadeWith() throws IOException {
        Path adapter = copy("llama-odd-bf16");
        Files.writeString(adapter.resolve("afterimage.json"), "{\"not_seen\": \"Not seen.\"}");
        Path pack = packs.importCheckpoint(checkpoints.resolve("llama-odd-bf16"), adapter, "adapted", Progress.SILENT);
        PackDescription description = PackDescription.read(pack);
        assertThat(description.adapter().rank()).isEqualTo(3);
        assertThat(description.adapter().alpha()).isEqualTo(5);
        assertThat(description.notSeen()).isEqualTo("Not seen.");
        assertThat(PackDescription.current(pack, description.adapter().sha256())).isTrue();
        assertThat(PackDescription.current(pack, null)).as("made without one").isFalse();
        assertThat(PackDescription.current(pack, "00")).as("made with another").isFalse();
        Path plain = packs.importCheckpoint(checkpoints.resolve("llama-odd-bf16"), "plain", Progress.SILENT);
        assertThat(PackDescription.current(plain, null)).isTrue();
    }

    @Test
    void whatChangesAModelInOtherWaysIsRefusedByItsKey() throws IOException {
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.put("peft_type", "IA3"), "peft_type", "IA3");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.put("use_dora", true), "use_dora");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.put("fan_in_fan_out", true), "fan_in_fan_out");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.put("bias", "all"), "bias", "all");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.putObject("rank_pattern").put("q_proj", 9), "rank_pattern");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.putArray("modules_to_save").add("lm_head"), "modules_to_save");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> config.remove("r"), "'r'");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> config.put("r", -1), "'r'");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> config.put("lora_alpha", 0), "lora_alpha");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> config.put("r", 4), "lora_A.weight", "[4, ");
    }

    @Test
    void tensorsThatDoNotFitTheModelAreNamed() throws IOException {
        String prefix = "base_model.model.model.layers.";
        assertTensorsFail(ErrorCode.MODEL_MALFORMED, "'" + prefix + "0.self_attn.q_proj.lora_B.weight'",
                prefix + "0.self_attn.q_proj.lora_A.weight", 3, 72);
        assertTensorsFail(ErrorCode.MODEL_MALFORMED, "[3, 71]", prefix + "0.mlp.up_proj.lora_A.weight", 3, 71,
                prefix + "0.mlp.up_proj.lora_B.weight", 50, 3);
        assertTensorsFail(ErrorCode.MODEL_MALFORMED, "[3, 50]", prefix + "0.mlp.up_proj.lora_A.weight", 3, 72,
                prefix + "0.mlp.up_proj.lora_B.weight", 3, 50);
        assertTensorsFail(ErrorCode.MODEL_MALFORMED, "2 layers", prefix + "2.mlp.up_proj.lora_A.weight", 3, 72,
                prefix + "2.mlp.up_proj.lora_B.weight", 50, 3);
        assertTensorsFail(ErrorCode.MODEL_UNSUPPORTED, "base_model.model.lm_head.lora_A.weight", "base_model.model.lm_head.lora_A.weight",
                3, 72);
        assertTensorsFail(ErrorCode.MODEL_UNSUPPORTED, "vision_model.encoder",
                "base_model.model.vision_model.encoder.layers.0.self_attn.q_proj.lora_A.weight", 3, 72);
        assertTensorsFail(ErrorCode.MODEL_MALFORMED, "base_model.model.model.model.layers.0", prefix + "0.mlp.up_proj.lora_A.weight", 3, 72,
                prefix + "0.mlp.up_proj.lora_B.weight", 50, 3,
                "base_model.model.model.model.layers.0.mlp.up_proj.lora_A.weight", 3, 72,
                "base_model.model.model.model.layers.0.mlp.up_proj.lora_B.weight", 50, 3);
        assertTensorsFail(ErrorCode.MODEL_MALFORMED, "changes nothing");
    }

    @Test
    void damagedAdaptersLeaveNoPack() throws IOException {
        Path adapter = copy("llama-odd-bf16");
        Path file = adapter.resolve("adapter_model.safetensors");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertFails(adapter, ErrorCode.MODEL_MALFORMED, "tensor '");
        byte[] infinite = whole.clone();
        Arrays.fill(infinite, infinite.length - 4, infinite.length, (byte) 0xff);
        Files.write(file, infinite);
        assertFails(adapter, ErrorCode.MODEL_MALFORMED, "NaN");
        Files.delete(file);
        assertFails(adapter, ErrorCode.MODEL_MALFORMED, "model.safetensors");
        Files.delete(adapter.resolve("adapter_config.json"));
        assertFails(adapter, ErrorCode.MODEL_MALFORMED, "adapter_config.json");
        assertFails(directory.resolve("gone"), ErrorCode.MODEL_MALFORMED, "gone");
    }

    private void assertEditFails(ErrorCode code, Consumer<ObjectNode> edit, String... messages) throws IOException {
        Path adapter = copy("llama-odd-bf16");
        Path file = adapter.resolve("adapter_config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        edit.accept(config);
        Files.write(file, JSON.writeValueAsBytes(config));
        assertFails(adapter, code, messages);
    }

    /** @param tensors name, rows and columns of each */
    private void assertTensorsFail(ErrorCode code, String message, Object... tensors) throws IOException {
        Path adapter = copy("llama-odd-bf16");
        ObjectNode header = JSON.createObjectNode();
        int bytes = 0;
        for (int i = 0; i < tensors.length; i += 3) {
            int size = (int) tensors[i + 1] * (int) tensors[i + 2] * Float.BYTES;
            ObjectNode tensor = header.putObject((String) tensors[i]).put("dtype", "F32");
            tensor.putArray("shape").add((int) tensors[i + 1]).add((int) tensors[i + 2]);
            tensor.putArray("data_offsets").add(bytes).add(bytes + size);
            bytes += size;
        }
        SafetensorsWriter.write(adapter.resolve("adapter_model.safetensors"),
                new String(JSON.writeValueAsBytes(header), StandardCharsets.UTF_8), new byte[bytes]);
        assertFails(adapter, code, message);
    }

    private void assertFails(Path adapter, ErrorCode code, String... messages) {
        assertThatThrownBy(() -> packs.importCheckpoint(checkpoints.resolve("llama-odd-bf16"), adapter, "broken", Progress.SILENT))
                .isInstanceOfSatisfying(AfterimageException.class, e -> {
                    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
                    assertThat(e.getMessage()).contains(messages);
                    assertThat(e.remedy()).isNotBlank();
                });
        assertThat(directory.resolve("models/broken")).doesNotExist();
        assertThat(directory.resolve("models/.building-broken")).doesNotExist();
    }

    private Path copy(String name) throws IOException {
        Path target = Files.createDirectories(directory.resolve(name));
        try (Stream<Path> files = Files.list(adapters.resolve(name))) {
            for (Path file : files.toList()) {
                Files.write(target.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return target;
    }

    private static Generation generated(OnnxLanguageModel model, JsonNode prompt, List<Rgb> pictures) {
        List<Rgb> used = pictures.subList(0, prompt.get("pictures").asInt());
        String text = prompt.get("text").asText();
        return prompt.get("form").asText().equals("raw") ? Generation.raw(model, text, used, 12) : Generation.chat(model, text, used, 12);
    }

    private static double logitError(Generation generation, JsonNode prompt) {
        List<Double> errors = new ArrayList<>();
        for (JsonNode expected : prompt.get("first_logits")) {
            generation.firstLogits().stream().filter(logit -> logit.get(0).intValue() == expected.get(0).asInt())
                    .forEach(logit -> errors.add(Math.abs(logit.get(1).doubleValue() - expected.get(1).asDouble())));
        }
        return errors.stream().max(Double::compare).orElse(Double.POSITIVE_INFINITY);
    }

    private static List<Integer> ints(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asInt).toList();
    }
}
