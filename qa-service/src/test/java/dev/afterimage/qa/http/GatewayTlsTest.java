package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.place.Placement;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between a gateway and a machine that know each other by certificates, beside their secret. */
class GatewayTlsTest extends ServiceTest {

    private static final String SECRET = "a secret that gateways and machines share";

    @TempDir
    Path directory;
    private ClusterTls certificates;
    private QaServer machine;

    @BeforeEach
    void serve() throws Exception {
        TlsFiles own = Pem.make(directory, "cluster");
        certificates = new ClusterTls(own, own.certificate());
        machine = await(new QaServer(new QaPorts(store, asker, Optional.empty(), feed, List.of("notes-135m"), "0.1.0"),
                new QaServerOptions().setPort(0).setGatewaySecret(SECRET).setClusterTls(certificates)).start());
    }

    @AfterEach
    void stopMachine() {
        await(machine.stop());
    }

    private void gateway(Optional<ClusterTls> its) {
        URI address = URI.create("https://127.0.0.1:" + machine.port());
        Placement placement = new Placement(Map.of(FakeStreams.STREET, address), Set.of(), List.of(address), true);
        server = await(new QaServer(new GatewayPorts(() -> placement, SECRET, "0.1.0", its), new QaServerOptions().setPort(0)).start());
    }

    @Test
    void questionsAndPicturesPassWhereBothHaveACertificateOfTheAuthority() throws Exception {
        gateway(Optional.of(certificates));
        assertThat(post("/api/ask", new JsonObject().put("stream", "street").put("question", "Two cars?")).statusCode()).isEqualTo(200);
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        await(sockets.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port())
                .setURI("/api/streams/street/live")).map(socket -> socket.textMessageHandler(received::add)));
        assertThat(received.poll(10, TimeUnit.SECONDS)).contains("hello");
    }

    @Test
    void whoHasNoCertificateIsNotConnected() {
        WebClient stranger = WebClient.create(vertx, new WebClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        assertThatThrownBy(() -> await(stranger.get(machine.port(), "127.0.0.1", "/healthz").send())).isInstanceOf(Exception.class);
    }

    @Test
    void aCertificateOfAnotherAuthorityOpensNothing() throws Exception {
        TlsFiles other = Pem.make(directory, "other");
        gateway(Optional.of(new ClusterTls(other, certificates.authority())));
        assertThat(get("/api/streams/street").statusCode()).isEqualTo(503);
    }

    @Test
    void theSecretIsNotToldToAMachineThatSpeaksOtherwise() {
        gateway(Optional.empty());
        HttpResponse<Buffer> refused = get("/api/streams/street");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(error(refused).getString("remedy")).contains("AFTERIMAGE_CLUSTER_TLS");
    }
}
