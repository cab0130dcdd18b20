package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerResponse;

/**
 * Server-sent events. The headers wait for the first event, so that a question that fails before its first word still gets an HTTP
 * status. Written on the event loop; {@link #gone} may be asked from any thread.
 */
final class EventStream {

    private final HttpServerResponse response;
    private volatile boolean gone;

    EventStream(HttpServerResponse response) {
        this.response = response;
        response.closeHandler(closed -> gone = true);
        response.exceptionHandler(broken -> gone = true);
    }

    /** Whether the client hung up. */
    boolean gone() {
        return gone;
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
        if (!gone && !response.ended()) {
            response.end();
        }
    }

    private void write(String text) {
        if (gone || response.ended()) {
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8")
                    .putHeader("Cache-Control", "no-store").putHeader("X-Accel-Buffering", "no");
        }
        response.write(text);
    }
}
