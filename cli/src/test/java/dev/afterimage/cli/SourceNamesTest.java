package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceNamesTest {

    @TempDir
    private Path directory;

    @Test
    void twoSourcesOfOneNameAreRefused() throws IOException {
        ServeConfig twice = config("[{name: a, uri: a.mp4}, {name: a, uri: b.mp4}]");
        assertThatThrownBy(() -> twice.with(List.of())).isInstanceOf(AfterimageException.class)
                .hasMessageContaining("two sources have the name 'a'");
        ServeConfig.Source flag = config("[{name: a, uri: flag.mp4}]").sources().get(0);
        assertThatThrownBy(() -> ServeConfig.EMPTY.with(List.of(flag, flag))).hasMessageContaining("'a'");
    }

    @Test
    void aSourceOfTheCommandLineTakesThePlaceOfTheFilesOfTheSameName() throws IOException {
        ServeConfig.Source flag = config("[{name: a, uri: flag.mp4}]").sources().get(0);
        List<ServeConfig.Source> all = config("[{name: a, uri: file.mp4}, {name: b, uri: b.mp4}]").with(List.of(flag));
        assertThat(all).extracting(ServeConfig.Source::uri).containsExactly("flag.mp4", "b.mp4");
    }

    private ServeConfig config(String sources) throws IOException {
        return ServeConfig.read(Files.writeString(directory.resolve("config.yaml"), "sources: " + sources + "\n"));
    }
}
