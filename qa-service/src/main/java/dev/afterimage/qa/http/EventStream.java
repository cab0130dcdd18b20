package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerResponse;

/**
 * Server-sent events. The headers wait for the first event, so that a question that fails before its first word still gets an HTTP
 * status. Used on the event loop; what is sent to a client that has gone is dropped.
 */
final class EventStream {

    private final HttpServerResponse response;

    EventStream(HttpServerResponse response) {
        this.response = response;
    }

    boolean begun() {
        return response.headWritten();
    }

    void event(String name, JsonNode data) {
        write("event: " + name + "\ndata: " + Json.text(data) + "\n\n");
    }

    void data(String text) {
        write("data: " + text + "\n\n");
    }

    void end() {
        if (open()) {
            response.end();
        }
    }

    private boolean open() {
        return !response.closed() && !response.ended();
    }

    private void write(String text) {
        if (!open()) {
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8")
                    .putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
        }
        response.write(text);
    }
}
