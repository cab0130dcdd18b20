package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.source.SourcePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSourcesTest {

    @TempDir
    private Path directory;

    @Test
    void nothingSaidIsTheDefault() {
        assertThat(ServeConfig.EMPTY.clientSources().policy(List.of())).isEqualTo(SourcePolicy.DEFAULT);
        assertThat(SourcePolicy.DEFAULT.directories()).isEmpty();
        assertThat(SourcePolicy.DEFAULT.hosts()).isEmpty();
    }

    @Test
    void theConfigurationAndTheCommandLineAddUp() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        SourcePolicy policy = read("client_sources: {schemes: [rtsp], directories: [" + directory + "], hosts: ['127.0.0.1:8554']}")
                .policy(List.of(other));
        assertThat(policy.schemes()).containsExactly("rtsp");
        assertThat(policy.directories()).containsExactly(other, directory);
        assertThat(policy.hosts()).containsExactly("127.0.0.1:8554");
    }

    @Test
    void aSchemeThatCannotBeCheckedAndADirectoryThatIsNotThereAreSaidSo() throws Exception {
        assertThatThrownBy(() -> read("client_sources: {schemes: [rtsp, tcp]}").policy(List.of())).hasMessageContaining("tcp");
        assertThatThrownBy(() -> read("client_sources: {directories: [/no/such]}").policy(List.of())).hasMessageContaining("/no/such");
    }

    @Test
    void numbersOfTheConfigurationAreBound() throws Exception {
        for (String wrong : List.of("fps: 1.0e-300", "fps: .nan", "fps: .inf", "fps: 1.0e+300", "fps: -1", "smallest: 2", "smallest: .nan",
                "thresholds: {car: 7}")) {
            assertThatThrownBy(() -> config("sources: [{name: a, uri: a.mp4, " + wrong + "}]").sources().get(0).settings()).as(wrong)
                    .isInstanceOf(dev.afterimage.core.error.AfterimageException.class);
        }
    }

    private ClientSources read(String yaml) throws Exception {
        return config(yaml).clientSources();
    }

    private ServeConfig config(String yaml) throws Exception {
        return ServeConfig.read(Files.writeString(directory.resolve("config.yaml"), yaml + "\n"));
    }
}
