package dev.afterimage.engine.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.engine.doctor.Finding.Level;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.store.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of machines of several kinds. */
class DoctorTest {

    private static final Set<String> USUAL = Set.of("avx2", "avx512f", "avx512_vnni", "amx_int8");

    @TempDir
    Path directory;

    private Doctor on(Machine machine, Path data, int port) {
        return new Doctor(machine, new DataDirectory(data), new ModelPacks(directory.resolve("models")), port, Map.of());
    }

    private Doctor on(Machine machine) {
        return on(machine, directory.resolve("data"), 0);
    }

    private static Machine machine(String system, Set<String> features, long freeMemory) {
        return new Machine(system, 2, "Some Processor", features, OptionalLong.of(freeMemory));
    }

    @Test
    void whatLinuxTellsOfTheProcessorAndItsMemoryIsRead() throws IOException {
        write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Some Processor\nflags\t\t: fpu avx2 avx512f\n\nprocessor\t: 1\n");
        write("proc/meminfo", "MemTotal:       2000 kB\nMemAvailable:   1000 kB\n");
        Machine read = Machine.read(directory, "Linux amd64", 2);
        assertThat(read).isEqualTo(new Machine("Linux amd64", 2, "Some Processor", Set.of("fpu", "avx2", "avx512f"),
                OptionalLong.of(1_024_000)));
    }

    @Test
    void theLimitOfAContainerIsWhatIsFree() throws IOException {
        write("proc/meminfo", "MemAvailable:   1000000 kB\n");
        write("sys/fs/cgroup/memory.max", "500000\n");
        write("sys/fs/cgroup/memory.current", "200000\n");
        assertThat(Machine.read(directory, "Linux amd64", 2).freeMemory()).hasValue(300_000);
        write("sys/fs/cgroup/memory.max", "max\n");
        assertThat(Machine.read(directory, "Linux amd64", 2).freeMemory()).hasValue(1_024_000_000);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(directory.resolve(file).getParent());
        Files.writeString(directory.resolve(file), text);
    }

    @Test
    void whatCannotBeMadeOrNamedFailsWithItsCause() throws IOException {
        Machine usual = machine("Linux amd64", USUAL, 4L << 30);
        Finding nowhere = on(usual, Path.of("/proc/nope"), 0).data();
        assertThat(nowhere.level()).isEqualTo(Level.FAILS);
        assertThat(nowhere.found()).isEqualTo("/proc/nope cannot be written.");
        Path file = Files.writeString(directory.resolve("README"), "no directory");
        Finding packs = new Doctor(usual, new DataDirectory(directory), new ModelPacks(file.resolve("models")), 0, Map.of()).models();
        assertThat(packs.level()).isEqualTo(Level.FAILS);
        assertThat(packs.found()).contains("cannot be written");
        assertThat(on(usual, directory, 99_999).port().remedy()).contains("65535");
        assertThat(directory).isDirectoryContaining("glob:**/README").satisfies(left -> assertThat(left.toFile().list()).hasSize(1));
    }

    @Test
    void aProcessorIsNamedWithWhatSpeedsItUp() {
        Finding usual = on(machine("Linux amd64", USUAL, 0)).processor();
        assertThat(usual.level()).isEqualTo(Level.OK);
        assertThat(usual.found()).isEqualTo("2 cores of Some Processor with AVX2, AVX-512, VNNI, AMX.");
        assertThat(on(machine("Linux amd64", Set.of("sse2"), 0)).processor().level()).isEqualTo(Level.NOTE);
        assertThat(on(machine("Linux aarch64", Set.of(), 0)).processor().level()).isEqualTo(Level.FAILS);
    }

    @Test
    void littleMemoryIsNotedAndTooLittleFails() {
        assertThat(on(machine("Linux amd64", USUAL, 4L << 30)).memory().level()).isEqualTo(Level.OK);
        assertThat(on(machine("Linux amd64", USUAL, 1L << 30)).memory().remedy()).contains("int8");
        assertThat(on(machine("Linux amd64", USUAL, 500L << 20)).memory().level()).isEqualTo(Level.FAILS);
    }

    @Test
    void anOlderJavaFails() {
        assertThat(Doctor.java(21).level()).isEqualTo(Level.OK);
        assertThat(Doctor.java(11).remedy()).contains("17");
    }

    @Test
    void aLibraryThatDoesNotLoadIsNamedWithItsReason() {
        Finding missing = Doctor.libraries(Map.of("One", () -> "1.2", "Two", () -> {
            throw new UnsatisfiedLinkError("failed to map segment from shared object");
        }));
        assertThat(missing.level()).isEqualTo(Level.FAILS);
        assertThat(missing.found()).isEqualTo("Two does not load: failed to map segment from shared object.");
        assertThat(missing.remedy()).contains("noexec");
    }

    @Test
    void aDataDirectoryInsideAFileCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(on(Machine.here(), file.resolve("data"), 0).data().level()).isEqualTo(Level.FAILS);
        assertThat(on(Machine.here()).data().found()).contains(directory.resolve("data").toString());
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void aPortThatIsTakenFailsUnlessTheServiceOfThisDirectoryHasIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Doctor doctor = on(Machine.here(), directory.resolve("data"), taken.getLocalPort());
            assertThat(doctor.port().level()).isEqualTo(Level.FAILS);
            new DataDirectory(directory.resolve("data")).writeOwner(DataDirectory.Owner.ofThisProcess("serve", "127.0.0.1",
                    taken.getLocalPort(), "", ""));
            assertThat(doctor.port().found()).startsWith("The 'serve' of this data directory listens");
            assertThat(doctor.data().found()).contains("'serve' works on it now");
        }
        assertThat(on(Machine.here(), directory, -1).port().level()).isEqualTo(Level.FAILS);
    }

    @Test
    void aPackThatIsMissingIsNoFailureSinceTheFirstStartGetsIt() {
        Finding none = on(Machine.here()).models();
        assertThat(none.level()).isEqualTo(Level.NOTE);
        assertThat(none.remedy()).contains("afterimage models pull notes-135m");
    }

    @Test
    void aGpuThatIsAskedForAndMissingFails() {
        assertThat(new GpuCheck(Map.of("AFTERIMAGE_DEVICE", "tpu")).finding().level()).isEqualTo(Level.FAILS);
        if (Files.notExists(Path.of("/proc/driver/nvidia/version"))) {
            assertThat(new GpuCheck(Map.of("AFTERIMAGE_DEVICE", "gpu")).finding().level()).isEqualTo(Level.FAILS);
            assertThat(new GpuCheck(Map.of()).finding().found()).contains("Models run on the CPU");
        }
    }

    @Test
    void aTrialSaysHowManyCamerasAMachineWatches() {
        assertThat(Trial.of(60, 14.9).finding().found()).contains("14.9 a second: 7 cameras of 2 frames");
        assertThat(Trial.of(60, 2.5).finding().found()).contains("1 camera of 2 frames");
        assertThat(Trial.of(60, 1.2).finding().remedy()).contains("fps: 0.5");
    }
}
