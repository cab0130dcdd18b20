package dev.afterimage.gpu.llama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.cuda.CudaDevices;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.model.Generation;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.runtime.PicturePrompt;
import dev.afterimage.model.vision.PictureFiles;
import dev.afterimage.model.vision.Rgb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole models of every family on the emulated device, held against the same packs on the CPU. */
class GpuLanguageModelTest {

    private static final int ANSWER = 12;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"llama-f32-tied", "llama-odd-bf16", "smolvlm-f32", "smolvlm-odd-bf16-tied", "llava-onevision-f16",
            "qwen3-odd-bf16",
        "smollm3-odd-f16", "gemma3-odd-bf16", "qwen2-vl-f32", "qwen2.5-vl-odd-bf16", "qwen3-vl-odd-f16", "internvl3-f32",
        "internvl3.5-odd-bf16", "idefics3-f16-shards"})
    void greedyTokensAreThoseOfTheCpu(String checkpoint) throws IOException {
        Packs packs = new Packs(directory);
        try (Device device = Emulations.open(32, false);
                LanguageModel model = packs.onDevice(device, packs.onTheCpu(checkpoint, Precision.FP32), Cell.F32);
                OnnxLanguageModel cpu = packs.onTheCpu(checkpoint, Precision.FP32)) {
            for (JsonNode prompt : expected(checkpoint).get("prompts")) {
                PicturePrompt read = prompt(cpu, prompt);
                Answer answer = greedy(model, read);
                Answer reference = greedy(cpu, read);
                assertThat(answer.tokens()).as(prompt.get("name").asText()).isEqualTo(reference.tokens());
                assertThat(answer.tokens()).isEqualTo(ints(prompt.get("token_ids")));
                assertThat(apart(answer.first(), reference.first())).as(prompt.get("name").asText()).isLessThan(1e-4);
            }
        }
    }

    @Test
    void theSameComesThroughJCuda() throws IOException {
        Packs packs = new Packs(directory);
        try (Device device = CudaDevices.open();
                LanguageModel model = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.FP32), Cell.F32);
                OnnxLanguageModel cpu = packs.onTheCpu("smolvlm-f32", Precision.FP32)) {
            PicturePrompt read = prompt(cpu, expected("smolvlm-f32").get("prompts").get(3));
            assertThat(greedy(model, read).tokens()).isEqualTo(greedy(cpu, read).tokens());
            assertThat(apart(greedy(model, read).first(), greedy(cpu, read).first())).isLessThan(1e-4);
        }
    }

    @Test
    void weightsOfEightBitsAndHalvesAreReadAsTheyAre() throws IOException {
        Packs packs = new Packs(directory);
        try (Device device = Emulations.open(32, true);
                LanguageModel model = packs.onDevice(device, packs.onTheCpu("smolvlm-f32", Precision.INT8), Cell.F16);
                OnnxLanguageModel floats = packs.onTheCpu("smolvlm-f32", Precision.FP32)) {
            PicturePrompt read = prompt(floats, expected("smolvlm-f32").get("prompts").get(1));
            float[] reference = greedy(floats, read).first();
            // What 8 bits cost a small model with random weights, and not a wrong scale or a matrix turned over.
            assertThat(apart(greedy(model, read).first(), reference)).isBetween(1e-6, 0.05 * apart(new float[reference.length], reference));
        }
    }

    @Test
    void halvesGiveNearlyTheLogitsOfFloats() throws IOException {
        Packs packs = new Packs(directory);
        try (Device device = Emulations.open(32, false);
                LanguageModel model = packs.onDevice(device, packs.onTheCpu("llama-odd-bf16", Precision.FP32), Cell.F16);
                OnnxLanguageModel cpu = packs.onTheCpu("llama-odd-bf16", Precision.FP32)) {
            PicturePrompt read = prompt(cpu, expected("llama-odd-bf16").get("prompts").get(0));
            float[] reference = greedy(cpu, read).first();
            assertThat(apart(greedy(model, read).first(), reference)).isBetween(1e-7, 0.01 * apart(new float[reference.length], reference));
        }
    }

    private static JsonNode expected(String checkpoint) throws IOException {
        return new ObjectMapper().readTree(Files.readString(Packs.CHECKPOINTS.resolve(checkpoint).resolve("expected.json")));
    }

    private static PicturePrompt prompt(OnnxLanguageModel cpu, JsonNode prompt) {
        int pictures = prompt.get("pictures").asInt();
        List<Rgb> used = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            used.add(PictureFiles.read(Packs.CHECKPOINTS.resolve("picture" + i + ".png")));
        }
        String text = prompt.get("text").asText();
        return cpu.prompt(prompt.get("form").asText().equals("raw") ? text : cpu.chat(text, pictures), used);
    }

    /** @param first logits behind the prompt */
    private record Answer(List<Integer> tokens, float[] first) { }

    private static Answer greedy(LanguageModel model, PicturePrompt prompt) {
        List<Integer> tokens = new ArrayList<>();
        try (LanguageSession session = model.newSession(prompt.ids().length + ANSWER)) {
            session.read(prompt.part());
            float[] first = session.logits();
            while (tokens.size() < ANSWER && (tokens.isEmpty() || !model.endTokens().contains(tokens.get(tokens.size() - 1)))) {
                if (!tokens.isEmpty()) {
                    session.read(new PromptPart.Tokens(new int[] {tokens.get(tokens.size() - 1)}));
                }
                tokens.add(Generation.best(session.logits()));
            }
            return new Answer(tokens, first);
        }
    }

    private static double apart(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < b.length; i++) {
            // Not-a-number goes before everything in Math.max, and must not pass.
            most = Math.max(most, Math.abs((double) a[i] - b[i]));
        }
        return most;
    }

    private static List<Integer> ints(JsonNode array) {
        List<Integer> ints = new ArrayList<>();
        array.forEach(each -> ints.add(each.asInt()));
        return ints;
    }
}
