package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /api/openapi.json}: every route with all its replies, and the messages of the WebSocket and of event streams. */
final class DescriptionRoute {

    private final ObjectNode document;

    /** @param version of the program */
    DescriptionRoute(String version) {
        document = read();
        ((ObjectNode) document.path("info")).put("version", version);
    }

    private static ObjectNode read() {
        try (InputStream in = DescriptionRoute.class.getResourceAsStream("openapi.json")) {
            return Json.read(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void mount(Routes routes) {
        routes.get(Needs.OPEN, "/api/openapi.json", context -> Replies.json(context, 200, document));
    }
}
