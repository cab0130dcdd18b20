package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.watch.LiveFeed.FrameSeen;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.Attempts;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginTest extends ServiceTest {

    private static final JsonObject TOKEN = new JsonObject().put("token", "sesame");
    private static final JsonObject QUESTION = new JsonObject().put("stream", "street").put("question", "When?");

    private String logIn() {
        HttpResponse<Buffer> response = post("/api/login", TOKEN);
        assertThat(response.statusCode()).isEqualTo(204);
        return response.getHeader("Set-Cookie");
    }

    private static String sent(String cookie) {
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private HttpResponse<Buffer> with(String cookie, HttpMethod method, String path, JsonObject body, String... headers) {
        HttpRequest<Buffer> request = client.request(method, server.port(), "127.0.0.1", path).putHeader("Cookie", sent(cookie));
        for (int i = 0; i < headers.length; i += 2) {
            request.putHeader(headers[i], headers[i + 1]);
        }
        return await(body == null ? request.send() : request.sendJsonObject(body));
    }

    @Test
    void aTokenIsExchangedForACookieThatOpensPagesPicturesAndSockets() {
        start(new QaServerOptions().setToken("sesame"));
        String cookie = logIn();
        assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Strict", "Path=/", "Max-Age=43200")
                .doesNotContain("sesame", "Secure");
        assertThat(with(cookie, HttpMethod.GET, "/api/streams", null).statusCode()).isEqualTo(200);
        assertThat(with(cookie, HttpMethod.GET, "/api/streams/street/thumbnails/5", null).statusCode()).isEqualTo(200);
        assertThat(with(cookie, HttpMethod.GET, "/api/info", null).bodyAsJsonObject().getBoolean("login")).isTrue();
        await(sockets.connect(socket(cookie)));
    }

    private WebSocketConnectOptions socket(String cookie) {
        return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port()).setURI("/api/streams/street/live")
                .putHeader("Cookie", sent(cookie)).putHeader("Origin", "http://127.0.0.1:" + server.port());
    }

    @Test
    void theLoginPageIsToldWhatItCanOffer() {
        start(new QaServerOptions().setToken("sesame"));
        assertThat(get("/api/login").bodyAsJsonObject()).isEqualTo(new JsonObject().put("needed", true).put("token", true));
        assertThat(get("/login.html").statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongTokenOrAMadeUpCookieOpensNothing() {
        start(new QaServerOptions().setToken("sesame"));
        HttpResponse<Buffer> refused = post("/api/login", new JsonObject().put("token", "barley"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.getHeader("Set-Cookie")).isNull();
        assertThat(with(logIn().replaceFirst("=.", "=_"), HttpMethod.GET, "/api/streams", null).statusCode()).isEqualTo(401);
    }

    @Test
    void theCookieAloneChangesNothingWhereThePageIsNotNamed() {
        start(new QaServerOptions().setToken("sesame"));
        String cookie = logIn();
        String own = "http://127.0.0.1:" + server.port();
        assertThat(with(cookie, HttpMethod.POST, "/api/ask", QUESTION).statusCode()).isEqualTo(403);
        assertThat(with(cookie, HttpMethod.DELETE, "/api/streams/street", null).statusCode()).isEqualTo(403);
        assertThat(with(cookie, HttpMethod.POST, "/api/ask", QUESTION, "Origin", "http://127.0.0.1:1").statusCode()).isEqualTo(403);
        assertThat(with(cookie, HttpMethod.POST, "/api/ask", QUESTION, "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
        assertThat(with(cookie, HttpMethod.GET, "/api/streams", null, "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
        assertThat(with(cookie, HttpMethod.POST, "/api/ask", QUESTION, "Origin", own).statusCode()).isEqualTo(200);
        assertThat(with(cookie, HttpMethod.DELETE, "/api/streams/street", null, "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(204);
    }

    @Test
    void loggingOutEndsTheSessionAndTheSocketsItHoldsOpen() {
        start(new QaServerOptions().setToken("sesame"));
        String cookie = logIn();
        Promise<Void> closed = Promise.promise();
        await(sockets.connect(socket(cookie))).closeHandler(closed::tryComplete);
        HttpResponse<Buffer> out = with(cookie, HttpMethod.POST, "/api/logout", new JsonObject(), "Sec-Fetch-Site", "same-origin");
        assertThat(out.getHeader("Set-Cookie")).contains("Max-Age=0");
        await(closed.future());
        assertThat(with(cookie, HttpMethod.GET, "/api/streams", null).statusCode()).isEqualTo(401);
    }

    @Test
    void nothingIsSentBehindTheEndOfALogin() throws IOException {
        start(new QaServerOptions().setToken("sesame"));
        String cookie = logIn();
        try (Socket onlooker = new Socket("127.0.0.1", server.port())) {
            String host = "127.0.0.1:" + server.port();
            onlooker.getOutputStream().write(("GET /api/streams/street/live HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host
                    + "\r\nCookie: " + sent(cookie) + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            String greeted = "";
            while (!greeted.contains("\"hello\"")) {
                greeted += (char) onlooker.getInputStream().read();
            }
            with(cookie, HttpMethod.POST, "/api/logout", new JsonObject(), "Sec-Fetch-Site", "same-origin");
            feed.publish(new FrameSeen(FakeStreams.STREET, 60, 30, "too late", new byte[1]));
            // Served by the same event loop, behind what was published.
            get("/healthz");
            byte[] rest = onlooker.getInputStream().readNBytes(onlooker.getInputStream().available());
            assertThat(new String(rest, StandardCharsets.ISO_8859_1)).doesNotContain("too late");
        }
    }

    @Test
    void aSessionEndsByItselfAndTakesItsSocketsAlong() {
        AccessSettings settings = AccessSettings.ofToken("sesame");
        start(new QaServerOptions().setAccess(new AccessSettings(settings.tokens(), Optional.empty(), Optional.empty(),
                Duration.ofSeconds(2), "")));
        String cookie = logIn();
        Promise<Void> closed = Promise.promise();
        await(sockets.connect(socket(cookie))).closeHandler(closed::tryComplete);
        await(closed.future());
        assertThatThrownBy(() -> await(sockets.connect(socket(cookie)))).isInstanceOf(UpgradeRejectedException.class)
                .hasMessageContaining("401");
    }

    @Test
    void whoGuessesTokensIsSlowedWhileProcessesOfThisMachineAndLoginsGoOn() {
        start(new QaServerOptions().setAccess(AccessSettings.ofToken("sesame").withLocalToken("of this machine")));
        String cookie = logIn();
        for (int i = 0; i < Attempts.BURST; i++) {
            assertThat(post("/api/login", new JsonObject().put("token", "guess " + i)).statusCode()).isEqualTo(401);
        }
        assertThat(error(post("/api/login", TOKEN)).getString("code")).isEqualTo("HTTP_ATTEMPTS");
        assertThat(byToken("sesame").statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(byToken("sesame").getHeader("Retry-After"))).isPositive();
        assertThat(byToken("of this machine").statusCode()).isEqualTo(200);
        assertThat(with(cookie, HttpMethod.GET, "/api/streams", null).statusCode()).isEqualTo(200);
    }

    @Test
    void aServiceForTheProcessesOfItsUserAnswersNobodyElse() {
        start(new QaServerOptions().setAccess(AccessSettings.OPEN.withLocalToken("of this machine")));
        assertThat(get("/api/streams").statusCode()).isEqualTo(401);
        assertThat(post("/api/login", TOKEN).statusCode()).isEqualTo(401);
        assertThat(byToken("of this machine").statusCode()).isEqualTo(200);
    }

    private HttpResponse<Buffer> byToken(String token) {
        return await(client.get(server.port(), "127.0.0.1", "/api/streams").putHeader("Authorization", "Bearer " + token).send());
    }

    @Test
    void behindAProxyThatSpeaksHttpsTheCookieIsSecureAndItsNameIsAnswered() {
        AccessSettings settings = AccessSettings.ofToken("sesame");
        start(new QaServerOptions().setAccess(new AccessSettings(settings.tokens(), Optional.empty(),
                Optional.of(URI.create("https://cameras.example/")),
                AccessSettings.DEFAULT_SESSION_LIFE, "")));
        HttpResponse<Buffer> response = await(client.post(server.port(), "127.0.0.1", "/api/login").putHeader("Host", "cameras.example")
                .putHeader("Origin", "https://cameras.example").sendJsonObject(TOKEN));
        assertThat(response.getHeader("Set-Cookie")).startsWith("__Host-afterimage-").contains("Secure");
        for (String other : List.of("evil.example", "cameras.example.evil.example")) {
            assertThat(await(client.get(server.port(), "127.0.0.1", "/").putHeader("Host", other).send()).statusCode()).isEqualTo(403);
        }
    }
}
