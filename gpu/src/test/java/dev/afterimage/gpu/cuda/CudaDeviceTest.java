package dev.afterimage.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.gpu.cuda.CudaDevices.FakeDriver;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.DeviceEvent;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.kernel.RowKernels;
import dev.afterimage.gpu.nvrtc.CudaFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JCuda's side of the port, over a driver in NVIDIA's place that refuses what the real one would. */
class CudaDeviceTest {

    private static final int OUT_OF_MEMORY = 2;
    private static final int NO_DEVICE = 100;
    private static final int UNSUPPORTED_PTX = 222;
    private static final int ILLEGAL_ADDRESS = 700;

    private FakeDriver driver;

    @BeforeEach
    void findDriver() {
        driver = CudaDevices.fake();
        assertThat(driver.fake_live()).isZero();
    }

    @Test
    void everythingIsFreed() {
        try (CudaDevice device = CudaDevices.open()) {
            assertThat(device.name()).isEqualTo("Fake GPU");
            long free = device.freeBytes();
            try (DeviceMemory weights = device.allocate(6 * Cell.F16.bytes()); DeviceMemory in = device.allocate(6 * Float.BYTES);
                    DeviceMemory out = device.allocate(4 * Float.BYTES); DeviceStream stream = device.newStream();
                    DeviceStream other = device.newStream()) {
                assertThat(device.freeBytes()).isLessThan(free);
                ByteBuffer staging = device.allocateStaging(100);
                staging.asFloatBuffer().put(new float[] {1, 2, 3, 4, 5, 6});
                stream.upload(staging.limit(24), in.address());
                new RowKernels(32).halve(stream, in.address(), weights.address(), 6);
                stream.product(weights.address(), Cell.F16, in.address(), out.address(), 2, 2, 3);
                try (DeviceEvent event = stream.record()) {
                    other.await(event);
                    other.download(out.address(), staging.clear().position(8).limit(24));
                    event.synchronise();
                }
                other.synchronise();
                assertThat(new float[] {staging.getFloat(8), staging.getFloat(12), staging.getFloat(16), staging.getFloat(20)})
                        .containsExactly(14, 32, 32, 77);
                device.freeStaging(staging);
            }
            assertThat(device.freeBytes()).isEqualTo(free);
        }
        assertThat(driver.fake_live()).isZero();
    }

    @Test
    void anyThreadMayUseTheDevice() {
        try (CudaDevice device = CudaDevices.open()) {
            CompletableFuture.runAsync(() -> {
                try (DeviceMemory memory = device.allocate(16); DeviceStream stream = device.newStream()) {
                    stream.copy(memory.address(), memory.address() + 8, 8);
                    stream.synchronise();
                }
            }, task -> new Thread(task).start()).join();
        }
    }

    @Test
    void aBufferOfTheHeapIsRefused() {
        try (CudaDevice device = CudaDevices.open(); DeviceMemory memory = device.allocate(16); DeviceStream stream = device.newStream()) {
            assertThatThrownBy(() -> stream.upload(ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()), memory.address()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void memoryThatTheDeviceDoesNotHaveIsToldPlainly() {
        try (CudaDevice device = CudaDevices.open()) {
            assertFails(() -> device.allocate(1L << 40), ErrorCode.MODEL_GPU_MEMORY, "the GPU cannot allocate 1099511627776 bytes",
                    "use a smaller model or cache");
            driver.fake_fail("cuMemAllocHost", OUT_OF_MEMORY);
            assertFails(() -> device.allocateStaging(5), ErrorCode.MODEL_GPU_MEMORY, "the GPU cannot pin 5 bytes",
                    "use a smaller model or cache");
        }
    }

    @Test
    void aDeviceThatIsLostIsToldPlainly() {
        try (CudaDevice device = CudaDevices.open(); DeviceStream stream = device.newStream()) {
            driver.fake_fail("cuStreamSynchronize", ILLEGAL_ADDRESS);
            assertThat(device.lost()).isFalse();
            assertFails(stream::synchronise, ErrorCode.MODEL_FAILED, "CUDA_ERROR_ILLEGAL_ADDRESS", "answers come from the CPU now");
            assertThat(device.lost()).isTrue();
        }
        CudaDevices.forget();
    }

    @Test
    void aMachineWithoutADeviceIsToldPlainly() {
        driver.fake_fail("cuInit", NO_DEVICE);
        assertFails(CudaDevices::open, ErrorCode.MODEL_FAILED, "the GPU cannot be used: CUDA_ERROR_NO_DEVICE", "run on the CPU");
    }

    @Test
    void aDriverThatIsTooOldIsToldPlainly() {
        driver.fake_fail("version", 11_040);
        try {
            assertFails(CudaDevices::open, ErrorCode.MODEL_UNSUPPORTED, "it knows CUDA 11.4, and 12.0 is needed", "update the driver");
        } finally {
            driver.fake_fail("", 0);
        }
        driver.fake_fail("cuModuleLoadData", UNSUPPORTED_PTX);
        assertFails(CudaDevices::open, ErrorCode.MODEL_FAILED, "cannot load the kernels", "older than the CUDA that compiled the kernels");
        assertThat(driver.fake_live()).as("let go of after failing").isZero();
    }

    @Test
    void cublasIsUsedInWhateverVersionIsThereAndDoneWithoutWhereItCannotStart(@TempDir Path directory) throws IOException {
        Path thirteen = Files.createFile(directory.resolve("libcublas.so.13"));
        assertThat(CudaFiles.candidates(Map.of(Cublas.VARIABLE, directory.toString()), Cublas.VARIABLE, Cublas.NAMES))
                .startsWith(thirteen.toString()).endsWith("libcublas.so.13", "libcublas.so.12", "libcublas.so");
        try (CudaDevice device = CudaDevices.open()) {
            assertThat(Cublas.find(Map.of(Cublas.VARIABLE, CudaDevices.cublas().toString()))).isPresent();
            assertThat(device.name()).isEqualTo("Fake GPU");
        }
        CudaDevices.fakeCublas().fake_cublas_fail("cublasCreate_v2", 1);
        try (CudaDevice device = CudaDevices.open()) {
            assertThat(device.name()).isEqualTo("Fake GPU (without cuBLAS)");
        }
        assertThat(driver.fake_live()).isZero();
    }

    private interface Use {
        void run();
    }

    private static void assertFails(Use use, ErrorCode code, String message, String remedy) {
        assertThatThrownBy(use::run).isInstanceOfSatisfying(AfterimageException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(message);
            assertThat(e.remedy()).contains(remedy);
        });
    }
}
