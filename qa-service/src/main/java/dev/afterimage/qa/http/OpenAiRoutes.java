package dev.afterimage.qa.http;

import dev.afterimage.core.Answer;
import dev.afterimage.core.Reply;
import dev.afterimage.core.SegmentStore;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The chat completions API of OpenAI: {@code POST /v1/chat/completions}, {@code GET /v1/models}. */
final class OpenAiRoutes {

    private final Asking asking;
    private final SegmentStore store;
    private final BoundedWorkers reads;
    private final List<String> models;

    OpenAiRoutes(Asking asking, SegmentStore store, BoundedWorkers reads, List<String> models) {
        this.asking = asking;
        this.store = store;
        this.reads = reads;
        this.models = models;
    }

    void mount(Router router) {
        router.post("/v1/chat/completions").handler(this::complete);
        router.get("/v1/models").handler(context ->
                Replies.send(context, reads.run(store::streams), streams -> OpenAiJson.models(models, streams)));
    }

    private void complete(RoutingContext context) {
        ChatRequest request = ChatRequest.of(new Fields(Bodies.object(context)), models);
        OpenAiJson json = new OpenAiJson(request.model());
        EventStream events = new EventStream(context.response());
        if (request.stream()) {
            stream(context, request, json, events);
        } else {
            asking.ask(request.question(), piece -> { }, events::gone)
                    .onSuccess(reply -> answer(context, json, reply)).onFailure(context::fail);
        }
    }

    private static void answer(RoutingContext context, OpenAiJson json, Reply reply) {
        if (reply.answer() instanceof Answer.Failed failed) {
            context.fail(failure(failed));
        } else {
            Replies.json(context, 200, json.completion(reply));
        }
    }

    private void stream(RoutingContext context, ChatRequest request, OpenAiJson json, EventStream events) {
        StringBuilder said = new StringBuilder();
        asking.ask(request.question(), piece -> {
            if (said.isEmpty()) {
                events.data(Json.text(json.roleChunk()));
            }
            said.append(piece);
            events.data(Json.text(json.textChunk(piece)));
        }, events::gone)
                .onSuccess(reply -> finish(context, request, json, events, said, reply))
                .onFailure(failure -> breakOff(context, events, HttpFailure.of(failure)));
    }

    private static void finish(RoutingContext context, ChatRequest request, OpenAiJson json, EventStream events, StringBuilder said, Reply reply) {
        if (reply.answer() instanceof Answer.Failed failed) {
            breakOff(context, events, failure(failed));
            return;
        }
        if (said.isEmpty()) {
            // Not decoded piece by piece (not seen, say): the client still expects the words as content.
            events.data(Json.text(json.roleChunk()));
            events.data(Json.text(json.textChunk(ReplyJson.text(reply.answer()))));
        }
        events.data(Json.text(json.lastChunk(reply)));
        if (request.includeUsage()) {
            events.data(Json.text(json.usageChunk(reply)));
        }
        events.data("[DONE]");
        events.end();
    }

    private static void breakOff(RoutingContext context, EventStream events, HttpFailure failure) {
        if (!events.begun()) {
            context.fail(failure);
            return;
        }
        events.data(Json.text(Replies.openAiError(failure)));
        events.data("[DONE]");
        events.end();
    }

    private static HttpFailure failure(Answer.Failed failed) {
        return new HttpFailure(HttpFailure.status(failed.code()), failed.code().name(), failed.line(), "ask again");
    }
}
