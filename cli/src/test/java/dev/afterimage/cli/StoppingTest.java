package dev.afterimage.cli;

import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Wiring;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The command, told to end in different phases: it ends with the signal's code, does not crash, and keeps what it committed. */
class StoppingTest {

    /** A note as {@code watch} prints it. A bracket alone is too little: other output may hold one before the store is there. */
    private static final Pattern NOTE = Pattern.compile("(?m)^\\[\\d\\d:\\d\\d]");
    private static final String CLIP = Command.clip("car-detection.mp4");
    private static final int TERM = 143;
    private static final int INT = 130;
    private static final int HUP = 129;

    @TempDir
    private Path directory;
    private Process process;
    private OwnerClient owner;

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aServiceThatWatchesEndsWithWhatItCommitted() throws Exception {
        start("serve", "--config", looped().toString(), "--port", "0", "--data", data().toString());
        await(() -> blocks("street") >= 2, "two blocks");
        assertThat(ended("TERM")).isEqualTo(TERM);
        assertThat(committed()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aServiceThatIsStillStartingEnds() throws Exception {
        start("serve", "--config", looped().toString(), "--port", "0", "--data", data().toString());
        // Flink is started next.
        await(() -> log().contains("Watching street"), "the first stream");
        assertThat(ended("INT")).isEqualTo(INT);
    }

    @Test
    void aWatchThatIsInterruptedKeepsItsBlocksAndGoesOnLater() throws Exception {
        start("watch", CLIP, "--stream", "street", "--pace", "realtime", "--data", data().toString());
        await(() -> NOTE.matcher(log()).find(), "the first note");
        assertThat(ended("INT")).isEqualTo(INT);
        long kept = committed();
        assertThat(kept).isPositive();
        Command again = Command.run("watch", CLIP, "--stream", "street", "--data", data().toString(), "--json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.json().path("blocks").asLong()).isGreaterThanOrEqualTo(kept);
    }

    @Test
    void aWatchThatLoadsItsModelEnds() throws Exception {
        start("watch", CLIP, "--stream", "street", "--pace", "realtime", "--data", data().toString());
        // Native libraries are mapped once ONNX Runtime is about to load the graphs.
        await(() -> maps().contains("onnxruntime"), "the model's loading");
        assertThat(ended("TERM")).isEqualTo(TERM);
    }

    @Test
    void aGenerationEndsWhileItsModelRuns() throws Exception {
        // The prefill of so long a prompt takes some 20 s of processor time; a short one may be answered before the signal.
        start("models", "generate", Wiring.DEFAULT_MODEL, "--prompt", "Once upon a time ".repeat(1000));
        await(() -> maps().contains("onnxruntime") && process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toSeconds() >= 4,
                "the model's running");
        assertThat(ended("HUP")).isEqualTo(HUP);
        assertThat(log()).doesNotContain("error");
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path looped() throws IOException {
        return Files.writeString(directory.resolve("config.yaml"), "sources: [{name: street, uri: '" + CLIP + "', loop: true}]");
    }

    private void start(String... arguments) throws IOException {
        process = Command.process(arguments).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile()).start();
    }

    /** @return the exit code, after making sure that the Java machine did not crash */
    private int ended(String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
        assertThat(log()).doesNotContain("SIGSEGV").doesNotContain("fatal error");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("hs_err"));
        }
        return process.exitValue();
    }

    private String log() {
        return read(directory.resolve("log"));
    }

    private String maps() {
        return read(Path.of("/proc/" + process.pid() + "/maps"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private long blocks(String stream) {
        // One client for all polls: each keeps a connection, and the service allows one address this many.
        if (owner == null) {
            owner = new DataDirectory(data()).findOwner().map(OwnerClient::new).orElse(null);
        }
        return owner == null ? 0 : Optional.of(owner.list()).filter(streams -> streams.findValuesAsText("name").contains(stream))
                .map(streams -> streams.findValue("blocks").asLong()).orElse(0L);
    }

    /** Blocks that a later process finds. */
    private long committed() {
        try (SegmentStore store = RocksSegmentStore.openReadOnly(data(), StoreIdentity.of(data()).orElseThrow())) {
            return store.streams().stream().mapToLong(StreamInfo::blocks).sum();
        }
    }

    private void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive()).as(this::log).isTrue();
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
