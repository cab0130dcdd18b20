package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;

class NetworkProbeTest {

    private final NetworkProbe probe = new NetworkProbe(Duration.ofMillis(500));

    @Test
    void aCameraThatIsOffDoesNotAnswerAndOneThatIsBackDoes() throws Exception {
        try (RtspServer server = RtspServer.start()) {
            assertThat(ask(server.url("/film"))).isEmpty();
            assertThat(ask(server.url("/film?tcp"))).isEmpty();
            server.kill();
            assertThat(ask(server.url("/film"))).get().satisfies(fault -> assertThat(fault.code()).isEqualTo(ErrorCode.INPUT_UNREACHABLE));
            server.run();
            assertThat(ask(server.url("/film"))).isEmpty();
        }
    }

    @Test
    void aPathThatTheServerDoesNotKnowIsNotWorthATry() throws Exception {
        try (RtspServer server = RtspServer.start()) {
            assertThat(ask(server.url("/none"))).get().satisfies(fault -> assertThat(fault.getMessage()).contains("404"));
            assertThat(ask(server.url("guard:s3cret", "/locked"))).as("the password is tried by who opens it").isEmpty();
        }
    }

    @Test
    void aServerThatHangsDoesNotAnswer() throws Exception {
        try (RtspServer server = RtspServer.start()) {
            server.freeze();
            assertThat(ask(server.url("me:s3cret", "/film"))).get()
                    .satisfies(fault -> assertThat(fault.line()).contains("no answer").doesNotContain("s3cret"));
        }
    }

    @Test
    void anUnknownNameIsUnreachable() throws Exception {
        assertThat(ask("rtsp://no-such-camera.invalid/film")).get()
                .satisfies(fault -> assertThat(fault.getMessage()).contains("no-such-camera.invalid is not known"));
    }

    @Test
    void whatCannotBeAskedIsWorthATry() throws Exception {
        assertThat(ask("udp://127.0.0.1:1")).isEmpty();
        assertThat(ask("rtsp://a b/c")).isEmpty();
    }

    @Test
    void manySilentServersShareOneThread() throws Exception {
        List<CompletableFuture<Optional<AfterimageException>>> answers = new ArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            NetworkProbe patient = new NetworkProbe(Duration.ofSeconds(2));
            for (int i = 0; i < 100; i++) {
                answers.add(patient.ask(Captures.asap("rtsp://127.0.0.1:" + silent.getLocalPort() + "/" + i, 2)).toCompletableFuture());
            }
            assertThat(Thread.getAllStackTraces().keySet()).filteredOn(thread -> thread.getName().equals("network-probe")).hasSize(1);
            for (CompletableFuture<Optional<AfterimageException>> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isPresent();
            }
        }
    }

    private Optional<AfterimageException> ask(String url) throws Exception {
        return probe.ask(Captures.asap(url, 2)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
