package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.qa.access.AccessSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of other sites, one of which the configuration names. */
class CorsTest extends ServiceTest {

    private static final String FRIEND = "https://app.example";

    @BeforeEach
    void serve() {
        start(new QaServerOptions().setAccess(AccessSettings.ofToken("sesame").openTo(List.of(FRIEND))));
    }

    private HttpResponse<Buffer> from(String origin, HttpMethod method) {
        return await(client.request(method, server.port(), "127.0.0.1", "/api/streams").putHeader("Origin", origin)
                .putHeader("Access-Control-Request-Method", "GET").putHeader("Access-Control-Request-Headers", "authorization, x-own")
                .putHeader("Authorization", "Bearer sesame").putHeader("Sec-Fetch-Site", "cross-site").send());
    }

    @Test
    void aPageThatIsNamedMayUseTheServiceWithAToken() {
        HttpResponse<Buffer> asked = from(FRIEND, HttpMethod.OPTIONS);
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.getHeader("Access-Control-Allow-Headers")).isEqualTo("authorization, x-own");
        HttpResponse<Buffer> read = from(FRIEND, HttpMethod.GET);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.getHeader("Access-Control-Allow-Origin")).isEqualTo(FRIEND);
        assertThat(read.getHeader("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(read.getHeader("Access-Control-Allow-Credentials")).as("a login is for the service's own page").isNull();
    }

    @Test
    void othersMayNot() {
        for (String origin : List.of("https://evil.example", "http://app.example", "null")) {
            assertThat(from(origin, HttpMethod.GET).statusCode()).as(origin).isEqualTo(403);
            assertThat(from(origin, HttpMethod.OPTIONS).getHeader("Access-Control-Allow-Origin")).as(origin).isNull();
        }
    }
}
