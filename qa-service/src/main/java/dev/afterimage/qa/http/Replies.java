package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends requests: JSON, or an error in the shape the address promises. */
final class Replies {

    /** A full queue and the end of the service are no faults. */
    private static final Set<String> EXPECTED = Set.of(HttpFailure.STOPPING, "HTTP_BUSY");
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    private Replies() { }

    static void json(RoutingContext context, int status, JsonNode body) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status).putHeader("Content-Type", "application/json; charset=utf-8")
                    .putHeader("Cache-Control", "no-store").end(Json.text(body));
        }
    }

    /** The same with a header. */
    static void json(RoutingContext context, int status, String header, String value, JsonNode body) {
        if (!context.response().headWritten() && !context.response().closed()) {
            context.response().putHeader(header, value);
        }
        json(context, status, body);
    }

    /** Ends the request with what the future brings, or with its error. */
    static <T> void send(RoutingContext context, Future<T> result, Function<T, ? extends JsonNode> body) {
        result.onSuccess(value -> json(context, 200, body.apply(value))).onFailure(context::fail);
    }

    /** The failure handler of every route. */
    static void failed(RoutingContext context) {
        if (context.response().closed()) {
            return;
        }
        failed(context, context.failure() == null ? HttpFailure.ofStatus(context.statusCode()) : Bodies.failure(context));
    }

    static void failed(RoutingContext context, HttpFailure failure) {
        log(context, failure);
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        if (failure.retryAfter() > 0) {
            context.response().putHeader("Retry-After", String.valueOf(failure.retryAfter()));
        }
        json(context, failure.status(), context.normalizedPath().startsWith("/v1/") ? openAiError(failure) : error(failure));
    }

    private static void log(RoutingContext context, HttpFailure failure) {
        if (failure.status() >= 500 && !EXPECTED.contains(failure.code())) {
            LOG.warn("{} {} failed with {}: {}", context.request().method(), context.normalizedPath(), failure.code(),
                    failure.getMessage());
            LOG.debug("its cause", context.failure());
        }
    }

    /** {@code {error: {code, message, remedy}}}. */
    static ObjectNode error(HttpFailure failure) {
        ObjectNode json = Json.object();
        json.putObject("error").put("code", failure.code()).put("message", failure.getMessage()).put("remedy", failure.remedy());
        return json;
    }

    /** {@code {error: {message, type, param, code, remedy}}}, as OpenAI's clients expect it. */
    static ObjectNode openAiError(HttpFailure failure) {
        ObjectNode json = Json.object();
        json.putObject("error")
                .put("message", failure.getMessage() + "; " + failure.remedy())
                .put("type", openAiType(failure.status()))
                .put("param", failure.parameter())
                .put("code", failure.code())
                .put("remedy", failure.remedy());
        return json;
    }

    private static String openAiType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 503 -> "server_overloaded";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
