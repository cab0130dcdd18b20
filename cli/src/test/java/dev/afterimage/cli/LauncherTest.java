package dev.afterimage.cli;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The script that starts the command, with a program in Java's place that leaves a file where libraries leave theirs. */
class LauncherTest {

    private static final String JAVA = """
            #!/bin/bash
            case "$*" in *-XshowSettings*) echo "java.specification.version = 17"; exit;; esac
            scratch="$TMPDIR"
            for word in "$@"; do case "$word" in -Djava.io.tmpdir=*) scratch="${word#*=}";; esac; done
            echo native > "$scratch/library.so"
            echo "$scratch"
            exec sleep 600
            """;

    @TempDir
    private Path home;
    @TempDir
    private Path temporary;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void install() throws IOException {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    /** Starts the command; gives its directory for temporary files. */
    private Path start() throws IOException {
        Path script = Path.of(System.getProperty("afterimage.root"), "afterimage");
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "serve").redirectErrorStream(true);
        builder.environment().put("AFTERIMAGE_NO_BUILD", "1");
        builder.environment().put("JAVA_HOME", home.toString());
        builder.environment().put("TMPDIR", temporary.toString());
        Process process = builder.start();
        started.add(process);
        return Path.of(new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine());
    }

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNextStartAndWhatLivesKeepsItsFiles() throws Exception {
        Path killed = start();
        Path living = start();
        assertThat(killed).startsWith(temporary).isNotEqualTo(living);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(killed.getParent()))).isEqualTo("rwx------");
        started.get(0).destroyForcibly().waitFor();
        assertThat(killed.resolve("library.so")).exists();
        Path next = start();
        assertThat(killed).doesNotExist();
        assertThat(living.resolve("library.so")).exists();
        assertThat(next.resolve("library.so")).exists();
    }

    @Test
    void aLinkInThePlaceOfTheDirectoryIsNotFollowed() throws Exception {
        start();
        Path root = scratch();
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere/mine"));
        started.get(0).destroyForcibly().waitFor();
        Files.move(root, temporary.resolve("moved"));
        Files.createSymbolicLink(root, elsewhere.getParent());
        assertThat(start()).as("the usual one").isEqualTo(temporary);
        assertThat(elsewhere).exists();
    }

    private Path scratch() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("afterimage-")).findFirst().orElseThrow();
        }
    }
}
