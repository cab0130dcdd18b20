package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder publishes to the running service by RTMP, goes, and comes back. */
class PublishingTest {

    private static final String KEY = "a-long-secret-key";

    @TempDir
    private Path directory;
    private final List<Process> encoders = new ArrayList<>();

    @AfterEach
    void end() {
        encoders.forEach(Process::destroyForcibly);
    }

    private Process publish(int port, String key) throws Exception {
        Process encoder = new ProcessBuilder(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-v", "error", "-re", "-stream_loop", "5",
                "-i", Command.clip("car-detection.mp4"), "-c:v", "copy", "-an", "-f", "flv", "rtmp://127.0.0.1:" + port + "/live/" + key)
                .redirectErrorStream(true).redirectOutput(directory.resolve("encoder-" + encoders.size()).toFile()).start();
        encoders.add(encoder);
        return encoder;
    }

    @Test
    void aStreamWaitsForItsEncoderAndForItsReturn() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(directory.resolve("serve.yaml"), "rtmp: {port: " + port + "}\n");
        try (RunningService service = RunningService.start(directory.resolve("log"), directory.resolve("data"), "--config",
                config.toString())) {
            assertThat(service.add("stage", "publish://rtmp?key=short").statusCode()).isEqualTo(400);
            assertThat(service.add("stage", "publish://rtmp?key=" + KEY).statusCode()).isEqualTo(202);
            JsonNode info = new ObjectMapper().readTree(service.get("/api/info").body());
            assertThat(info.path("rtmp").path("port").asInt()).isEqualTo(port);
            assertThat(info.path("rtmp").path("tls").asBoolean()).isFalse();
            assertThat(service.get("/api/streams").body()).contains("publish://rtmp?key=***").doesNotContain(KEY);

            assertThat(publish(port, "another-secret-key").waitFor()).isNotZero();
            Process encoder = publish(port, KEY);
            service.await("stage", "watching");
            service.awaitFrames("stage");
            assertThat(service.add("copy", "publish://rtmp?key=" + KEY).statusCode()).as("one key, two streams").isEqualTo(400);
            encoder.destroyForcibly().waitFor();
            service.await("stage", "reconnecting");
            publish(port, KEY);
            RunningService.await(directory.resolve("log"), () -> {
                JsonNode gaps = new ObjectMapper().readTree(service.get("/api/streams/stage/gaps?from=0&to=1000").body()).path("gaps");
                JsonNode last = gaps.path(gaps.size() - 1);
                return last.path("start").asDouble() > 0 && last.path("cause").asText().equals("unreachable")
                        && last.path("end").isNumber();
            });
            service.await("stage", "watching");
            assertThat(service.log()).contains("publish to rtmp://127.0.0.1:" + port + "/live").doesNotContain(KEY);
        }
    }
}
