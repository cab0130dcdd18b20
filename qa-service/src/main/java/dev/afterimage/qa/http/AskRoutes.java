package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel.Message;
import dev.afterimage.core.stream.StreamId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code POST /api/ask}: {@code {stream, question, at?, history?: [{role, content}], retrieval?, blocks?, tokens?}}; or
 * {@code streams}, a list of names or {@code "all"}, instead of {@code stream}.
 */
final class AskRoutes {

    static final int MOST_STREAMS = 64;

    private final Asking asking;

    AskRoutes(Asking asking) {
        this.asking = asking;
    }

    void mount(Routes routes) {
        routes.post(Needs.ASK, "/api/ask", this::ask);
    }

    private void ask(RoutingContext context) {
        Fields fields = new Fields(Bodies.object(context)).only("stream", "streams", "question", "at", "history", "retrieval", "blocks",
                "tokens");
        EventStream events = new EventStream(context.response());
        boolean inEvents = wantsEvents(context);
        if (fields.body().has("streams")) {
            Asking.Several several = several(fields);
            Future<ObjectNode> joint = asking.ask(context, several, each -> {
                if (inEvents) {
                    events.event("stream_reply", JointReplyJson.of(each));
                }
            }).map(JointReplyJson::of);
            send(context, joint, inEvents ? events : null);
        } else {
            Question question = question(fields);
            Future<ObjectNode> reply = asking.ask(context, question, piece -> {
                if (inEvents) {
                    events.event("text", Json.object().put("text", piece));
                }
            }).map(ReplyJson::of);
            send(context, reply, inEvents ? events : null);
        }
    }

    static boolean wantsEvents(RoutingContext context) {
        return Accept.prefers(context, "text/event-stream");
    }

    private static Asking.Several several(Fields fields) {
        List<StreamId> named = named(fields);
        // What is wrong with the question is told at once, and not by each stream.
        question(fields, new StreamId("any"));
        return new Asking.Several(named, stream -> question(fields, stream));
    }

    /** Empty for all. */
    static List<StreamId> named(Fields fields) {
        if (fields.body().has("stream")) {
            throw HttpFailure.usage("both 'stream' and 'streams' are given", "send one of them");
        }
        JsonNode given = fields.body().path("streams");
        List<StreamId> named = new ArrayList<>();
        if (!given.asText().equals("all")) {
            fields.array("streams").forEach(name -> named.add(new StreamId(name(name))));
            if (named.isEmpty() || named.size() > MOST_STREAMS || Set.copyOf(named).size() < named.size()) {
                throw HttpFailure.usage("'streams' has to name 1 to " + MOST_STREAMS + " streams, each once",
                        "send their names, or \"all\"");
            }
        }
        return named;
    }

    /**
     * The document; or where events were asked for, {@code text} with {@code {text}} for each piece or {@code stream_reply} for each
     * stream, then {@code reply} with the whole document, or {@code error}.
     */
    static void send(RoutingContext context, Future<ObjectNode> document, EventStream events) {
        if (events == null) {
            Replies.send(context, document, whole -> whole);
            return;
        }
        document.onSuccess(whole -> {
                    events.event("reply", whole);
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
        return question(fields, new StreamId(fields.text("stream")));
    }

    private static Question question(Fields fields, StreamId stream) {
        return new Question(stream, fields.text("question"), fields.number("at"), history(fields.array("history")), fields.retrieval());
    }

    private static String name(JsonNode given) {
        if (!given.isTextual()) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_NAME, "'streams' holds something that is not a name: " + given,
                    "send names as strings");
        }
        return given.textValue();
    }

    private static List<Message> history(JsonNode turns) {
        List<Message> history = new ArrayList<>();
        for (JsonNode turn : turns) {
            if (turn instanceof ObjectNode object) {
                new Fields(object).only("role", "content");
            }
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
