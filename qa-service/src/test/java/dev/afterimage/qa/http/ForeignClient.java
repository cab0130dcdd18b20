package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Programs of others that talk to the service, as {@code .ci/run} installs them. */
final class ForeignClient {

    private static final Path CLIENTS = Path.of(System.getenv().getOrDefault("AFTERIMAGE_CLIENTS",
            Path.of(System.getProperty("afterimage.root"), "target", "clients").toString()));

    private ForeignClient() { }

    /** Runs a program with Python's packages; the test is skipped where {@code needed} is not among them. */
    static String python(String needed, String... words) throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(CLIENTS.resolve("python").resolve(needed)),
                "the Python package " + needed + " is not installed in " + CLIENTS + " (.ci/run installs it)");
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(words));
        return run(command, Map.of("PYTHONPATH", CLIENTS.resolve("python").toString()));
    }

    /** Runs a program with Node's packages; the test is skipped where {@code needed} is not among them. */
    static String node(String needed, String... words) throws IOException, InterruptedException {
        Path modules = CLIENTS.resolve("node").resolve("node_modules");
        assumeTrue(Files.isDirectory(modules.resolve(needed)),
                "the Node package " + needed + " is not installed in " + CLIENTS + " (.ci/run installs it)");
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(words));
        return run(command, Map.of("NODE_PATH", modules.toString()));
    }

    static String script(String name) throws IOException {
        try (var stream = ForeignClient.class.getResourceAsStream("/clients/" + name)) {
            Path file = Files.createTempFile("client", name);
            file.toFile().deleteOnExit();
            return Files.write(file, stream.readAllBytes()).toString();
        }
    }

    private static String run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // Nothing of a machine's own settings: no proxy, no key.
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy")
                || name.startsWith("OPENAI_"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
