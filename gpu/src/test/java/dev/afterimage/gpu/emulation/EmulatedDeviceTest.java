package dev.afterimage.gpu.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceEvent;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.device.Launch;
import dev.afterimage.gpu.kernel.Signatures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulation finds what makes kernels wrong on a device. */
class EmulatedDeviceTest {

    private static final String FAULTY = """
            extern "C" __global__ void divergent(float* out) {
                if (threadIdx.x >= 5) {
                    return;
                }
                __syncthreads();
                out[threadIdx.x] = 1.0f;
            }
            extern "C" __global__ void neighbours(float* out, int barrier) {
                float* shared = emulated_shared_floats();
                shared[threadIdx.x] = (float) threadIdx.x;
                if (barrier) {
                    __syncthreads();
                }
                out[threadIdx.x] = shared[(threadIdx.x + 1) % blockDim.x];
            }
            extern "C" __global__ void too_far(float* out, long long at) {
                out[at] = 1.0f;
            }
            extern "C" __global__ void shares_too_much(float value) {
                emulated_shared_floats()[8] = value;
            }
            template <typename Cell>
            __device__ float load(const Cell* cell) {
                return (float) *cell;
            }
            struct half16 {
                unsigned short bits;
                operator float() const { return half_to_float(bits); }
            };
            """;

    @TempDir
    private static Path directory;
    private static Path library;

    @BeforeAll
    static void compile() {
        Optional<HostCompiler> compiler = HostCompiler.find();
        assumeTrue(compiler.isPresent(), () -> HostCompiler.missing().line());
        library = compiler.orElseThrow().compile(FAULTY, directory);
    }

    private static Device open(boolean backwards) {
        return new EmulatedDevice(library, Signatures.of(FAULTY), 32, backwards);
    }

    private static float[] run(Device device, String kernel, Object... more) {
        try (DeviceMemory memory = device.allocate(32 * Float.BYTES); DeviceStream stream = device.newStream()) {
            Object[] arguments = new Object[more.length + 1];
            arguments[0] = memory.address();
            System.arraycopy(more, 0, arguments, 1, more.length);
            stream.launch(kernel, Launch.of(1, 1, 32).sharing(32), arguments);
            ByteBuffer out = ByteBuffer.allocateDirect(32 * Float.BYTES).order(ByteOrder.nativeOrder());
            stream.download(memory.address(), out);
            stream.synchronise();
            float[] values = new float[32];
            out.asFloatBuffer().get(values);
            return values;
        }
    }

    @Test
    void aBarrierThatOnlySomeThreadsReachIsFound() {
        try (Device device = open(false)) {
            assertThatThrownBy(() -> run(device, "divergent")).hasMessageContaining(
                    "'divergent' wait at a barrier that others never reach");
            // And the device goes on.
            assertThat(run(device, "neighbours", 1)).startsWith(1, 2, 3).endsWith(31, 0);
        }
    }

    @Test
    void aMissingBarrierShowsItself() {
        try (Device device = open(false); Device backwards = open(true)) {
            assertThat(run(device, "neighbours", 1)).containsExactly(run(backwards, "neighbours", 1));
            float[] forwards = run(device, "neighbours", 0);
            assertThat(forwards[0]).as("what nobody has written yet").isNaN();
            assertThat(run(backwards, "neighbours", 0)).isNotEqualTo(forwards);
        }
    }

    @Test
    void workThatNobodyWaitsForIsDoneLate() {
        try (Device device = open(true); DeviceMemory memory = device.allocate(4); DeviceStream copies = device.newStream();
                DeviceStream stream = device.newStream()) {
            ByteBuffer staging = device.allocateStaging(4);
            ByteBuffer out = device.allocateStaging(4);
            copies.upload(staging.putInt(0, 7), memory.address());
            try (DeviceEvent copied = copies.record()) {
                stream.await(copied);
            }
            copies.upload(staging, memory.address());
            stream.download(memory.address(), out);
            // Too early: the device has not read it yet.
            staging.putInt(0, 8);
            assertThat(out.getInt(0)).isZero();
            stream.synchronise();
            assertThat(out.getInt(0)).isEqualTo(8);
            stream.download(memory.address(), out);
            staging.putInt(0, 9);
            stream.synchronise();
            assertThat(out.getInt(0)).as("without an event another stream's copy is not seen").isEqualTo(8);
            copies.synchronise();
            stream.download(memory.address(), out);
            stream.synchronise();
            assertThat(out.getInt(0)).isEqualTo(9);
        }
    }

    @Test
    void aWriteBesideTheMemoryIsFound() {
        try (Device device = open(false)) {
            assertThatThrownBy(() -> run(device, "too_far", 32L)).hasMessageContaining("wrote beside");
            assertThatThrownBy(() -> run(device, "too_far", -1L)).hasMessageContaining("wrote beside");
            assertThat(run(device, "too_far", 31L)).endsWith(Float.NaN, 1);
        }
    }

    @Test
    void aWriteBehindSharedMemoryIsFound() {
        try (Device device = open(false); DeviceStream stream = device.newStream()) {
            assertThatThrownBy(() -> stream.launch("shares_too_much", Launch.of(1, 1, 32).sharing(8), 1f)).hasMessageContaining(
                    "behind its 32 bytes");
            stream.launch("shares_too_much", Launch.of(1, 1, 32).sharing(9), 1f);
        }
    }

    @Test
    void argumentsThatTheSourceDoesNotHaveAreRefused() {
        try (Device device = open(false)) {
            assertThatThrownBy(() -> run(device, "neighbours")).hasMessage("neighbours takes 2 arguments, not 1");
            assertThatThrownBy(() -> run(device, "neighbours", 1L)).hasMessage("argument 1 of neighbours is a INT, not 1");
            assertThatThrownBy(() -> run(device, "nowhere")).hasMessageContaining("there is no kernel 'nowhere'");
        }
    }

    @Test
    void memoryThatIsNeverFreedIsFound() {
        Device device = open(false);
        DeviceMemory memory = device.allocate(1);
        assertThatThrownBy(device::close).hasMessageContaining("never freed");
        memory.close();
        assertThatThrownBy(memory::close).hasMessageContaining("freed twice");
        device.close();
    }

    @Test
    void copiesBeyondWhatIsAllocatedAreRefused() {
        try (Device device = open(false); DeviceMemory memory = device.allocate(16); DeviceStream stream = device.newStream()) {
            assertThatThrownBy(() -> stream.upload(ByteBuffer.allocateDirect(16), memory.address() + 1)).hasMessageContaining(
                    "are not allocated");
            assertThatThrownBy(() -> stream.copy(memory.address(), memory.address() - 1, 4)).hasMessageContaining("are not allocated");
            assertThatThrownBy(() -> stream.upload(ByteBuffer.allocate(16), memory.address())).hasMessageContaining("direct buffers");
        }
    }

    @Test
    void sourceThatDoesNotCompileIsToldWithTheCompilersWords() {
        HostCompiler compiler = HostCompiler.find().orElseThrow();
        assertThatThrownBy(() -> compiler.compile("extern \"C\" __global__ void broken(int x) { y = x; }", directory))
                .isInstanceOf(AfterimageException.class)
                .hasMessageContaining("does not compile the kernels").hasMessageContaining("error");
    }
}
