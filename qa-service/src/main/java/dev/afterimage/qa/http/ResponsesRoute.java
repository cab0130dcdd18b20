package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Reply;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** OpenAI's Responses API: {@code POST /v1/responses}. Nothing is stored: every request brings the chat so far with it. */
final class ResponsesRoute {

    private final Asking asking;
    private final List<String> models;

    ResponsesRoute(Asking asking, List<String> models) {
        this.asking = asking;
        this.models = models;
    }

    void mount(Routes routes) {
        routes.post(Needs.ASK, "/v1/responses", this::respond);
    }

    private void respond(RoutingContext context) {
        ResponsesRequest request = ResponsesRequest.of(new Fields(Bodies.object(context)), models);
        ResponsesJson json = new ResponsesJson(request);
        if (request.stream()) {
            new Stream(context, request, json).begin();
            return;
        }
        asking.ask(context, request.question(), piece -> { }).onFailure(context::fail).onSuccess(reply -> {
            if (reply.answer() instanceof Answer.Failed failed) {
                context.fail(OpenAiRoutes.failure(failed));
            } else {
                Replies.json(context, 200, json.completed(reply));
            }
        });
    }

    /** One response as server-sent events, begun with its first word. */
    private final class Stream {

        private final RoutingContext context;
        private final ResponsesRequest request;
        private final ResponsesJson json;
        private final EventStream events;
        private final StringBuilder said = new StringBuilder();

        Stream(RoutingContext context, ResponsesRequest request, ResponsesJson json) {
            this.context = context;
            this.request = request;
            this.json = json;
            this.events = new EventStream(context.response());
        }

        void begin() {
            asking.ask(context, request.question(), this::say).onSuccess(this::finish)
                    .onFailure(failure -> breakOff(HttpFailure.of(failure)));
        }

        private void say(String piece) {
            if (!events.begun()) {
                send(json.begun("response.created"));
                send(json.begun("response.in_progress"));
                send(json.itemAdded());
                send(json.partAdded());
            }
            said.append(piece);
            send(json.delta(piece));
        }

        private void finish(Reply reply) {
            if (reply.answer() instanceof Answer.Failed failed) {
                breakOff(OpenAiRoutes.failure(failed));
                return;
            }
            String text = ReplyJson.text(reply.answer());
            if (said.isEmpty()) {
                // Not decoded piece by piece: the client still expects the words.
                say(text);
            }
            send(json.textDone(text));
            send(json.partDone(text));
            send(json.itemDone(text));
            send(json.done(reply));
            events.end();
        }

        private void breakOff(HttpFailure failure) {
            if (!events.begun()) {
                context.fail(failure);
                return;
            }
            send(json.failed(failure));
            events.end();
        }

        private void send(ObjectNode event) {
            events.event(event.path("type").textValue(), event);
        }
    }
}
