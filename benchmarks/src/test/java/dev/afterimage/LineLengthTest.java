package dev.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No source or document of the checkout has a line that an editor or a review shows only in part. */
class LineLengthTest {

    private static final int MOST_COLUMNS = 140;
    private static final Pattern CHECKED = Pattern.compile(".*\\.(?:java|md|js|css|sh|ya?ml)|afterimage|benchmarks/run|\\.ci/run");
    private static final Path ROOT = Path.of(System.getProperty("afterimage.root"));

    @Test
    void noLineIsLongerThan140Columns() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String file : trackedFiles()) {
            tooLong.addAll(longLines(file));
        }
        assertThat(tooLong).as("lines of more than " + MOST_COLUMNS + " columns").isEmpty();
    }

    private static List<String> longLines(String file) throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve(file));
        return Stream.iterate(1, number -> number <= lines.size(), number -> number + 1)
                .filter(number -> lines.get(number - 1).codePoints().count() > MOST_COLUMNS).map(number -> file + ":" + number).toList();
    }

    private static List<String> trackedFiles() throws IOException {
        Process git = new ProcessBuilder("git", "ls-files", "-z").directory(ROOT.toFile()).start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(git.onExit().join().exitValue() == 0, "skipped: this is not a checkout of a repository");
        return Stream.of(names.split("\0")).filter(name -> CHECKED.matcher(name).matches()).filter(name -> Files.exists(ROOT.resolve(name)))
                .toList();
    }
}
