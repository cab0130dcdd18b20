package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import java.util.Locale;

/** Request bodies. */
final class Bodies {

    private Bodies() { }

    /** The JSON object sent. Another content type is refused: a foreign page's form can send those without asking first. */
    static ObjectNode object(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new HttpFailure(415, "HTTP_CONTENT_TYPE", "the body is '" + type + "', not JSON", "send Content-Type: application/json");
        }
        Buffer body = context.body().buffer();
        return Json.read(body == null ? new byte[0] : body.getBytes());
    }
}
