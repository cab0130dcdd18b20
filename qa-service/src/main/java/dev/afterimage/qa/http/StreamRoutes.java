package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Role;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code /api/info} and {@code /api/streams}: list, add, show, delete. */
final class StreamRoutes {

    private final QaPorts ports;
    private final BoundedWorkers reads;
    private final StreamChanges changes;
    private final StreamAdditions additions;
    private final Streams streams;
    private final Suggestions suggestions;
    private final Optional<SourcePolicy> policy;
    private final QaServerOptions options;
    private final Consumer<StreamId> deleting;
    private final Consumer<StreamId> forgetting;
    private final Consumer<StreamId> deleted;

    /**
     * @param deleting told of a stream before it is deleted, on the event loop
     * @param forgetting told of it before its source is forgotten; may block
     * @param deleted  lets go of what else is kept of a stream, on the event loop
     */
    StreamRoutes(QaPorts ports, BoundedWorkers reads, StreamChanges changes, StreamAdditions additions, Streams streams,
            Suggestions suggestions, QaServerOptions options, Consumer<StreamId> deleting, Consumer<StreamId> forgetting,
            Consumer<StreamId> deleted) {
        this.additions = additions;
        this.ports = ports;
        this.reads = reads;
        this.changes = changes;
        this.streams = streams;
        this.suggestions = suggestions;
        this.policy = options.sourcePolicy();
        this.options = options;
        this.deleting = deleting;
        this.forgetting = forgetting;
        this.deleted = deleted;
    }

    void mount(Routes routes) {
        routes.get(Needs.VIEW, "/api/info", context -> {
            Parameters.only(context);
            Replies.json(context, 200, info(Guard.caller(context)).put("login", Guard.session(context).isPresent()));
        });
        routes.get(Needs.VIEW, "/api/streams", context -> {
            Parameters.only(context);
            Caller caller = Guard.caller(context);
            Replies.send(context, reads.run(() -> list(caller)), list -> list);
        });
        routes.post(Needs.MANAGE, "/api/streams", this::add);
        routes.get(Needs.VIEW, "/api/streams/:id", context -> {
            Parameters.only(context);
            StreamId stream = Parameters.stream(context);
            Caller caller = Guard.caller(context);
            Replies.send(context, reads.run(() -> shown(streams.known(caller, stream))), shown -> shown);
        });
        routes.delete(Needs.MANAGE, "/api/streams/:id", this::delete);
        new LifetimeRoutes(ports.store(), changes, additions, streams, this::shown, policy, reads, ports.uploads()).mount(routes);
    }

    private ObjectNode info(Caller caller) {
        boolean manages = ports.watching().isPresent() && caller.may(Role.MANAGE);
        ObjectNode json = Json.object().put("version", ports.version())
                .put("can_add", manages)
                .put("can_change", manages && ports.watching().filter(Watching::changes).isPresent())
                .put("can_rename", manages && caller.seesAll()).put("can_limit", caller.may(Role.MANAGE))
                .put("can_ask", caller.may(Role.ASK)).put("role", caller.role().label()).put("caller", caller.name());
        json.putObject("history").put("turns", options.historyTurns()).put("characters", options.historyCharacters());
        options.publishing().ifPresent(rtmp -> json.putObject("rtmp").put("port", rtmp.port()).put("tls", rtmp.tls()));
        ArrayNode models = json.putArray("models");
        ports.models().forEach(models::add);
        return json;
    }

    private ObjectNode list(Caller caller) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("streams");
        streams.seenBy(caller).forEach(info -> array.add(shown(info)));
        return json;
    }

    private ObjectNode shown(StreamInfo info) {
        ObjectNode json = StreamJson.of(info, ports.feed().load(info.stream()));
        json.putObject("recording").put("bytes", ports.store().recordings().bytes(info.stream()))
                .put("failure", ports.feed().load(info.stream()).recordingTrouble());
        ArrayNode questions = json.putArray("suggestions");
        suggestions.of(info).forEach(questions::add);
        return json;
    }

    private void add(RoutingContext context) {
        Parameters.only(context);
        SourceSettings settings = SourceRequest.of(new Fields(Bodies.object(context)));
        StreamAdditions.refuseUnlessSeen(Guard.caller(context), settings.stream());
        policy.ifPresent(rules -> rules.require(settings));
        // An encoder may begin before the source is opened.
        ports.senders().expect(settings);
        additions.add(settings).onSuccess(info -> answerAdded(context, settings, info)).onFailure(context::fail);
    }

    private static void answerAdded(RoutingContext context, SourceSettings settings, Optional<StreamInfo> info) {
        ObjectNode starting = Json.object().put("id", settings.stream().name()).put("name", settings.stream().name())
                .put("uri", settings.maskedUri())
                .put("status", "starting");
        context.response().putHeader("Location", "/api/streams/" + StreamJson.pathSegment(settings.stream().name()));
        Replies.json(context, info.isPresent() ? 201 : 202, info.map(StreamJson::of).orElse(starting));
    }

    private void delete(RoutingContext context) {
        Parameters.only(context);
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        Watching watching = additions.watching();
        Promise<Void> answer = Promise.promise();
        changes.answering(answer.future());
        if (caller.sees(stream)) {
            deleting.accept(stream);
        }
        changes.remove(stream, () -> caller.sees(stream) && ended(watching, stream),
                        beingAdded -> remove(watching, caller, stream, beingAdded))
                .onSuccess(deleted::accept)
                .onSuccess(gone -> context.response().setStatusCode(204).end().onComplete(sent -> answer.tryComplete()))
                .onFailure(failure -> {
                    context.addEndHandler(sent -> answer.tryComplete());
                    context.fail(failure);
                });
    }

    /** An opening under way is cut short, so that nobody waits for a source that is not wanted any more. */
    private static boolean ended(Watching watching, StreamId stream) {
        boolean watched = watching.watches(stream);
        watching.stop(stream);
        return watched;
    }

    private StreamId remove(Watching watching, Caller caller, StreamId stream, boolean beingAdded) {
        if (!beingAdded || !caller.sees(stream)) {
            streams.known(caller, stream);
        }
        forgetting.accept(stream);
        watching.forget(stream);
        ports.store().deleteStream(stream);
        ports.feed().forget(stream);
        return stream;
    }
}
