package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.upload.Uploads;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.qa.access.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * {@code /api/streams/{id}/...} for what is done with a stream that is there: {@code pause}, {@code resume}, {@code retry}, {@code name}
 * and {@code source}. All answer with the stream as it is then.
 */
final class LifetimeRoutes {

    private final SegmentStore store;
    private final StreamChanges changes;
    private final StreamAdditions additions;
    private final Streams streams;
    private final Function<StreamInfo, ObjectNode> shown;
    private final Optional<SourcePolicy> policy;
    private final BoundedWorkers reads;
    private final Uploads uploads;

    /** @param shown a stream as JSON */
    LifetimeRoutes(SegmentStore store, StreamChanges changes, StreamAdditions additions, Streams streams,
            Function<StreamInfo, ObjectNode> shown, Optional<SourcePolicy> policy, BoundedWorkers reads, Uploads uploads) {
        this.store = store;
        this.changes = changes;
        this.additions = additions;
        this.streams = streams;
        this.shown = shown;
        this.policy = policy;
        this.reads = reads;
        this.uploads = uploads;
    }

    void mount(Routes routes) {
        routes.post(Needs.MANAGE, "/api/streams/:id/pause", context -> changeAlone(context, Watching::pause));
        routes.post(Needs.MANAGE, "/api/streams/:id/resume", context -> changeAlone(context, Watching::resume));
        routes.post(Needs.MANAGE, "/api/streams/:id/retry", context -> changeAlone(context, Watching::retry));
        routes.post(Needs.MANAGE, "/api/streams/:id/name", this::rename);
        routes.get(Needs.MANAGE, "/api/streams/:id/source", this::source);
        routes.post(Needs.MANAGE, "/api/streams/:id/source", this::edit);
    }

    /** One that takes nothing but the stream: a body that says more is refused. */
    private void changeAlone(RoutingContext context, BiConsumer<Watching, StreamId> change) {
        if (context.body().length() > 0) {
            new Fields(Bodies.object(context)).only();
        }
        change(context, change);
    }

    /** Behind earlier changes of the stream; an addition that is under way comes first. */
    private void change(RoutingContext context, BiConsumer<Watching, StreamId> change) {
        Parameters.only(context);
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        Watching watching = additions.watching();
        Replies.send(context, changes.remove(stream, () -> false, beingAdded -> {
            streams.known(caller, stream);
            change.accept(watching, stream);
            return shown.apply(streams.known(caller, stream));
        }), json -> json);
    }

    private void rename(RoutingContext context) {
        Parameters.only(context);
        String name = new Fields(Bodies.object(context)).only("name").text("name");
        Caller caller = Guard.caller(context);
        if (!caller.seesAll()) {
            // Whether a name is free would tell which streams there are.
            throw new HttpFailure(403, "HTTP_ROLE", "who sees only some streams cannot rename them", "ask somebody who sees all");
        }
        StreamId stream = Parameters.stream(context);
        StreamId wanted = new StreamId(name);
        Watching watching = additions.watching();
        Replies.send(context, changes.rename(stream, wanted, () -> {
            streams.known(caller, stream);
            if (!wanted.equals(stream)) {
                requireNotComing(watching, wanted);
            }
            StreamNames.rename(store, stream, name);
            return shown.apply(streams.known(caller, stream));
        }), json -> json);
    }

    /** What is about to be a stream is not stored yet. */
    private void requireNotComing(Watching watching, StreamId wanted) {
        boolean uploaded = uploads.all().stream().anyMatch(upload -> !upload.begun() && upload.settings().stream().equals(wanted));
        if (uploaded || watching.watches(wanted)) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "a stream of the name '" + wanted + "' is "
                    + (uploaded ? "being uploaded" : "being added"), "choose another name");
        }
    }

    private void source(RoutingContext context) {
        Parameters.only(context);
        StreamId stream = Parameters.stream(context);
        Caller caller = Guard.caller(context);
        Watching watching = additions.watching();
        Replies.send(context, reads.run(() -> {
            streams.known(caller, stream);
            return SourceRequest.shown(current(watching, stream));
        }), json -> json);
    }

    private void edit(RoutingContext context) {
        Fields fields = new Fields(Bodies.object(context));
        change(context, (watching, stream) -> {
            SourceSettings before = current(watching, stream);
            SourceSettings after = SourceRequest.changed(before, fields);
            if (after.origin() == SourceSettings.Origin.CLIENT && !after.uri().equals(before.uri())) {
                policy.ifPresent(rules -> rules.require(after));
            }
            if (!after.equals(before)) {
                watching.change(after);
            }
        });
    }

    private SourceSettings current(Watching watching, StreamId stream) {
        return watching.source(stream).orElseThrow(() -> new AfterimageException(ErrorCode.USAGE_STREAM_STATE,
                "nothing is known of where the stream '" + StreamNames.shown(store, stream) + "' comes from", "add its source again"));
    }
}
