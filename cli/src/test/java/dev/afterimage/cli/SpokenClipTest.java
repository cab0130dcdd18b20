package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A clip in which somebody speaks, made here with espeak-ng and ffmpeg, watched and asked about on the command line. */
class SpokenClipTest {

    /** A word's time by the model beside the time at which it was put into the clip, seconds. */
    private static final double TOLERANCE = 1;
    private static final String[] SENTENCES = {"The train to London leaves from the second platform.", "Please take the emergency exit "
            + "on your left.",
        "We have no more milk, but there is some bread in the kitchen."};
    private static final double[] BEGINS = {2, 9, 16};

    @TempDir
    private static Path directory;

    @BeforeAll
    static void watchTheClip() throws Exception {
        Assumptions.assumeTrue(there("espeak-ng") && there("ffmpeg"), "espeak-ng and ffmpeg make the clip");
        Path clip = clip();
        Command pulled = Command.run("models", "pull", "whisper-tiny.en");
        assertThat(pulled.exitCode()).as(pulled.err()).isZero();
        watch(clip, "hall");
        watch(clip, "deaf", "--no-speech");
    }

    private static void watch(Path clip, String stream, String... more) {
        List<String> words = new ArrayList<>(List.of("watch", clip.toString(), "--stream", stream, "--data", data(), "--json"));
        words.addAll(List.of(more));
        Command watched = Command.run(words.toArray(String[]::new));
        assertThat(watched.exitCode()).as(watched.err()).isZero();
    }

    private static String data() {
        return directory.resolve("data").toString();
    }

    private static Path clip() throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i",
                "color=c=gray:size=320x240:rate=10:duration=24"));
        StringBuilder filter = new StringBuilder();
        for (int i = 0; i < SENTENCES.length; i++) {
            Path spoken = directory.resolve(i + ".wav");
            run("espeak-ng", "-v", "en-us", "-s", "150", "-w", spoken.toString(), SENTENCES[i]);
            command.addAll(List.of("-i", spoken.toString()));
            filter.append('[').append(i + 1).append("]adelay=").append((int) (1000 * BEGINS[i])).append("[s").append(i).append("];");
        }
        Path clip = directory.resolve("spoken.mp4");
        command.addAll(List.of("-filter_complex", filter + "[s0][s1][s2]amix=inputs=3:normalize=0,apad[sound]", "-map", "0", "-map",
                "[sound]", "-shortest",
                "-pix_fmt", "yuv420p", "-c:a", "aac", clip.toString()));
        run(command.toArray(String[]::new));
        return clip;
    }

    private static boolean there(String program) {
        return List.of(System.getenv("PATH").split(":")).stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static JsonNode ask(String stream, String question) {
        Command asked = Command.run("ask", question, "--stream", stream, "--data", data(), "--json");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        return asked.json();
    }

    @Test
    void whatWasSaidAboutSomethingIsQuotedAndCited() {
        JsonNode reply = ask("hall", "What did she say about the train?");
        assertThat(reply.path("answer").asText()).contains("London");
        assertCites(reply, BEGINS[0]);
    }

    @Test
    void theTimeOfAWordIsTold() {
        JsonNode reply = ask("hall", "When was the word 'exit' said?");
        assertThat(reply.path("outcome").asText()).isEqualTo("answered");
        assertCites(reply, BEGINS[1]);
    }

    @Test
    void withoutAStreamAllAreAskedAndTheOneThatKnowsComesFirst() {
        Command asked = Command.run("ask", "What did she say about the train?", "--data", data(), "--json");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        JsonNode joint = asked.json();
        assertThat(joint.path("outcome").asText()).isEqualTo("answered");
        assertThat(joint.path("answer").asText()).startsWith("hall: ").contains("London");
        assertThat(joint.path("citations").path(0).path("stream").asText()).isEqualTo("hall");
        assertThat(joint.path("replies").findValuesAsText("stream")).startsWith("hall").contains("deaf");
        assertThat(joint.path("replies").path(1).path("outcome").asText()).isEqualTo("cannot_tell");
    }

    @Test
    void whatNobodySaidIsNotSeen() {
        assertThat(ask("hall", "Was anything said about a dog?").path("outcome").asText()).isEqualTo("not_seen");
    }

    @Test
    void aStreamThatWasToldNotToListenCannotTellWhatWasSaid() {
        JsonNode reply = ask("deaf", "What was said?");
        assertThat(reply.path("outcome").asText()).isEqualTo("cannot_tell");
        assertThat(reply.path("answer").asText()).contains("speech");
    }

    private static void assertCites(JsonNode reply, double begin) {
        JsonNode citation = reply.path("citations").path(0);
        assertThat(citation.path("kind").asText()).isEqualTo("speech");
        assertThat(citation.path("start").asDouble()).isBetween(begin - TOLERANCE, begin + TOLERANCE);
        assertThat(citation.path("end").asDouble()).isBetween(begin + 1, begin + 6);
    }
}
