package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.store.DataDirectory.Owner;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks an owner that speaks HTTPS, by a certificate that no authority has signed and that bears another name. */
class OwnerClientTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;
    private static KeyStore keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = keys();
    }

    @Test
    void theOwnersOwnCertificateIsTrustedAndNoOther() throws Exception {
        HttpsServer server = serve(keys);
        try {
            String own = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(keys.getCertificate("it").getEncoded()));
            assertThat(client(server, own).list()).hasSize(1);
            assertThatThrownBy(() -> client(server, own.replace(own.charAt(0), own.charAt(0) == '0' ? '1' : '0')).list())
                    .isInstanceOf(AfterimageException.class).hasMessageContaining("not the certificate");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anExportThatBreaksOffIsNotTakenForAFullDisk() throws Exception {
        HttpsServer server = serve(keys);
        server.createContext("/api/streams/door/video", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[100]);
            exchange.close();
        });
        try {
            String own = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(keys.getCertificate("it").getEncoded()));
            Path file = directory.resolve("door.mp4");
            assertThatThrownBy(() -> client(server, own).export(new StreamId("door"), 0, 10, file))
                    .isInstanceOf(AfterimageException.class).hasMessageContaining("the export of 'door' broke off after 100 bytes");
            assertThat(file).doesNotExist();
        } finally {
            server.stop(0);
        }
    }

    private static OwnerClient client(HttpsServer server, String certificate) {
        return new OwnerClient(Owner.ofThisProcess("serve", "127.0.0.1", server.getAddress().getPort(), "local", certificate));
    }

    private static HttpsServer serve(KeyStore keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/api/streams", exchange -> {
            byte[] body = "{\"streams\": [{\"name\": \"door\"}]}".getBytes(StandardCharsets.UTF_8);
            boolean known = "Bearer local".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static KeyStore keys() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-keyalg", "EC",
                "-alias", "it", "-dname", "CN=cameras.example", "-validity", "30", "-storetype", "PKCS12", "-storepass",
                        new String(PASSWORD),
                "-keystore", file.toString()).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}
