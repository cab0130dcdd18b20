package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessTest extends ServiceTest {

    private HttpResponse<Buffer> get(String path, String header, String value) {
        return await(client.get(server.port(), "127.0.0.1", path).putHeader(header, value).send());
    }

    @Test
    void listeningElsewhereWithoutATokenIsRefused() {
        QaServer open = new QaServer(new QaPorts(store, asker, Optional.empty(), feed, List.of(), "0.1.0"),
                new QaServerOptions().setHost("0.0.0.0").setPort(0));
        assertThatThrownBy(() -> await(open.start())).isInstanceOfSatisfying(AfterimageException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.USAGE_CONFIG);
            assertThat(refused.remedy()).contains("token");
        });
        await(open.stop());
    }

    @Test
    void aTakenPortIsSaidSo() {
        start(new QaServerOptions());
        QaServer second = new QaServer(new QaPorts(store, asker, Optional.empty(), feed, List.of(), "0.1.0"),
                new QaServerOptions().setPort(server.port()));
        assertThatThrownBy(() -> await(second.start())).isInstanceOfSatisfying(AfterimageException.class,
                refused -> assertThat(refused.remedy()).contains("another port"));
        await(second.stop());
    }

    @Test
    void aClientThatOffersHttp2IsAnsweredInHttp1() throws Exception {
        start(new QaServerOptions());
        var request = java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/streams")).build();
        var response = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void withATokenOnlyWhoHasItGetsIn() {
        start(new QaServerOptions().setHost("0.0.0.0").setToken("open sesame"));
        assertThat(get("/api/streams").statusCode()).isEqualTo(401);
        assertThat(error(get("/v1/models")).getString("type")).isEqualTo("authentication_error");
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/api/streams", "Authorization", "Bearer open sesame").statusCode()).isEqualTo(200);
        assertThat(get("/api/streams", "Authorization", "Bearer open barley").statusCode()).isEqualTo(401);
        assertThat(get("/api/streams?token=open%20sesame").statusCode()).isEqualTo(401);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(server.url()).doesNotContain("token", "sesame");
    }

    @Test
    void aReboundNameIsNotAnswered() {
        start(new QaServerOptions());
        assertThat(get("/api/streams", "Host", "evil.example").statusCode()).isEqualTo(403);
        assertThat(get("/api/streams", "Host", "localhost:" + server.port()).statusCode()).isEqualTo(200);
        assertThat(get("/api/streams", "Host", "[::1]:" + server.port()).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherSitesPageCanNeitherReadNorAsk() {
        start(new QaServerOptions());
        assertThat(get("/api/streams", "Origin", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(get("/api/streams", "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(get("/api/streams/street/thumbnails/1", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(get("/api/streams", "Origin", "http://127.0.0.1:" + server.port()).statusCode()).isEqualTo(200);
    }
}
