package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.AccessToken;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Role;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens are named for what they may: the role, and "street" where that is the only stream they may see. */
class RolesTest extends ServiceTest {

    private static final Optional<Set<StreamId>> STREET = Optional.of(Set.of(FakeStreams.STREET));

    @BeforeEach
    void serve() {
        List<AccessToken> tokens = Arrays.stream(Role.values()).flatMap(role -> List.of(
                AccessToken.of(role.label(), new Caller("", role, Optional.empty())),
                AccessToken.of(role.label() + " street", new Caller("", role, STREET))).stream()).toList();
        start(new QaServerOptions().setAccess(new AccessSettings(tokens, Optional.empty(), Optional.empty(),
                AccessSettings.DEFAULT_SESSION_LIFE, "")));
    }

    private HttpResponse<Buffer> as(String token, HttpMethod method, String path, JsonObject body) {
        HttpRequest<Buffer> request = client.request(method, server.port(), "127.0.0.1", path)
                .putHeader("Authorization", "Bearer " + token);
        return await(body == null ? request.send() : request.sendJsonObject(body));
    }

    private HttpResponse<Buffer> as(String token, String path) {
        return as(token, HttpMethod.GET, path, null);
    }

    private static JsonObject question(String stream) {
        return new JsonObject().put("stream", stream).put("question", "When?");
    }

    private static JsonObject chat(String stream) {
        return new JsonObject().put("model", "stream:" + stream)
                .put("messages", new JsonArray().add(new JsonObject().put("role", "user").put("content", "When?")));
    }

    @Test
    void eachRoleMayDoWhatThoseBelowItMay() {
        assertThat(as("view", "/api/streams/street/scenes").statusCode()).isEqualTo(200);
        assertThat(error(as("view", HttpMethod.POST, "/api/ask", question("street"))).getString("code")).isEqualTo("HTTP_ROLE");
        assertThat(as("view", HttpMethod.POST, "/v1/chat/completions", chat("street")).statusCode()).isEqualTo(403);
        assertThat(as("ask", HttpMethod.POST, "/api/ask", question("street")).statusCode()).isEqualTo(200);
        assertThat(as("ask", HttpMethod.DELETE, "/api/streams/street", null).statusCode()).isEqualTo(403);
        assertThat(as("ask", HttpMethod.POST, "/api/streams", new JsonObject().put("name", "yard").put("uri", "rtsp://host/yard"))
                .statusCode()).isEqualTo(403);
        assertThat(as("manage", HttpMethod.POST, "/api/ask", question("street")).statusCode()).isEqualTo(200);
        assertThat(as("manage", HttpMethod.DELETE, "/api/streams/street", null).statusCode()).isEqualTo(204);
    }

    @Test
    void thePageIsToldWhatItsCallerMay() {
        assertThat(as("view", "/api/info").bodyAsJsonObject()).contains(Map.entry("can_ask", false), Map.entry("can_add", false),
                Map.entry("can_change", false), Map.entry("can_rename", false), Map.entry("can_limit", false));
        assertThat(as("manage", "/api/info").bodyAsJsonObject()).contains(Map.entry("can_ask", true), Map.entry("can_add", true),
                Map.entry("can_change", true), Map.entry("can_limit", true));
    }

    @Test
    void listsHoldOnlyWhatTheCallerMaySee() {
        assertThat(as("view street", "/api/streams").bodyAsString()).contains("street").doesNotContain("table");
        assertThat(as("ask street", "/v1/models").bodyAsString()).contains("stream:street").doesNotContain("table");
        assertThat(as("view", "/api/streams").bodyAsString()).contains("street", "table");
    }

    @Test
    void metricsTellOfAllStreamsAndNeedThemAll() {
        assertThat(as("view", "/metrics").statusCode()).isEqualTo(200);
        assertThat(as("manage street", "/metrics").statusCode()).isEqualTo(403);
    }

    @Test
    void aManagerOfSomeStreamsAddsAndDeletesThoseAlone() {
        JsonObject yard = new JsonObject().put("name", "yard").put("uri", "rtsp://host/yard");
        assertThat(as("manage street", HttpMethod.POST, "/api/streams", yard).statusCode()).isEqualTo(403);
        HttpResponse<Buffer> hidden = as("manage street", HttpMethod.POST, "/api/streams", yard.copy().put("name", "table"));
        assertThat(hidden.statusCode()).isEqualTo(403);
        assertThat(hidden.bodyAsString()).isEqualTo(as("manage street", HttpMethod.POST, "/api/streams", yard).bodyAsString()
                .replace("yard", "table"));
        assertThat(as("manage street", HttpMethod.DELETE, "/api/streams/table", null).statusCode()).isEqualTo(404);
        assertThat(store.stream(FakeStreams.TABLE)).isPresent();
        assertThat(as("manage street", HttpMethod.DELETE, "/api/streams/street", null).statusCode()).isEqualTo(204);
    }

    @Test
    void onEveryRouteAHiddenStreamIsAnsweredAsOneThatDoesNotExist() {
        List<Route> ofStreams = server.router().getRoutes().stream()
                .filter(route -> route.getPath() != null && route.getPath().contains(":id")).toList();
        assertThat(ofStreams).hasSizeGreaterThan(6);
        for (Route route : ofStreams) {
            for (String query : List.of("", "?from=1&to=2", "?from=x", "?limit=-1&to=nan")) {
                for (HttpMethod method : route.methods()) {
                    String path = route.getPath().replace(":seconds", "5") + query;
                    assertThat(whole(method, path.replace(":id", "table")).replace("table", "?")).as(method + " " + path)
                            .isEqualTo(whole(method, path.replace(":id", "nosuch")).replace("nosuch", "?"));
                }
            }
        }
    }

    /** Status, headers and body of an answer, or of the answer to a socket's handshake. */
    private String whole(HttpMethod method, String path) {
        RequestOptions options = new RequestOptions().setHost("127.0.0.1").setPort(server.port()).setMethod(method).setURI(path)
                .putHeader("Authorization", "Bearer manage street");
        if (path.contains("/live")) {
            options.putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket").putHeader("Sec-WebSocket-Version", "13")
                    .putHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        }
        return await(http.request(options).compose(request -> request.send()
                .compose(response -> response.body().map(body -> response.statusCode() + " " + body))));
    }

    @Test
    void aHiddenStreamIsAskedAsOneThatDoesNotExist() {
        for (JsonObject extra : List.of(new JsonObject(), new JsonObject().put("at", 3), new JsonObject().put("at", "x"), new JsonObject()
                .put("blocks", -1))) {
            String hidden = as("ask street", HttpMethod.POST, "/api/ask", question("table").mergeIn(extra)).bodyAsString();
            assertThat(hidden.replace("table", "?")).isEqualTo(as("ask street", HttpMethod.POST, "/api/ask", question("nosuch")
                    .mergeIn(extra)).bodyAsString().replace("nosuch", "?"));
        }
        String hidden = as("ask street", HttpMethod.POST, "/v1/chat/completions", chat("table")).bodyAsString();
        assertThat(hidden.replace("table", "?")).contains("STREAM_UNKNOWN")
                .isEqualTo(as("ask street", HttpMethod.POST, "/v1/chat/completions", chat("nosuch")).bodyAsString().replace("nosuch", "?"));
        assertThat(asker.asked).isEmpty();
    }
}
