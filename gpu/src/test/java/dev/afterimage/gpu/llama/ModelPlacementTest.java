package dev.afterimage.gpu.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.cuda.CudaDevices;
import dev.afterimage.gpu.cuda.CudaDevices.FakeCublas;
import dev.afterimage.gpu.cuda.CudaDevices.FakeDriver;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.FailingDevice;
import dev.afterimage.gpu.emulation.Emulations;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPlacementTest {

    private static final int NO_DEVICE = 100;
    private static final int ILLEGAL_ADDRESS = 700;
    private static final int CUBLAS_ALLOCATION_FAILED = 3;
    private static final int CUBLAS_EXECUTION_FAILED = 13;
    private static final PromptPart QUESTION = new PromptPart.Tokens(new int[] {3, 7, 11, 5});

    @TempDir
    private static Path directory;
    private static Packs packs;
    private final List<String> notices = new ArrayList<>();
    private FakeDriver driver;

    @BeforeAll
    static void install() {
        packs = new Packs(directory);
    }

    @BeforeEach
    void findDriver() {
        driver = CudaDevices.fake();
    }

    private LanguageModel placed(String wish, Supplier<Device> gpu) {
        OnnxLanguageModel pack = packs.onTheCpu("smolvlm-f32", Precision.FP32);
        return new ModelPlacement(wish == null ? Map.of() : Map.of(ModelPlacement.VARIABLE, wish), gpu, notices::add).place(pack);
    }

    private static float[] answer(LanguageModel model) {
        try (LanguageSession session = model.newSession(10)) {
            session.read(QUESTION);
            return session.logits();
        }
    }

    @Test
    void noGpuIsLookedForUnlessOneIsWanted() {
        try (LanguageModel model = placed(null, () -> {
            throw new IllegalStateException();
        })) {
            assertThat(model).isInstanceOf(OnnxLanguageModel.class);
            assertThat(notices).isEmpty();
        }
    }

    @Test
    void theGpuThatIsUsedIsTold() {
        try (LanguageModel model = placed("auto", CudaDevices::open)) {
            assertThat(model).isInstanceOf(GpuLanguageModel.class);
            assertThat(notices).containsExactly("The language model runs on the GPU: Fake GPU, with weights in halves.");
        }
        assertThat(driver.fake_live()).isZero();
    }

    @Test
    void whereNoneCanBeUsedTheReasonIsToldAndTheCpuAnswers() {
        driver.fake_fail("cuInit", NO_DEVICE);
        try (LanguageModel model = placed("auto", CudaDevices::open)) {
            assertThat(model).isInstanceOf(OnnxLanguageModel.class);
            assertThat(notices).singleElement().asString().startsWith(
                    "The language model runs on the CPU: the GPU cannot be used: CUDA_ERROR_NO_DEVICE");
        }
        driver.fake_fail("cuInit", NO_DEVICE);
        assertThatThrownBy(() -> placed("gpu", CudaDevices::open)).isInstanceOf(AfterimageException.class).hasMessageContaining(
                "CUDA_ERROR_NO_DEVICE");
        assertThat(driver.fake_live()).isZero();
    }

    @Test
    void aGpuThatRunsFullWhileTheModelIsLoadedIsLetGo() {
        driver.fake_fail("cuMemAllocHost", 2);
        try (LanguageModel model = placed("auto", CudaDevices::open)) {
            assertThat(model).isInstanceOf(OnnxLanguageModel.class);
            assertThat(notices).singleElement().asString().contains("CUDA_ERROR_OUT_OF_MEMORY", "use a smaller model or cache");
        }
        assertThat(driver.fake_live()).isZero();
    }

    @Test
    void aWishThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> placed("tpu", CudaDevices::open)).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
            assertThat(e).hasMessage("AFTERIMAGE_DEVICE is 'tpu'");
        });
    }

    /** A fault of a kernel shows itself at whatever the driver is asked next. */
    @ParameterizedTest
    @ValueSource(strings = {"cuLaunchKernel", "cuMemcpyHtoDAsync", "cuMemcpyDtoHAsync", "cuStreamSynchronize", "cuEventRecord",
        "cuMemAlloc"})
    void afterTheDeviceIsLostTheCpuAnswers(String call) {
        try (LanguageModel model = placed("gpu", CudaDevices::open); OnnxLanguageModel cpu = packs.onTheCpu("smolvlm-f32",
                Precision.FP32)) {
            assertThat(answer(model)).usingComparatorWithPrecision(0.05f).containsExactly(answer(cpu));
            driver.fake_fail(call, ILLEGAL_ADDRESS);
            assertThat(answer(model)).as("the answer during which it is lost").containsExactly(answer(cpu));
            assertThat(notices).hasSize(2);
            assertThat(notices.get(1)).startsWith("The GPU is lost, and the language model runs on the CPU from now on: ").contains(
                    "CUDA_ERROR_ILLEGAL_ADDRESS");
            assertThat(answer(model)).containsExactly(answer(cpu));
            assertThat(model.queries(QUESTION, List.of(1)).get(0)).containsExactly(cpu.queries(QUESTION, List.of(1)).get(0));
        }
        CudaDevices.forget();
    }

    @Test
    void aDeviceThatIsLostInAMatrixProductOrHasNoMemoryForItGivesWayToTheCpu() {
        FakeCublas cublas = CudaDevices.fakeCublas();
        try (LanguageModel model = placed("gpu", CudaDevices::open); OnnxLanguageModel cpu = packs.onTheCpu("smolvlm-f32",
                Precision.FP32)) {
            cublas.fake_cublas_fail("cublasGemmEx", CUBLAS_ALLOCATION_FAILED);
            assertThat(answer(model)).containsExactly(answer(cpu));
            assertThat(notices).hasSize(2).last().asString().contains("since the GPU has no memory left for it", "cuBLAS says 3");
            assertThat(answer(model)).as("the next on the GPU again").usingComparatorWithPrecision(0.05f).containsExactly(answer(cpu))
                    .isNotEqualTo(answer(cpu));
            cublas.fake_cublas_fail("cublasGemmEx", CUBLAS_EXECUTION_FAILED);
            assertThat(answer(model)).containsExactly(answer(cpu));
            assertThat(notices).hasSize(3).last().asString().startsWith("The GPU is lost").contains("cuBLAS says 13");
        }
        CudaDevices.forget();
    }

    private interface Fits {
        boolean with(GpuSettings settings);
    }

    /** The most bytes, within one, at which the settings that are found are not such. */
    private static long tooFew(OnnxLanguageModel pack, Fits fits) {
        long few = 1;
        long enough = 1L << 30;
        try (FailingDevice device = new FailingDevice(Emulations.open(32, false))) {
            while (enough - few > 1) {
                long middle = (few + enough) / 2;
                if (fits(device.withFreeBytes(middle), pack, fits)) {
                    enough = middle;
                } else {
                    few = middle;
                }
            }
        }
        return few;
    }

    private static boolean fits(Device device, OnnxLanguageModel pack, Fits fits) {
        try {
            return fits.with(GpuSettings.fitting(device, pack.pack()));
        } catch (AfterimageException full) {
            return false;
        }
    }

    @Test
    void weightsThatDoNotFitInHalvesAreKeptInFourBits() {
        try (OnnxLanguageModel cpu = packs.onTheCpu("smolvlm-f32", Precision.FP32)) {
            long free = tooFew(cpu, settings -> !settings.fourBits());
            try (LanguageModel model = placed("gpu", () -> new FailingDevice(Emulations.open(32, false)).withFreeBytes(free))) {
                assertThat(notices).containsExactly("The language model runs on the GPU: failing emulation on the host, with weights in 4 "
                        + "bits, since halves do not fit into its memory.");
                double apart = distance(answer(model), answer(cpu));
                assertThat(apart / distance(answer(cpu), new float[answer(cpu).length])).as("what 4 bits cost random weights")
                        .isBetween(1e-3, 0.4);
            }
        }
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += Math.pow(a[i] - b[i], 2);
        }
        return Math.sqrt(squares);
    }

    @Test
    void aGpuThatIsTooSmallForTheModelIsToldAndTheCpuAnswers() {
        try (OnnxLanguageModel cpu = packs.onTheCpu("smolvlm-f32", Precision.FP32)) {
            long free = tooFew(cpu, settings -> true);
            Supplier<Device> small = () -> new FailingDevice(Emulations.open(32, false)).withFreeBytes(free);
            try (LanguageModel model = placed("auto", small)) {
                assertThat(model).isInstanceOf(OnnxLanguageModel.class);
                assertThat(notices).singleElement().asString().matches("The language model runs on the CPU: the GPU has \\d+ MiB free, and "
                        + "the model needs \\d+ with weights in 4 bits; use a smaller model, or run on the CPU\\.");
            }
            assertThatThrownBy(() -> placed("gpu", small)).isInstanceOfSatisfying(AfterimageException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_GPU_MEMORY));
        }
    }

    @Test
    void aDriverThatIsTooOldIsToldAndTheCpuAnswers() {
        driver.fake_fail("version", 11_040);
        try (LanguageModel model = placed("auto", CudaDevices::open)) {
            assertThat(model).isInstanceOf(OnnxLanguageModel.class);
            assertThat(notices).containsExactly("The language model runs on the CPU: the GPU's driver is too old: it knows CUDA 11.4, and "
                    + "12.0 is needed; update the driver, or run on the CPU.");
        } finally {
            driver.fake_fail("", 0);
        }
    }
}
