package dev.afterimage.eval.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.eval.input.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a run was made by and when: told with its results, and no part of what a row means. */
public final class MadeBy {

    private MadeBy() { }

    /** {@code {version, commit, started, processor, cores, memory, system, java}}. */
    public static ObjectNode now(String version) {
        Runtime machine = Runtime.getRuntime();
        return Json.object().put("version", version).put("commit", commit()).put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS)
                .toString()).put("processor", proc("/proc/cpuinfo", "model name")).put("cores", machine.availableProcessors())
                .put("memory", proc("/proc/meminfo", "MemTotal")).put("system", System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch")).put("java", System.getProperty("java.version"));
    }

    /** Of the checkout that the program runs from, with {@code -dirty} where its files differ; empty elsewhere. */
    private static String commit() {
        try {
            Path code = Path.of(MadeBy.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent();
            String commit = git(code, "rev-parse", "HEAD");
            return commit.isEmpty() || git(code, "status", "--porcelain", "--untracked-files=no").isEmpty() ? commit : commit + "-dirty";
        } catch (IOException | URISyntaxException | SecurityException none) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String git(Path in, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", in.toString()));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "";
    }

    /** As Linux tells it; empty elsewhere. */
    private static String proc(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(key)).map(line -> line.split(":",
                    2)[1].strip())
                    .findFirst().orElse("");
        } catch (IOException elsewhere) {
            return "";
        }
    }
}
