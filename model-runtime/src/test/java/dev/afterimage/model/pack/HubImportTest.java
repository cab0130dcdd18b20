package dev.afterimage.model.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.Generation;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.vision.Rgb;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoint directories that are edited, damaged, or say how they want to be streamed to. */
class HubImportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;
    private Path models;
    private ModelPacks packs;

    @BeforeEach
    void makePlace() {
        models = directory.resolve("models");
        packs = new ModelPacks(models, new Catalogue(List.of()), Map.of());
    }

    @Test
    void anImportedCheckpointIsListedVerifiedAndSees() throws IOException {
        packs.importCheckpoint(copy("smolvlm-f32"), "smol", Progress.SILENT);
        assertThat(packs.list()).singleElement().satisfies(pack -> {
            assertThat(pack.precisions()).containsExactly("fp32", "int8");
            assertThat(pack.bytes()).isPositive();
        });
        assertThat(packs.verify("smol")).containsOnlyKeys(Precision.FP32, Precision.INT8);
        try (OnnxLanguageModel model = packs.load("smol", 1)) {
            VisionTower tower = model.vision().orElseThrow();
            assertThat(List.of(tower.rows(), tower.columns(), tower.width())).containsExactly(2, 2, 48);
            VisionTower.Seen seen = tower.see(30, 20, new byte[1800]);
            assertThat(seen.embeddings()).hasSize(4 * 48);
            assertThat(seen.feature()).hasSize(36);
            assertThat(length(seen.feature())).isCloseTo(1, within(1e-5));
            assertThat(model.probe()).isEqualTo(new RetrievalProbe(RetrievalProbe.Kind.MEAN, List.of(0, 1, 2)));
            assertThat(model.pack().family()).isEqualTo("smolvlm");
            assertThat(model.pack().layersPerGraph()).isEqualTo(1);
            assertThat(models.resolve("smol/fp32")).isDirectoryContaining("glob:**/projection_2.onnx");
        }
    }

    @Test
    void aStreamIsLaidOutAsTheFamilyDoesIt() throws IOException {
        packs.importCheckpoint(copy("smolvlm-f32"), "smol", Progress.SILENT);
        try (OnnxLanguageModel model = packs.load("smol", 1)) {
            VisualLayout layout = model.vision().orElseThrow().layout();
            assertThat(layout.pinned()).isEqualTo("<|im_start|>User: You are provided the following series of frames from a video.\n");
            assertThat(layout.beforeFrame(3675.9)).isEqualTo("\nFrame from 61:15:<fake_token_around_image><global-img>");
            assertThat(layout.asked("Why?")).isEqualTo("\n\nWhy?<end_of_utterance>\nAssistant:");
        }
    }

    @Test
    void aCheckpointMaySayHowItIsStreamedTo() throws IOException {
        Path checkpoint = copy("llava-onevision-old");
        Files.writeString(checkpoint.resolve("afterimage.json"), "{\"retrieval\":{\"kind\":\"late\",\"layers\":[1],\"blocks\":6,"
                + "\"scale\":0.05},\"retrieval_layer\":1,\"window_tokens\":0,"
                + "\"not_seen\":\"not seen\",\"stream\":{\"pinned\":\"P\",\"frame\":\"at {time}\",\"question\":\"Q {question} A\"}}");
        packs.importCheckpoint(checkpoint, "mine", Progress.SILENT);
        try (OnnxLanguageModel model = packs.load("mine", 1)) {
            assertThat(model.probe()).isEqualTo(new RetrievalProbe(RetrievalProbe.Kind.LATE, List.of(1), 6, 0.05));
            assertThat(model.retrievalLayer()).isEqualTo(1);
            assertThat(model.windowTokens()).isZero();
            assertThat(model.pack().notSeen()).isEqualTo("not seen");
            assertThat(model.vision().orElseThrow().layout())
                    .isEqualTo(new VisualLayout("<image>", "", "", "P", "at {time}", "Q {question} A"));
        }
        for (String wrong : List.of("{\"retrieval\":{\"kind\":\"mean\",\"layers\":[2]}}", "{\"retrieval\":{\"layers\":[]}}",
                "{\"retrieval\":{\"kind\":\"odd\",\"layers\":[0]}}",
                "{\"window_tokens\":-1}", "{\"retrieval_layer\":9}", "{\"stream\":{\"question\":\"?\"}}", "[]")) {
            Files.writeString(checkpoint.resolve("afterimage.json"), wrong);
            assertFails(checkpoint, ErrorCode.MODEL_MALFORMED, "afterimage.json");
        }
    }

    @Test
    void picturesAndPlaceholdersMustAgree() throws IOException {
        packs.importCheckpoint(copy("smolvlm-f32"), "smol", Progress.SILENT);
        packs.importCheckpoint(copy("llama-f32-tied"), "llama", Progress.SILENT);
        Rgb picture = new Rgb(8, 8, new byte[192]);
        try (OnnxLanguageModel model = packs.load("smol", 1); OnnxLanguageModel blind = packs.load("llama", 1)) {
            assertThatThrownBy(() -> Generation.raw(model, "a <image> b", List.of(), 1)).hasMessageContaining("1 times <image>")
                    .hasMessageContaining("0 pictures");
            assertThatThrownBy(() -> Generation.raw(model, "no place", List.of(picture), 1)).hasMessageContaining("0 times <image>");
            assertThatThrownBy(() -> Generation.raw(blind, "<image>", List.of(picture), 1)).hasMessageContaining("reads text alone");
            assertThat(Generation.raw(model, "<image><image>", List.of(picture, picture), 1).promptTokenIds()).hasSize(2 * (4 + 3));
        }
    }

    @Test
    void theProcessorMayStandInEitherFile() throws IOException {
        Path older = copy("smolvlm-f32");
        packs.importCheckpoint(older, "older", Progress.SILENT);
        ObjectNode processor = JSON.createObjectNode();
        processor.set("image_processor", JSON.readTree(older.resolve("preprocessor_config.json").toFile()));
        Files.write(older.resolve("processor_config.json"), JSON.writeValueAsBytes(processor));
        Files.delete(older.resolve("preprocessor_config.json"));
        packs.importCheckpoint(older, "newer", Progress.SILENT);
        byte[] rgb = new byte[40 * 30 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7);
        }
        try (OnnxLanguageModel one = packs.load("older", 1); OnnxLanguageModel other = packs.load("newer", 1)) {
            assertThat(other.vision().orElseThrow().see(40, 30, rgb).embeddings())
                    .isEqualTo(one.vision().orElseThrow().see(40, 30, rgb).embeddings());
            assertThat(other.identity()).isEqualTo(one.identity());
        }
        Files.delete(older.resolve("processor_config.json"));
        assertFails(older, ErrorCode.MODEL_MALFORMED, "preprocessor_config.json");
    }

    @Test
    void whatIsNotReadIsRefusedByName() throws IOException {
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.putArray("architectures").add("MambaForCausalLM"),
                "MambaForCausalLM");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> config.remove("architectures"), "'architectures'");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> text(config).put("model_type", "mamba"), "text_config.model_type", "mamba");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> text(config).putObject("rope_scaling").put("rope_type", "llama3"),
                "rope_scaling.rope_type", "llama3");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> text(config).putObject("rope_scaling").put("type", "dynamic"), "dynamic");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).putObject("rope_scaling").put("type", "linear"),
                "rope_scaling.factor", "missing");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> rope(config).put("rope_type", "yarn"), "rope_parameters.rope_type", "yarn");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> rope(config).put("partial_rotary_factor", 0.5), "partial_rotary_factor");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> text(config).put("hidden_act", "mish"), "text_config.hidden_act", "mish");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> vision(config).put("hidden_act", "laplace"), "vision_config.hidden_act",
                "laplace");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> vision(config).put("num_channels", 1), "vision_config.num_channels");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> text(config).putArray("layer_types").add("sliding_attention"), "layer_types",
                "sliding_attention");
    }

    @Test
    void modelsWhoseBlocksCannotBeRecalledAreRefusedByName() throws IOException {
        for (String name : List.of("MambaForCausalLM", "Qwen3NextForCausalLM", "Qwen3_5ForConditionalGeneration", "Lfm2ForCausalLM",
                "RwkvForCausalLM", "FalconH1ForCausalLM",
                "RecurrentGemmaForCausalLM", "KimiLinearForCausalLM", "NemotronHForCausalLM", "GraniteMoeHybridForCausalLM")) {
            assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.putArray("architectures").add(name), name, "cannot be recalled");
        }
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> config.putArray("architectures").add("InternVLChatModel"),
                "authors' own form");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> text(config).putArray("layer_types").add("linear_attention"),
                "linear_attention", "cannot be recalled");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> text(config).put("model_type", "mamba2"), "mamba2", "cannot be recalled");
    }

    @Test
    void numbersThatCannotBeAreNamed() throws IOException {
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("num_key_value_heads", 2), "text_config.num_key_value_heads");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("num_hidden_layers", -1), "text_config.num_hidden_layers");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("hidden_size", "many"), "text_config.hidden_size");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("vocab_size", 1e12), "text_config.vocab_size");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("rms_norm_eps", 0), "rms_norm_eps");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> vision(config).put("num_attention_heads", 7),
                "vision_config.num_attention_heads");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> vision(config).put("patch_size", 64), "patch_size");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> config.put("scale_factor", 3), "'scale_factor'");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> config.put("image_token_id", 302), "token 302");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> config.put("text_config", 7), "'text_config'");
    }

    @Test
    void tensorsThatDoNotFitTheConfigurationAreNamed() throws IOException {
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("num_hidden_layers", 4),
                "model.text_model.layers.3.input_layernorm.weight", "missing");
        assertEditFails(ErrorCode.MODEL_UNSUPPORTED, config -> text(config).put("num_hidden_layers", 2), "model.text_model.layers.2.");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("intermediate_size", 81), "mlp.gate_proj.weight");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("attention_bias", true), "self_attn.q_proj.bias");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> vision(config).put("image_size", 40), "position_embedding.weight");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> vision(config).put("num_hidden_layers", 3), "encoder.layers.2");
        assertEditFails(ErrorCode.MODEL_MALFORMED, config -> text(config).put("vocab_size", 304), "embed_tokens.weight");
    }

    @Test
    void damagedDirectoriesLeaveNoPack() throws IOException {
        Path cut = copy("smolvlm-f32");
        byte[] weights = Files.readAllBytes(cut.resolve("model.safetensors"));
        Files.write(cut.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length - 100));
        assertFails(cut, ErrorCode.MODEL_MALFORMED, "tensor '");
        Files.delete(cut.resolve("model.safetensors"));
        assertFails(cut, ErrorCode.MODEL_MALFORMED, "model.safetensors");
        Path mute = copy("llama-f32-tied");
        Files.writeString(mute.resolve("tokenizer.json"), "{\"model\":{}}");
        assertFails(mute, ErrorCode.MODEL_MALFORMED, "tokenizer");
        Files.delete(mute.resolve("tokenizer.json"));
        assertFails(mute, ErrorCode.MODEL_MALFORMED, "tokenizer.json");
        Files.writeString(mute.resolve("config.json"), "{");
        assertFails(mute, ErrorCode.MODEL_MALFORMED, "config.json");
        Files.delete(mute.resolve("config.json"));
        assertFails(mute, ErrorCode.MODEL_MALFORMED, "config.json");
        assertFails(directory.resolve("gone"), ErrorCode.MODEL_MALFORMED, "gone");
    }

    private void assertEditFails(ErrorCode code, Consumer<ObjectNode> edit, String... messages) throws IOException {
        Path checkpoint = copy("smolvlm-f32");
        Path file = checkpoint.resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        edit.accept(config);
        Files.write(file, JSON.writeValueAsBytes(config));
        assertFails(checkpoint, code, messages);
    }

    private void assertFails(Path checkpoint, ErrorCode code, String... messages) {
        ThrowingCallable importing = () -> packs.importCheckpoint(checkpoint, "broken", Progress.SILENT);
        assertThatThrownBy(importing).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.getMessage()).contains(messages);
            assertThat(e.remedy()).isNotBlank();
        });
        assertThat(models.resolve("broken")).doesNotExist();
        assertThat(models.resolve(".building-broken")).doesNotExist();
    }

    private static ObjectNode text(ObjectNode config) {
        return (ObjectNode) config.get("text_config");
    }

    private static ObjectNode rope(ObjectNode config) {
        return (ObjectNode) text(config).get("rope_parameters");
    }

    private static ObjectNode vision(ObjectNode config) {
        return (ObjectNode) config.get("vision_config");
    }

    private Path copy(String name) throws IOException {
        try {
            Path source = Path.of(HubImportTest.class.getResource("/checkpoints/" + name).toURI());
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

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
