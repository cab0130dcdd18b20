package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.model.LanguageModel.Message;
import dev.afterimage.core.stream.StreamId;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /api/ask}: {@code {stream, question, at?, history?: [{role, content}], retrieval?, blocks?, tokens?}}. */
final class AskRoutes {

    private final Asking asking;

    AskRoutes(Asking asking) {
        this.asking = asking;
    }

    void mount(Routes routes) {
        routes.post(Needs.ASK, "/api/ask", this::ask);
    }

    private void ask(RoutingContext context) {
        Question question = question(new Fields(Bodies.object(context)).only("stream", "question", "at", "history", "retrieval", "blocks",
                "tokens"));
        EventStream events = new EventStream(context.response());
        String accept = context.request().getHeader("Accept");
        if (accept != null && accept.contains("text/event-stream")) {
            stream(context, question, events);
        } else {
            Replies.send(context, asking.ask(context, question, piece -> { }), ReplyJson::of);
        }
    }

    /** Events {@code text} with {@code {text}} for each piece, then {@code reply} with the whole document, or {@code error}. */
    private void stream(RoutingContext context, Question question, EventStream events) {
        asking.ask(context, question, piece -> events.event("text", Json.object().put("text", piece)))
                .onSuccess(reply -> {
                    events.event("reply", ReplyJson.of(reply));
                    events.end();
                })
                .onFailure(failure -> {
                    if (events.begun()) {
                        events.event("error", Replies.error(HttpFailure.of(failure)));
                        events.end();
                    } else {
                        context.fail(failure);
                    }
                });
    }

    static Question question(Fields fields) {
        return new Question(new StreamId(fields.text("stream")), fields.text("question"), fields.number("at"),
                history(fields.array("history")), fields.retrieval());
    }

    private static List<Message> history(JsonNode turns) {
        List<Message> history = new ArrayList<>();
        for (JsonNode turn : turns) {
            String role = turn.path("role").asText();
            if (!turn.path("content").isTextual() || !List.of("user", "assistant").contains(role)) {
                throw HttpFailure.usage("a turn of 'history' is not understood", "send {\"role\": \"user\" or \"assistant\", "
                        + "\"content\": \"...\"}");
            }
            history.add(new Message(role, turn.path("content").textValue()));
        }
        return history;
    }
}
