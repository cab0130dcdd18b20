package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.JointReply.OfStream;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.place.Placement;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code POST /api/ask} with {@code streams} through a gateway. Each stream is asked by itself where it is, and the replies are put
 * together as one machine does. A stream that cannot be asked fails alone.
 */
final class GatewayJointAsk {

    private final GatewayPlaces places;
    private final GatewayLists lists;
    private final Machines machines;

    GatewayJointAsk(GatewayPlaces places, GatewayLists lists, Machines machines) {
        this.places = places;
        this.lists = lists;
        this.machines = machines;
    }

    void ask(RoutingContext context, ObjectNode body) {
        Caller caller = Guard.caller(context);
        EventStream events = new EventStream(context.response());
        boolean inEvents = AskRoutes.wantsEvents(context);
        List<StreamId> named = AskRoutes.named(new Fields(body));
        Future<ObjectNode> joint = places.now().compose(placement -> lists.meant(context, placement, named).compose(meant -> {
            Map<URI, List<StreamId>> byMachine = new LinkedHashMap<>();
            List<ObjectNode> replies = new ArrayList<>();
            for (StreamId stream : asked(placement, caller, meant)) {
                byMachine.computeIfAbsent(placement.streams().getOrDefault(stream, URI.create("")), none -> new ArrayList<>()).add(stream);
            }
            List<Future<?>> all = new ArrayList<>();
            byMachine.forEach((machine, streams) -> GatewayPlaces.parts(streams).forEach(part ->
                    all.add(ofMachine(context, machine, part, body).onSuccess(some -> some.forEach(reply -> {
                        replies.add(reply);
                        if (inEvents) {
                            events.event("stream_reply", reply);
                        }
                    })))));
            return Future.all(all).map(done -> requireOneInTime(JointReplyJson.of(replies)));
        }));
        AskRoutes.send(context, joint, inEvents ? events : null);
    }

    /** What some streams answered in time is told; where none did, the question took too long. */
    private static ObjectNode requireOneInTime(ObjectNode joint) {
        JsonNode error = joint.path("replies").path(0).path("error");
        if (error.path("code").asText().equals(ErrorCode.ASK_TIMEOUT.name())) {
            throw Machines.refused(HttpFailure.status(ErrorCode.ASK_TIMEOUT), error);
        }
        return joint;
    }

    private static Set<StreamId> asked(Placement placement, Caller caller, List<StreamId> named) {
        Set<StreamId> all = new TreeSet<>(named);
        if (named.isEmpty()) {
            all.addAll(placement.streams().keySet());
            all.addAll(placement.expected());
            all.removeIf(stream -> !caller.sees(stream));
        }
        all.stream().filter(stream -> !caller.sees(stream) || !placement.moving(stream))
                .forEach(stream -> GatewayPlaces.of(placement, caller, stream));
        if (all.isEmpty()) {
            throw new AfterimageException(ErrorCode.STREAM_UNKNOWN, "there is no stream to ask", "add one to the sources of the cluster");
        }
        return all;
    }

    private Future<List<ObjectNode>> ofMachine(RoutingContext context, URI machine, List<StreamId> streams, ObjectNode body) {
        if (machine.toString().isEmpty()) {
            return Future.succeededFuture(streams.stream().map(stream -> failed(stream, GatewayPlaces.moving(stream))).toList());
        }
        ObjectNode question = body.deepCopy();
        ArrayNode names = question.putArray("streams");
        streams.forEach(stream -> names.add(stream.name()));
        return machines.json(context, machine, HttpMethod.POST, "/api/ask", Buffer.buffer(Json.text(question)))
                .map(document -> {
                    List<ObjectNode> replies = new ArrayList<>();
                    document.path("replies").forEach(reply -> replies.add((ObjectNode) reply));
                    return replies;
                })
                .recover(failure -> failure instanceof HttpFailure refusal && refusal.status() == 400 ? Future.failedFuture(refusal)
                        : Future.succeededFuture(streams.stream().map(stream -> failed(stream, HttpFailure.of(failure)))
                        .collect(Collectors.toList())));
    }

    private static ObjectNode failed(StreamId stream, HttpFailure why) {
        ErrorCode code = Arrays.stream(ErrorCode.values()).filter(each -> each.name().equals(why.code())).findFirst()
                .orElse(ErrorCode.CLUSTER_UNREACHABLE);
        return JointReplyJson.of(OfStream.failed(stream, new AfterimageException(code, why.getMessage(), why.remedy()), ""));
    }
}
