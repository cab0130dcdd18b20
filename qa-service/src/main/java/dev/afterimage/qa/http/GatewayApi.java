package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.place.Placement;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The API of a gateway: what is about a stream goes to the machine that has it, and its answer comes back as it comes; lists are put
 * together from those of all machines. Whoever asks was let in here, and what they may do is checked by the machine.
 */
final class GatewayApi implements Api {

    private static final String STREAM_MODEL = "stream:";

    private final GatewayPorts ports;
    private final GatewayPlaces places;
    private final Machines machines;
    private final GatewaySockets sockets;
    private final GatewayLists lists;
    private final GatewayMetrics metrics;

    GatewayApi(GatewayPorts ports, QaServerOptions options, Vertx vertx, BoundedWorkers reads, Connections connections) {
        this.ports = ports;
        this.places = new GatewayPlaces(ports.placements(), reads);
        this.metrics = new GatewayMetrics(ports.version());
        this.machines = new Machines(vertx, ports, options, metrics);
        this.lists = new GatewayLists(places, machines);
        this.sockets = new GatewaySockets(vertx, places, lists, machines, connections, options);
    }

    @Override
    public void prepare(RoutingContext context) {
        // The machines know the names of their streams.
    }

    @Override
    public void mountSockets(Routes routes) {
        routes.socket(Needs.VIEW, "/api/streams/:id/live", sockets::live);
        routes.socket(Needs.VIEW, "/api/streams/:id/live/video", sockets::live);
    }

    @Override
    public void mount(Routes routes, Admission admission) {
        routes.post(Needs.ASK, "/api/ask", this::ask);
        routes.post(Needs.ASK, "/v1/chat/completions", this::chat);
        routes.post(Needs.ASK, "/v1/responses", this::chat);
        routes.get(Needs.VIEW, "/v1/models", lists::models);
        routes.get(Needs.VIEW, "/v1/models/:model", context -> {
            String model = context.pathParam("model");
            send(context, model.startsWith(STREAM_MODEL) ? model.substring(STREAM_MODEL.length()) : null);
        });
        routes.get(Needs.VIEW, "/api/info", this::info);
        routes.get(Needs.VIEW, "/api/streams", lists::streams);
        routes.get(Needs.VIEW, "/api/events", lists::events);
        routes.post(Needs.MANAGE, "/api/streams", GatewayApi::refuseChange);
        routes.post(Needs.MANAGE, "/api/uploads", GatewayApi::refuseChange);
        routes.delete(Needs.MANAGE, "/api/streams/:id", GatewayApi::refuseChange);
        List.of("send", "source").forEach(what -> routes.get(Needs.MANAGE, "/api/streams/:id/" + what, GatewayApi::refuseChange));
        List.of("pause", "resume", "retry", "name", "source")
                .forEach(what -> routes.post(Needs.MANAGE, "/api/streams/:id/" + what, GatewayApi::refuseChange));
        routes.get(Needs.VIEW, "/api/streams/:id", this::ofStream);
        routes.get(Needs.VIEW, "/api/streams/:id/*", this::ofStream);
        routes.post(Needs.MANAGE, "/api/streams/:id/*", this::ofStream);
        new DescriptionRoute(ports.version()).mount(routes);
        routes.get(Needs.OPEN, "/healthz", context -> Replies.json(context, 200, Json.object().put("status", "ok")));
        routes.get(Needs.OPEN, "/readyz", this::ready);
        routes.get(Needs.VIEW_ALL, "/metrics", context -> metrics.tell(context, places, machines));
    }

    private static void refuseChange(RoutingContext context) {
        throw new HttpFailure(409, ErrorCode.USAGE_CONFIG.name(), "the streams of a cluster are those of its sources' file",
                "add, change, pause or take out streams there");
    }

    private void ofStream(RoutingContext context) {
        send(context, context.pathParam("id"));
    }

    private void ask(RoutingContext context) {
        ObjectNode body = Bodies.object(context);
        if (body.has("streams") && !body.has("stream")) {
            new GatewayJointAsk(places, lists, machines).ask(context, body);
        } else {
            send(context, text(body.path("stream")));
        }
    }

    /** The model may name the stream, or the metadata. */
    private void chat(RoutingContext context) {
        ObjectNode body = Bodies.object(context);
        String model = body.path("model").asText();
        send(context, model.startsWith(STREAM_MODEL) ? model.substring(STREAM_MODEL.length())
                : text(body.path("metadata").path("stream")));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    /** @param stream which it is about; null where any machine can tell, if only what is wrong with the request */
    private void send(RoutingContext context, String stream) {
        Caller caller = Guard.caller(context);
        Future<HttpClientResponse> answered;
        if (stream == null) {
            answered = places.now().map(GatewayPlaces::any).compose(all -> anyOf(all.iterator(), machine -> sendTo(context, machine)));
        } else {
            StreamId named = new StreamId(stream);
            answered = places.now().compose(placement -> lists.meant(context, placement, named).compose(id -> {
                URI machine = GatewayPlaces.of(placement, caller, id);
                return sendTo(context, machine).recover(failure -> whereItWent(context, caller, id, machine, failure));
            }));
        }
        answered.onSuccess(response -> Machines.pass(context, response)).onFailure(context::fail);
    }

    private Future<HttpClientResponse> sendTo(RoutingContext context, URI machine) {
        Buffer body = context.body().buffer();
        return machines.send(context, machine, context.request().method(), Machines.target(context), body);
    }

    /** What has not reached a machine is sent to the one that has the stream by now. */
    private Future<HttpClientResponse> whereItWent(RoutingContext context, Caller caller, StreamId stream, URI machine,
            Throwable failure) {
        if (!(failure instanceof Machines.Unreached)) {
            return Future.failedFuture(failure);
        }
        return places.anew().map(placement -> GatewayPlaces.of(placement, caller, stream)).compose(other -> other.equals(machine)
                ? Future.failedFuture(Machines.silent())
                : sendTo(context, other).recover(again -> Future.failedFuture(Machines.silent())));
    }

    private static <T> Future<T> anyOf(Iterator<URI> machines, Function<URI, Future<T>> ask) {
        return ask.apply(machines.next()).recover(failure -> failure instanceof Machines.Unreached && machines.hasNext()
                ? anyOf(machines, ask) : Future.failedFuture(failure instanceof Machines.Unreached ? Machines.silent() : failure));
    }

    private void info(RoutingContext context) {
        boolean login = Guard.session(context).isPresent();
        Future<ObjectNode> told = places.now().map(GatewayPlaces::any).compose(all -> anyOf(all.iterator(),
                machine -> machines.soon(context, machine, Machines.target(context)).recover(failure -> Future.failedFuture(
                        HttpFailure.of(failure).status() >= 500 ? new Machines.Unreached(failure) : failure))));
        Replies.send(context, told, info -> info.put("version", ports.version()).put("login", login).put("gateway", true)
                .put("can_add", false).put("can_change", false).put("can_rename", false));
    }

    private void ready(RoutingContext context) {
        places.now().map(GatewayApi::requireComplete)
                .onSuccess(placement -> Replies.json(context, 200, Json.object().put("status", "ready")))
                .onFailure(failure -> Replies.json(context, 503, "Retry-After", "5", Json.object().put("status", "not ready")));
    }

    private static Placement requireComplete(Placement placement) {
        List<StreamId> moving = placement.expected().stream().filter(placement::moving).toList();
        if (!placement.complete() || placement.machines().isEmpty() || !moving.isEmpty()) {
            throw new HttpFailure(503, ErrorCode.CLUSTER_MOVING.name(), "the job is not complete", "look again in some seconds");
        }
        return placement;
    }

    @Override
    public void giveUp() {
        // What is under way is the machines'.
    }

    @Override
    public Future<?> answered() {
        return Future.succeededFuture();
    }

    @Override
    public void close() {
        // Vert.x closes its clients.
        metrics.close();
    }

    @Override
    public void closed() {
        // Nothing is left.
    }

    @Override
    public void awaitEnd() {
        // Nothing blocks.
    }
}
