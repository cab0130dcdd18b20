package dev.afterimage.qa.http;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.qa.access.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The chat completions API of OpenAI: {@code POST /v1/chat/completions}, {@code GET /v1/models}, {@code GET /v1/models/ID}. */
final class OpenAiRoutes {

    private final Asking asking;
    private final Streams streams;
    private final BoundedWorkers reads;
    private final List<String> models;

    OpenAiRoutes(Asking asking, Streams streams, BoundedWorkers reads, List<String> models) {
        this.asking = asking;
        this.streams = streams;
        this.reads = reads;
        this.models = models;
    }

    void mount(Routes routes) {
        routes.post(Needs.ASK, "/v1/chat/completions", this::complete);
        routes.get(Needs.VIEW, "/v1/models", context -> {
            Parameters.only(context);
            Caller caller = Guard.caller(context);
            Replies.send(context, reads.run(() -> streams.seenBy(caller)), seen -> OpenAiJson.models(models, seen));
        });
        routes.get(Needs.VIEW, "/v1/models/:model", context -> {
            Parameters.only(context);
            Caller caller = Guard.caller(context);
            String id = context.pathParam("model");
            Replies.send(context, reads.run(() -> OpenAiJson.model(current(caller, id), models, streams.seenBy(caller))
                    .orElseThrow(() -> ChatMetadata.unknown(id))), model -> model);
        });
    }

    /** A stream is meant by each of its names, and shown by one. */
    private String current(Caller caller, String model) {
        try {
            return !model.startsWith(ChatMetadata.STREAM_PREFIX) ? model : ChatMetadata.STREAM_PREFIX
                    + streams.shown(streams.meant(caller, model.substring(ChatMetadata.STREAM_PREFIX.length())));
        } catch (AfterimageException noName) {
            return model;
        }
    }

    private void complete(RoutingContext context) {
        ChatRequest request = ChatRequest.of(new Fields(Bodies.object(context)), models);
        OpenAiJson json = new OpenAiJson(request.model());
        EventStream events = new EventStream(context.response());
        if (request.stream()) {
            stream(context, request, json, events);
        } else {
            asking.ask(context, request.question(), piece -> { })
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
        asking.ask(context, request.question(), piece -> {
            if (said.isEmpty()) {
                events.data(Json.text(json.roleChunk()));
            }
            said.append(piece);
            events.data(Json.text(json.textChunk(piece)));
        })
                .onSuccess(reply -> finish(context, request, json, events, said, reply))
                .onFailure(failure -> breakOff(context, events, HttpFailure.of(failure)));
    }

    private static void finish(RoutingContext context, ChatRequest request, OpenAiJson json, EventStream events, StringBuilder said,
            Reply reply) {
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

    static HttpFailure failure(Answer.Failed failed) {
        return new HttpFailure(HttpFailure.status(failed.code()), failed.code().name(), WithoutCommands.line(failed.line()), "ask again");
    }
}
