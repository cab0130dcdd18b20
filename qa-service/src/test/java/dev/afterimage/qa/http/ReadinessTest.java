package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.AccessToken;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Role;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code /readyz} tells whom, where callers must say who they are. */
class ReadinessTest extends ServiceTest {

    private static final JsonObject READY = new JsonObject().put("status", "ready");
    private static final JsonObject NOT_READY = new JsonObject().put("status", "not ready");

    @BeforeEach
    void serve() {
        Caller guard = new Caller("guard", Role.MANAGE, Optional.of(Set.of(new StreamId("street"))));
        List<AccessToken> tokens = List.of(AccessToken.of("sesame", Caller.OWNER), AccessToken.of("some", guard));
        start(new QaServerOptions().setAccess(new AccessSettings(tokens, Optional.empty(), Optional.empty(),
                AccessSettings.DEFAULT_SESSION_LIFE, "")));
    }

    private HttpResponse<Buffer> ready(String token) {
        return await(client.get(server.port(), "127.0.0.1", "/readyz").putHeader("Authorization", "Bearer " + token).send());
    }

    @Test
    void strangersLearnNothingButWhetherItIsReady() {
        assertThat(get("/readyz").bodyAsJsonObject()).isEqualTo(READY);
        assertThat(ready("wrong").bodyAsJsonObject()).isEqualTo(READY);
        assertThat(ready("some").bodyAsJsonObject()).as("of some streams alone").isEqualTo(READY);
        store.full(true);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").bodyAsJsonObject()).isEqualTo(NOT_READY);
    }

    @Test
    void whoSeesAllStreamsIsToldMore() {
        assertThat(ready("sesame").bodyAsJsonObject().getInteger("streams")).isEqualTo(2);
        store.full(true);
        assertThat(error(ready("sesame")).getString("code")).isEqualTo("STORAGE_FULL");
    }
}
