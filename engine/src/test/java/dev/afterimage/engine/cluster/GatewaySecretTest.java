package dev.afterimage.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySecretTest {

    private static final String LONG = "0123456789abcdef01234567";

    @TempDir
    Path secrets;

    private void write(String secret) throws IOException {
        Files.writeString(secrets.resolve(GatewaySecret.FILE), secret);
    }

    @Test
    void itIsReadWithoutTheLinesEnd() throws IOException {
        assertThat(GatewaySecret.in(secrets)).isEmpty();
        write(LONG + "\n");
        assertThat(GatewaySecret.in(secrets)).contains(LONG);
    }

    @Test
    void oneThatCouldBeGuessedIsRefusedAndNotShown() throws IOException {
        write("hunter2");
        assertThatThrownBy(() -> GatewaySecret.in(secrets)).isInstanceOf(AfterimageException.class)
                .hasMessageContaining("7 characters").hasMessageNotContaining("hunter2");
    }

    @Test
    void oneThatNoHeaderCanHoldIsRefused() throws IOException {
        for (String odd : new String[] {LONG + "\n" + LONG, LONG + "\u00e4"}) {
            write(odd);
            assertThatThrownBy(() -> GatewaySecret.in(secrets)).isInstanceOf(AfterimageException.class)
                    .hasMessageContaining("in a header").hasMessageNotContaining(LONG);
        }
    }

    @Test
    void aClusterThatIsNotThereIsAComplaintAndNoEnd() throws IOException {
        write(LONG);
        try (Gateway gateway = Gateway.to("http://127.0.0.1:9", Map.of("AFTERIMAGE_SECRETS", secrets.toString()))) {
            assertThat(gateway.complaint()).get().satisfies(complaint ->
                    assertThat(complaint.line()).contains("CLUSTER_UNREACHABLE", "http://127.0.0.1:9"));
        }
    }
}
