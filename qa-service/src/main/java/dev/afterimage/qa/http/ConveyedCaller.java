package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.RandomSecrets;
import dev.afterimage.qa.access.Role;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Who a gateway speaks for: a header beside the secret that gateways and the machines behind them share. */
final class ConveyedCaller {

    private static final String CALLER = "Afterimage-Caller";

    private ConveyedCaller() { }

    static void convey(Caller caller, String secret, MultiMap headers) {
        ObjectNode json = Json.object().put("name", caller.name()).put("role", caller.role().label());
        caller.streams().ifPresent(streams -> {
            ArrayNode names = json.putArray("streams");
            streams.forEach(stream -> names.add(stream.name()));
        });
        headers.set("Authorization", "Bearer " + secret);
        headers.set(CALLER, Base64.getUrlEncoder().withoutPadding().encodeToString(Json.text(json).getBytes(StandardCharsets.UTF_8)));
    }

    /** @throws HttpFailure 401 for who does not know the secret, or speaks for nobody */
    static Caller of(HttpServerRequest request, String secret) {
        String authorization = request.getHeader("Authorization");
        String caller = request.getHeader(CALLER);
        if (authorization == null || caller == null || !RandomSecrets.same(secret, Admission.bearer(authorization))) {
            throw new HttpFailure(401, "HTTP_TOKEN", "this task manager answers to the gateways of its cluster alone",
                    "ask the gateway, and see that both have the same secret");
        }
        try {
            return read(Json.read(Base64.getUrlDecoder().decode(caller)));
        } catch (IllegalArgumentException | AfterimageException unreadable) {
            throw new HttpFailure(400, "HTTP_BAD_REQUEST", "who the gateway speaks for cannot be read", "run both from one version");
        }
    }

    private static Caller read(ObjectNode json) {
        Set<StreamId> streams = new HashSet<>();
        json.path("streams").forEach(name -> streams.add(new StreamId(name.asText())));
        return new Caller(json.path("name").asText(), Role.of(json.path("role").asText()),
                json.has("streams") ? Optional.of(streams) : Optional.empty());
    }
}
