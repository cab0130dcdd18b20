package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Importing and trying a checkpoint that sees, as a user does. Each command is a process of its own, with a directory
 * of packs of its own.
 */
class ModelsCommandTest {

    private static final Path CHECKPOINTS = Path.of(System.getProperty("afterimage.root"), "model-runtime/src/test/resources/checkpoints");
    private static final String PICTURE = CHECKPOINTS.resolve("picture0.png").toString();

    @TempDir
    Path directory;

    @Test
    void aCheckpointDirectoryIsImportedAndLooksAtPictures() throws Exception {
        assertThat(run("models", "import", CHECKPOINTS.resolve("smolvlm-f32").toString(), "--as", "smol").exitCode()).isZero();
        assertThat(run("models", "list").out()).containsPattern("smol +yes +\\d+ MB").containsPattern("notes-135m +no +-  ");
        assertThat(run("models", "verify", "smol").out()).contains("smol is whole");
        JsonNode said = run("models", "generate", "smol", "--prompt", "what is in the picture?", "--image", PICTURE, "--tokens", "3",
                "--json").json();
        assertThat(said.path("token_ids")).hasSize(3);
        JsonNode raw = run("models", "generate", "smol", "--raw", "--prompt", "<image>what is in the picture?", "--image", PICTURE,
                "--tokens", "3", "--json").json();
        assertThat(raw.path("prompt_token_ids").size()).isLessThan(said.path("prompt_token_ids").size());
    }

    @Test
    void whatIsWrongIsSaidInALine() throws Exception {
        run("models", "import", CHECKPOINTS.resolve("smolvlm-f32").toString(), "--as", "smol");
        Command more = run("models", "generate", "smol", "--raw", "--prompt", "<image> and <image>", "--image", PICTURE);
        assertThat(more.exitCode()).isEqualTo(2);
        assertThat(more.out()).contains("the prompt has 2 times <image> and there are 1 pictures");
        Command gone = run("models", "generate", "smol", "--prompt", "x", "--image", directory.resolve("gone.png").toString());
        assertThat(gone.exitCode()).isEqualTo(3);
        Command empty = run("models", "import", directory.toString(), "--as", "empty");
        assertThat(empty.exitCode()).isEqualTo(4);
        assertThat(empty.out()).contains("config.json").doesNotContain("\tat ");
    }

    /** Output and errors together. */
    private Command run(String... arguments) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        ProcessBuilder process = Command.process(arguments).redirectErrorStream(true).redirectOutput(log.toFile());
        process.environment().put("AFTERIMAGE_MODELS", directory.resolve("models").toString());
        int exitCode = process.start().waitFor();
        return new Command(exitCode, Files.readString(log), "");
    }
}
