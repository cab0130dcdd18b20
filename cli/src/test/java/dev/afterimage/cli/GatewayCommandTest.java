package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway refuses before it serves anything; {@link ClusterJobTest} runs one. */
class GatewayCommandTest {

    @TempDir
    Path directory;

    @Test
    void aGatewayWatchesNothingItself() {
        Command refused = Command.run("serve", "--cluster", "http://127.0.0.1:9", "--source", "door=rtsp://127.0.0.1:9/none");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("a gateway watches nothing itself");
        assertThat(Command.run("serve", "--cluster", "http://127.0.0.1:9", "--data", directory.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void aGatewayNeedsTheSecretOfItsCluster() {
        Command refused = Command.run("serve", "--cluster", "http://127.0.0.1:9");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("there is no secret of gateways in", "AFTERIMAGE_SECRETS");
    }
}
