package dev.afterimage.cli;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Whatever is typed wrong ends with one line that says what to do, and the exit code of its kind. */
class BadInputTest {

    @TempDir
    private static Path data;
    @TempDir
    private Path other;

    @BeforeAll
    static void watchAStream() {
        Command watched = watch(Command.clip("car-detection.mp4"), "street", data);
        assertThat(watched.exitCode()).as(watched.err()).isZero();
    }

    @Test
    void noCommandAndUnknownOptionsAreUsageErrors() {
        refused(Command.run(), 2, "USAGE", "no command was given");
        refused(Command.run("watch", "--stream", "x"), 2, "USAGE", "URI");
        refused(Command.run("ask", "--wat"), 2, "USAGE", "--help");
    }

    @Test
    void numbersAndPromptsThatMakeNoSenseAreUsageErrors() {
        refused(Command.run("serve", "--port", "99999", "--data", other.toString()), 2, "USAGE", "99999", "65535");
        refused(Command.run("ask", "what?", "--stream", "x", "--retrieval", "best", "--data", other.toString()), 2, "USAGE", "best",
                "rekv");
        refused(Command.run("ask", "what?", "--stream", "x", "--blocks", "0", "--data", other.toString()), 2, "USAGE", "at least 1");
        refused(Command.run("demo", "--port", "-1", "--no-browser", "--data", other.toString()), 2, "USAGE", "-1");
        refused(Command.run("models", "generate", "notes-135m", "--prompt", "hi", "--tokens", "-3"), 2, "USAGE", "-3", "--tokens");
        refused(Command.run("models", "generate", "notes-135m", "--prompt", "", "--raw"), 2, "USAGE", "empty", "--prompt");
    }

    @Test
    void anUnknownStreamIsNamed() {
        refused(ask("what?", "--stream", "nowhere"), 2, "STREAM_UNKNOWN", "nowhere", "afterimage streams list");
        refused(Command.run("streams", "show", "nowhere", "--data", data.toString()), 2, "STREAM_UNKNOWN", "nowhere");
        refused(Command.run("streams", "delete", "nowhere", "--data", data.toString()), 2, "STREAM_UNKNOWN", "nowhere");
        refused(Command.run("ask", "what?", "--stream", "street", "--data", other.toString()), 2, "STREAM_UNKNOWN", "street");
    }

    @Test
    void emptyAndEndlessQuestionsAreRefused() {
        refused(ask("", "--stream", "street"), 2, "USAGE_EMPTY_QUESTION", "empty");
        refused(ask("  \n", "--stream", "street"), 2, "USAGE_EMPTY_QUESTION", "empty");
        refused(ask("a".repeat(100_000), "--stream", "street"), 2, "USAGE_QUESTION_TOO_LONG", "100000 characters", "at most");
    }

    @Test
    void timesOutsideTheStreamAreHandled() {
        refused(ask("Is there a car?", "--stream", "street", "--at", "-5"), 2, "USAGE_TIME", "-5", "start");
        refused(ask("Is there a car?", "--stream", "street", "--at", "noon"), 2, "USAGE_TIME", "noon", "mm:ss");
        refused(ask("Is there a car?", "--stream", "street", "--at", "0:75"), 2, "USAGE_TIME", "0:75", "mm:ss");
        Command late = ask("Is there a car now?", "--stream", "street", "--at", "1:00:00", "--json");
        assertThat(late.exitCode()).isZero();
        assertThat(late.json().path("at").asDouble()).as("clamped to the stream's end").isBetween(29.0, 31.0);
    }

    @Test
    void aFileThatIsMissingOrNoVideoLeavesNothingBehind() throws IOException {
        refused(watch(other.resolve("gone.mp4").toString(), "a", other.resolve("data")), 3, "INPUT_NOT_FOUND", "gone.mp4");
        Path empty = Files.createFile(other.resolve("empty.mp4"));
        refused(watch(empty.toString(), "a", other.resolve("data")), 3, "INPUT_", "empty");
        Path text = Files.writeString(other.resolve("text.mp4"), "not a film at all");
        refused(watch(text.toString(), "a", other.resolve("data")), 3, "INPUT_", "text.mp4");
        assertThat(other.resolve("data")).doesNotExist();
    }

    @Test
    void ofATruncatedFileTheFramesBeforeTheCutStay() throws IOException {
        // This clip's index stands before its pictures, the other one's behind them.
        Path cut = firstPart("car-detection.mp4", 0.6);
        refused(watch(cut.toString(), "cut", data), 3, "INPUT_TRUNCATED", cut.toString());
        Command shown = Command.run("streams", "show", "cut", "--data", data.toString(), "--json");
        assertThat(shown.json().path("status").asText()).isEqualTo("failed");
        assertThat(shown.json().path("frames").asInt()).isBetween(10, 60);
        assertThat(ask("When does the first car appear?", "--stream", "cut").exitCode()).isZero();
        Path headless = firstPart("bottle-detection.mp4", 0.6);
        refused(watch(headless.toString(), "headless", data), 3, "INPUT_", headless.toString());
    }

    private Path firstPart(String clip, double share) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(Command.clip(clip)));
        return Files.write(other.resolve("cut-" + clip), Arrays.copyOf(whole, (int) (whole.length * share)));
    }

    @Test
    void anUnreachableCameraIsToldWithoutItsPassword() {
        Command watched = watch("rtsp://admin:hunter2@127.0.0.1:1/door", "door", other);
        refused(watched, 3, "INPUT_UNREACHABLE", "admin:***@127.0.0.1");
        assertThat(watched.err() + watched.out()).doesNotContain("hunter2");
        assertThat(Command.run("streams", "list", "--data", other.toString(), "--json").out()).doesNotContain("hunter2");
    }

    @Test
    void notesAreNotCompressedLikePicturesAndKeptKvStaysInItsForm() {
        String clip = Command.clip("car-detection.mp4");
        refused(Command.run("watch", clip, "--stream", "a", "--data", other.toString(), "--compression", "drop"), 2, "USAGE", "notes",
                "--compression");
        refused(Command.run("watch", clip, "--stream", "a", "--data", data.toString(), "--kv", "int4"), 5, "STORAGE_OTHER_PACK", "fp16 KV",
                "--kv fp16");
        refused(Command.run("watch", clip, "--stream", "a", "--data", other.toString(), "--kv", "int2"), 2, "int2");
    }

    @Test
    void dataOfAnotherPackIsRefused() {
        RocksSegmentStore.open(other, new StoreIdentity("other-pack", "0123456789abcdef", "encoder", new KvLayout(1, 1, 16)), true).close();
        refused(watch(Command.clip("car-detection.mp4"), "street", other), 5, "STORAGE_OTHER_PACK", "other-pack", "--data");
    }

    @Test
    void onAFullDiskWhatWasStoredBeforeCanStillBeAsked() throws Exception {
        Path small = Files.createDirectory(other.resolve("small"));
        assumeTrue(mounted(small), "no right to mount a small file system here: a full disk is not tested");
        try {
            refused(watch(Command.clip("bottle-detection.mp4"), "table", small), 5, "STORAGE_FULL", small.toString());
            Command asked = Command.run("ask", "How many bottles were there at the start?", "--stream", "table", "--data",
                    small.toString());
            assertThat(asked.out()).as(asked.err()).contains("3 bottles");
            assertThat(Command.run("streams", "list", "--data", small.toString(), "--json").json().path(0).path("status").asText())
                    .isEqualTo("interrupted");
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    private static boolean mounted(Path directory) throws Exception {
        try {
            return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", directory.toString()).start().waitFor() == 0;
        } catch (IOException noMount) {
            return false;
        }
    }

    @Test
    void aClassThatTheDetectorDoesNotKnowIsRefused() {
        Command watched = Command.run("watch", Command.clip("car-detection.mp4"), "--stream", "x", "--data", other.toString(), "--classes",
                "car,unicorn");
        refused(watched, 2, "USAGE", "unicorn", "person, bicycle, car");
        assertThat(Command.run("streams", "list", "--data", other.toString(), "--json").json()).as("nothing was begun").isEmpty();
    }

    @Test
    void aStreamNameThatIsNoNameIsRefused() {
        refused(watch(Command.clip("car-detection.mp4"), "../up", other), 2, "USAGE_STREAM_NAME", "../up");
    }

    @Test
    void anUnknownPackIsToldWithTheOnesThereAre() {
        Command watched = Command.run("watch", Command.clip("car-detection.mp4"), "--stream", "x", "--data", other.toString(), "--model",
                "nope");
        refused(watched, 4, "MODEL_UNKNOWN", "nope", "notes-135m");
        refused(Command.run("models", "verify", "nope"), 4, "MODEL_UNKNOWN", "nope");
    }

    private static Command watch(String uri, String stream, Path data) {
        return Command.run("watch", uri, "--stream", stream, "--data", data.toString());
    }

    private static Command ask(String question, String... more) {
        String[] words = {"ask", question, "--data", data.toString()};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Command.run(all);
    }

    private static void refused(Command command, int exitCode, String... parts) {
        assertThat(command.exitCode()).as(command.out() + command.err()).isEqualTo(exitCode);
        assertThat(command.err().strip().lines()).as("one line").hasSize(1);
        assertThat(command.err()).startsWith("error ").contains(parts).doesNotContain("Exception", "\tat ");
    }
}
