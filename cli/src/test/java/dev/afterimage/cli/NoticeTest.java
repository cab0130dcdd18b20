package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** NOTICE against what the build puts beside the program. */
class NoticeTest {

    private static final Pattern LINE = Pattern.compile(" {2}([\\w.-]+): ([\\w., -]+) \\((.+)\\)");

    @Test
    void everyShippedLibraryIsNamedWithItsLicenceAndNoOther() throws IOException {
        Set<String> shipped = shipped();
        assertThat(shipped).hasSizeGreaterThan(50).contains("ffmpeg", "onnxruntime", "rocksdbjni");
        assertThat(named()).as("NOTICE names what is in cli/target/lib").isEqualTo(shipped);
    }

    /** Artifacts of the runtime class path, this project's own left out: a repository keeps them as GROUP/ARTIFACT/VERSION/FILE.jar. */
    private static Set<String> shipped() throws IOException {
        try (InputStream listed = NoticeTest.class.getResourceAsStream("/shipped-libraries")) {
            return Arrays.stream(new String(listed.readAllBytes(), StandardCharsets.UTF_8).strip().split(File.pathSeparator)).map(Path::of)
                    .filter(path -> path.toString().endsWith(".jar") && !path.getParent().endsWith("target"))
                    .map(path -> path.getParent().getParent().getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> named() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(System.getProperty("afterimage.root"), "NOTICE"));
        int from = lines.indexOf(lines.stream().filter(line -> line.startsWith("Libraries (")).findFirst().orElseThrow());
        List<String> named = new ArrayList<>();
        for (String line : lines.subList(from + 1, lines.size())) {
            Matcher one = LINE.matcher(line);
            if (!one.matches()) {
                break;
            }
            named.addAll(List.of(one.group(2).split(", ")));
        }
        return new TreeSet<>(named);
    }
}
