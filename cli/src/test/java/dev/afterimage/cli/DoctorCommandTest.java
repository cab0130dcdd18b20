package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine is told about itself. */
class DoctorCommandTest {

    @TempDir
    Path data;

    @Test
    void aMachineThatRunsTheTestsIsFoundFit() {
        Command doctor = Command.run("doctor", "--quick", "--json", "--port", "0", "--data", data.toString());
        assertThat(doctor.exitCode()).isZero();
        JsonNode said = doctor.json();
        assertThat(said.path("ok").asBoolean()).isTrue();
        assertThat(said.path("findings").findValuesAsText("subject"))
                .containsExactly("java", "processor", "memory", "libraries", "data", "models", "name", "port", "gpu");
        assertThat(said.path("findings").toString()).contains("FFmpeg 8", "ONNX Runtime 1", "RocksDB 11");
    }

    @Test
    void whatFailsDecidesTheExitCode() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command doctor = Command.run("doctor", "--quick", "--port", "" + taken.getLocalPort(), "--data", data.toString());
            assertThat(doctor.exitCode()).isEqualTo(2);
            assertThat(doctor.out()).containsPattern("fails +port +Port \\d+ cannot be used").contains("will not run here");
        }
    }
}
