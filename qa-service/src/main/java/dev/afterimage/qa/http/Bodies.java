package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Request bodies. */
final class Bodies {

    private static final String READING = "reading the body";

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\";\\s]*)");
    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8", "us-ascii");

    private Bodies() { }

    /** What fails from here on, until the body is there, is what the client sent. */
    static void beginToRead(RoutingContext context) {
        context.put(READING, true);
    }

    static Handler<RoutingContext> wasRead(Handler<RoutingContext> next) {
        return context -> {
            context.remove(READING);
            next.handle(context);
        };
    }

    /** The failure of a request; what was thrown while its body was read is the body's. */
    static HttpFailure failure(RoutingContext context) {
        Throwable thrown = context.failure();
        boolean own = thrown instanceof HttpFailure || thrown instanceof HttpException;
        return context.get(READING) != null && !own ? new HttpFailure(400, "HTTP_BODY", "the body of the request cannot be read",
                "send JSON, with Content-Type: application/json")
                : HttpFailure.of(thrown);
    }

    /** The JSON object sent. Another content type is refused: a foreign page's form can send those without asking first. */
    static ObjectNode object(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        if (type == null) {
            throw new HttpFailure(415, "HTTP_CONTENT_TYPE", "the body has no Content-Type", "send Content-Type: application/json");
        }
        if (CHARSET.matcher(type).results().anyMatch(named -> !UTF_8.contains(named.group(1).toLowerCase(Locale.ROOT)))) {
            throw new HttpFailure(415, "HTTP_CONTENT_TYPE", "the body is '" + type + "', and JSON is read as UTF-8",
                    "send Content-Type: application/json");
        }
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new HttpFailure(415, "HTTP_CONTENT_TYPE", "the body is '" + type + "', not JSON", "send Content-Type: application/json");
        }
        Buffer body = context.body().buffer();
        return Json.read(body == null ? new byte[0] : body.getBytes());
    }
}
