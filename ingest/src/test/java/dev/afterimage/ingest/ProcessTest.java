package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows only from outside a process. */
class ProcessTest {

    @TempDir
    Path folder;

    @Test
    void memoryStaysFlatOverThousandsOfPicturesAndDozensOfOpenings() throws Exception {
        List<String> lines = readOut(Captures.CARS, 16);

        assertThat(lines).hasSize(2);
        long growth = Long.parseLong(lines.get(1)) - Long.parseLong(lines.get(0));
        // Between the two, 4 524 pictures of 500 KB and 12 decoders came and went.
        assertThat(growth).as("KB").isLessThan(40_000);
    }

    @Test
    void nothingOfFfmpegsChatterReachesTheTerminal() throws Exception {
        List<String> lines = readOut(TestFilms.cut(Captures.CARS, folder.resolve("cut.mp4"), 0.5), 1);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("INPUT_TRUNCATED: ");
        assertThat(lines.get(1)).containsOnlyDigits();
    }

    private static List<String> readOut(Path film, int rounds) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), "-Dafterimage.root=" + System.getProperty("afterimage.root"),
                ReadOut.class.getName(), film.toString(), Integer.toString(rounds)).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }
}
