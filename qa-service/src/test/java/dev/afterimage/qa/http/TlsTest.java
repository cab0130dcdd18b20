package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest extends ServiceTest {

    @TempDir
    private Path directory;

    private TlsFiles serve() throws Exception {
        TlsFiles files = Pem.make(directory, "first");
        start(new QaServerOptions().setToken("sesame").setTls(files).setTlsCheckedEvery(Duration.ofMillis(50)));
        return files;
    }

    private WebClient trusting(Path certificate) {
        return WebClient.create(vertx, new WebClientOptions().setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString())));
    }

    private static SSLContext trustingAny() throws Exception {
        TrustManager any = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) { }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) { }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {any}, null);
        return context;
    }

    /** The name in the certificate that a new connection meets. */
    private String name() throws Exception {
        try (SSLSocket socket = (SSLSocket) trustingAny().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    /** Offers one suite alone. */
    private String negotiated(String suite) throws Exception {
        try (SSLSocket socket = (SSLSocket) trustingAny().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        }
    }

    @Test
    void onlyAuthenticatedEncryptionUnderKeysOfTheMomentIsSpoken() throws Exception {
        TlsFiles files = serve();
        assertOnlyGoodSuites();
        String before = server.certificate();
        Pem.make(directory, "second");
        Files.move(directory.resolve("second.key"), files.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.move(directory.resolve("second.crt"), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Conditions.await(() -> !server.certificate().equals(before), "the renewed certificate");
        assertOnlyGoodSuites();
    }

    private void assertOnlyGoodSuites() throws Exception {
        String good = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        assertThat(negotiated(good)).isEqualTo(good);
        for (String bad : List.of("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")) {
            assertThatThrownBy(() -> negotiated(bad)).as(bad).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void browsersAreToldToStayWithHttpsButNotOnThisMachinesOwnName() throws Exception {
        WebClient trusting = trusting(serve().certificate());
        assertThat(await(trusting.get(server.port(), "127.0.0.1", "/healthz").putHeader("Host", "cameras.example.org").send())
                .getHeader("Strict-Transport-Security")).startsWith("max-age=");
        assertThat(await(trusting.get(server.port(), "127.0.0.1", "/healthz").send()).getHeader("Strict-Transport-Security")).isNull();
    }

    @Test
    void theServiceSpeaksHttpsAndItsCookiesAreSecure() throws Exception {
        TlsFiles files = serve();
        var response = await(trusting(files.certificate()).post(server.port(), "127.0.0.1", "/api/login")
                .sendJsonObject(new JsonObject().put("token", "sesame")));
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.getHeader("Set-Cookie")).startsWith("__Host-afterimage-").contains("Secure");
        assertThat(server.url()).startsWith("https://");
        assertThat(server.certificate()).hasSize(64);
        assertThatThrownBy(() -> get("/healthz")).as("plain HTTP is not answered").isInstanceOf(Exception.class);
    }

    @Test
    void aRenewedCertificateIsTakenIntoUseAndOpenConnectionsGoOn() throws Exception {
        TlsFiles files = serve();
        String before = server.certificate();
        Promise<String> told = Promise.promise();
        server.onCertificate(told::tryComplete);
        WebSocketClient secure = vertx.createWebSocketClient(new WebSocketClientOptions().setSsl(true).setTrustAll(true)
                .setVerifyHost(false));
        Promise<Void> lost = Promise.promise();
        WebSocket socket = await(secure.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port())
                .setURI("/api/streams/street/live").putHeader("Authorization", "Bearer sesame")));
        socket.closeHandler(lost::tryComplete);
        TlsFiles renewed = Pem.make(directory, "second");
        Files.copy(renewed.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
        // Half of the pair: the old one stays in use.
        assertThat(name()).isEqualTo("CN=first");
        Files.copy(renewed.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(told.future().await(20, TimeUnit.SECONDS)).isEqualTo(server.certificate()).isNotEqualTo(before);
        assertThat(name()).isEqualTo("CN=second");
        Promise<Void> answered = Promise.promise();
        socket.pongHandler(pong -> answered.tryComplete());
        await(socket.writePing(Buffer.buffer("still there?")));
        await(answered.future());
        assertThat(lost.future().isComplete()).isFalse();
    }

    @Test
    void filesThatAreNoPairAreRefusedInASentence() throws Exception {
        TlsFiles one = Pem.make(directory, "one");
        TlsFiles other = Pem.make(directory, "other");
        refused(new TlsFiles(one.certificate(), other.key()), "not that of the first certificate");
        refused(new TlsFiles(one.key(), one.certificate()), "cannot be served");
        refused(new TlsFiles(directory.resolve("missing.crt"), one.key()), "cannot be read");
    }

    private void refused(TlsFiles files, String because) {
        QaServer bad = new QaServer(new QaPorts(store, asker, Optional.empty(), feed, List.of(), "0.1.0"),
                new QaServerOptions().setPort(0).setTls(files));
        assertThatThrownBy(() -> await(bad.start())).isInstanceOfSatisfying(AfterimageException.class, said -> {
            assertThat(said.code()).isEqualTo(ErrorCode.USAGE_CONFIG);
            assertThat(said.getMessage()).contains(because).doesNotContain("Exception");
        });
        await(bad.stop());
    }
}
