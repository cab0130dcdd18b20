package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.Upload;
import dev.afterimage.core.upload.Uploads;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /api/uploads}: films that clients send in pieces, by the tus protocol, so that an upload that broke off goes on where it ended.
 * The last piece is answered once the film is watched. On the event loop.
 */
final class UploadRoutes {

    private final Uploads uploads;
    private final Streams streams;
    private final StreamAdditions additions;
    private final BoundedWorkers workers;
    private final Connections connections;
    private final UploadedFilms films;
    /** Bodies that are being received, by the upload's id. */
    private final Map<String, Receiving> receiving = new HashMap<>();

    /** @param workers read and write the films */
    UploadRoutes(Uploads uploads, Streams streams, StreamAdditions additions, BoundedWorkers workers, Connections connections,
            UploadedFilms films) {
        this.uploads = uploads;
        this.streams = streams;
        this.additions = additions;
        this.workers = workers;
        this.connections = connections;
        this.films = films;
    }

    void mount(Routes routes) {
        routes.options(Needs.MANAGE, "/api/uploads", this::tell);
        routes.get(Needs.MANAGE, "/api/uploads", context -> {
            Parameters.only(context);
            Caller caller = Guard.caller(context);
            Replies.send(context, workers.run(() -> list(caller)), list -> list);
        });
        routes.post(Needs.MANAGE, "/api/uploads", this::begin);
        routes.get(Needs.MANAGE, "/api/uploads/:upload", context -> known(context).onFailure(context::fail).onSuccess(upload -> {
            UploadHeaders.put(context.response(), upload, uploads.limits().kept());
            Replies.json(context, 200, json(upload));
        }));
        routes.patch(Needs.MANAGE, "/api/uploads/:upload", this::receive);
        routes.delete(Needs.MANAGE, "/api/uploads/:upload", this::cancel);
    }

    private void tell(RoutingContext context) {
        context.response().putHeader(UploadHeaders.RESUMABLE, UploadHeaders.THE_VERSION)
                .putHeader(UploadHeaders.VERSION, UploadHeaders.THE_VERSION).putHeader(UploadHeaders.EXTENSION, UploadHeaders.EXTENSIONS)
                .putHeader(UploadHeaders.MAX_SIZE, Long.toString(uploads.limits().fileBytes())).setStatusCode(204).end();
    }

    private ObjectNode list(Caller caller) {
        List<Upload> all = uploads.all();
        ObjectNode json = Json.object().put("file_bytes", uploads.limits().fileBytes()).put("total_bytes", uploads.limits().totalBytes());
        if (caller.seesAll()) {
            json.put("used_bytes", all.stream().mapToLong(Upload::length).sum());
        }
        ArrayNode array = json.putArray("uploads");
        all.stream().filter(upload -> caller.sees(upload.settings().stream())).forEach(upload -> array.add(json(upload)));
        return json;
    }

    private ObjectNode json(Upload upload) {
        return Json.object().put("id", upload.id()).put("name", upload.settings().stream().name()).put("file", upload.file())
                .put("length", upload.length()).put("offset", upload.received()).put("mark", upload.mark())
                .put("state", upload.begun() ? "watched" : upload.complete() ? "received" : "receiving")
                .put("expires", upload.changed().plus(uploads.limits().kept()).toString());
    }

    private void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        UploadHeaders.requireVersion(request);
        UploadRequest wanted = UploadRequest.of(UploadHeaders.number(request, UploadHeaders.LENGTH), UploadHeaders.metadata(request));
        StreamId stream = wanted.settings().stream();
        StreamAdditions.refuseUnlessSeen(Guard.caller(context), stream);
        additions.watching();
        workers.run(() -> {
            if (streams.of(stream).isPresent()) {
                throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "there is a stream '" + stream + "' already",
                        "take another name, or delete it first");
            }
            streams.requireFree(stream);
            return uploads.begin(wanted.settings(), wanted.file(), wanted.length(), wanted.mark());
        }).onFailure(context::fail).onSuccess(upload -> {
            UploadHeaders.put(context.response(), upload, uploads.limits().kept());
            context.response().putHeader("Location", "/api/uploads/" + upload.id());
            Replies.json(context, 201, json(upload));
        });
    }

    /** The upload that the address names, if the caller may see its stream; else the same answer as where there is none. */
    private Future<Upload> known(RoutingContext context) {
        Caller caller = Guard.caller(context);
        String id = context.pathParam("upload");
        return workers.run(() -> uploads.find(id).filter(upload -> caller.sees(upload.settings().stream()))
                .orElseThrow(UploadRoutes::unknown));
    }

    private static HttpFailure unknown() {
        return new HttpFailure(404, "HTTP_UPLOAD_UNKNOWN",
                "there is no such upload: it was cancelled, watched to its end, or left for too long",
                "begin a new one with POST /api/uploads");
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        Future.succeededFuture().compose(now -> {
            UploadHeaders.requireVersion(request);
            if (!UploadHeaders.CONTENT_TYPE.equals(request.getHeader("Content-Type"))) {
                throw new HttpFailure(415, "HTTP_CONTENT_TYPE", "the body is '" + request.getHeader("Content-Type") + "'",
                        "send Content-Type: " + UploadHeaders.CONTENT_TYPE);
            }
            long at = UploadHeaders.number(request, UploadHeaders.OFFSET);
            // Twice: the one before writes what it has first.
            return known(context).compose(upload -> endOther(upload.id())).compose(ended -> known(context))
                    .compose(upload -> receive(context, upload, at));
        }).onSuccess(upload -> {
            UploadHeaders.put(context.response(), upload, uploads.limits().kept());
            context.response().setStatusCode(204).end();
        }).onFailure(failure -> {
            throwAway(request);
            context.fail(failure);
        });
    }

    /** What still comes of a body that is not wanted, so that the client reads the answer. */
    private static void throwAway(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(rest -> { });
            request.resume();
        }
    }

    /** Who sends again takes the place of a connection of which it is not known yet that it broke off. */
    private Future<?> endOther(String id) {
        Receiving other = receiving.get(id);
        if (other == null) {
            return Future.succeededFuture();
        }
        other.breakOff(new HttpFailure(409, "HTTP_UPLOAD_OFFSET", "the upload is gone on with by another request", "ask for its offset"));
        return other.done();
    }

    private Future<Upload> receive(RoutingContext context, Upload upload, long at) {
        if (upload.begun()) {
            return Future.succeededFuture(upload);
        }
        if (at != upload.received() || receiving.containsKey(upload.id())) {
            return Future.failedFuture(new HttpFailure(409, "HTTP_UPLOAD_OFFSET", "the upload goes on at " + upload.received() + ", not at "
                    + at, "ask for the offset with HEAD, and send what comes behind it"));
        }
        if (context.response().closed()) {
            // Nobody would be told any more that the body has ended.
            return Future.failedFuture(new HttpFailure(400, "HTTP_BODY", "the connection broke off",
                    "ask for the offset with HEAD, and go on behind it"));
        }
        Receiving body = new Receiving(context.request(), upload, uploads, workers,
                () -> connections.progress(context.request().connection()));
        receiving.put(upload.id(), body);
        Runnable loggedOut = () -> body.breakOff(new HttpFailure(401, "HTTP_TOKEN", "the login has ended", "log in again, and go on"));
        Guard.session(context).ifPresent(login -> login.atEnd(loggedOut));
        return body.begin().onComplete(over -> {
            Guard.session(context).ifPresent(login -> login.forget(loggedOut));
            receiving.remove(upload.id(), body);
        }).compose(received -> known(context)).compose(now -> now.complete() ? films.watch(now).map(watched -> now)
                : Future.succeededFuture(now));
    }

    /** Waits where the film is being opened: a film that is watched is removed with its stream. */
    private void cancel(RoutingContext context) {
        known(context).compose(upload -> endOther(upload.id()).compose(ended -> films.settled(upload.id()))
                .compose(settled -> workers.run(() -> removed(upload)))).onFailure(context::fail).onSuccess(removed ->
                context.response().putHeader(UploadHeaders.RESUMABLE, UploadHeaders.THE_VERSION).setStatusCode(204).end());
    }

    private boolean removed(Upload upload) {
        if (uploads.find(upload.id()).filter(films::watched).isPresent()) {
            throw new HttpFailure(409, "HTTP_UPLOAD_WATCHED", "the film is being watched already", "delete the stream '"
                    + upload.settings().stream() + "' instead");
        }
        uploads.remove(upload.id());
        return true;
    }
}
