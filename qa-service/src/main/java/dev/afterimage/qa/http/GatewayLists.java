package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.place.Placement;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lists over all machines of a cluster. Of a stream that several have stored, what counts is what its own machine says. */
final class GatewayLists {

    private final GatewayPlaces places;
    private final Machines machines;
    /** What was last heard of each stream, for while its machine is silent. */
    private final Map<StreamId, ObjectNode> remembered = new HashMap<>();

    GatewayLists(GatewayPlaces places, Machines machines) {
        this.places = places;
        this.machines = machines;
    }

    void models(RoutingContext context) {
        Future<ObjectNode> all = places.now().compose(placement -> ofEach(context, GatewayPlaces.any(placement), "/v1/models")
                .map(documents -> {
                    Map<String, JsonNode> byId = new LinkedHashMap<>();
                    documents.values().forEach(document -> document.path("data").forEach(model ->
                            byId.putIfAbsent(model.path("id").asText(), model)));
                    ObjectNode json = Json.object().put("object", "list");
                    json.putArray("data").addAll(byId.values());
                    return json;
                }));
        Replies.send(context, all, list -> list);
    }

    /** A stream whose machine is silent is shown as it was last seen there, and as interrupted. */
    void streams(RoutingContext context) {
        Caller caller = Guard.caller(context);
        Future<ObjectNode> all = places.now().compose(placement -> ofThoseThatAnswer(context, placement)
                .map(documents -> list(placement, caller, documents)));
        Replies.send(context, all, list -> list);
    }

    private ObjectNode list(Placement placement, Caller caller, Map<URI, ObjectNode> documents) {
        Map<StreamId, ObjectNode> heard = new HashMap<>();
        documents.forEach((machine, document) -> document.path("streams").forEach(shown -> {
            StreamId stream = new StreamId(shown.path("id").asText());
            if (machine.equals(placement.streams().get(stream))) {
                heard.put(stream, (ObjectNode) shown);
            }
        }));
        remembered.putAll(heard);
        remembered.keySet().removeIf(stream -> !placement.streams().containsKey(stream) && !placement.moving(stream));
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("streams");
        new TreeMap<>(remembered).forEach((stream, last) -> {
            URI machine = placement.streams().get(stream);
            boolean answered = machine != null && documents.containsKey(machine);
            if (caller.sees(stream) && (!answered || heard.containsKey(stream))) {
                array.add(answered ? heard.get(stream) : silent(last));
            }
        });
        return json;
    }

    private static ObjectNode silent(ObjectNode shown) {
        return shown.deepCopy().put("status", StreamJson.word(StreamInfo.Status.INTERRUPTED))
                .put("failure", "the task manager that has it does not answer, or it is on its way to another");
    }

    private Future<Map<URI, ObjectNode>> ofThoseThatAnswer(RoutingContext context, Placement placement) {
        Map<URI, ObjectNode> documents = new LinkedHashMap<>();
        List<Future<?>> all = placement.machines().stream().<Future<?>>map(machine ->
                machines.json(context, machine, HttpMethod.GET, "/api/streams", null)
                        .onSuccess(document -> documents.put(machine, document)).otherwiseEmpty()).toList();
        return Future.join(all).map(done -> documents);
    }

    private Future<Map<URI, ObjectNode>> ofEach(RoutingContext context, List<URI> asked, String target) {
        Map<URI, ObjectNode> documents = new LinkedHashMap<>();
        List<Future<?>> all = asked.stream().<Future<?>>map(machine -> machines.json(context, machine, HttpMethod.GET, target, null)
                .onSuccess(document -> documents.put(machine, document))).toList();
        return Future.all(all).map(done -> documents);
    }

    /** The newest of all, as each machine has its own in order. */
    void events(RoutingContext context) {
        EventFilter filter = EventFilter.of(context);
        Caller caller = Guard.caller(context);
        boolean lines = EventRoutes.inLines(context, filter);
        Future<List<JsonNode>> found = places.now().compose(placement -> asked(context, placement, caller, filter.streams()))
                .compose(asked -> {
                    List<Future<?>> all = new ArrayList<>();
                    List<JsonNode> events = new ArrayList<>();
                    asked.forEach((machine, streams) -> GatewayPlaces.parts(streams).forEach(part ->
                            all.add(machines.json(context, machine, HttpMethod.GET, target(context, filter, part), null)
                                    .onSuccess(document -> document.path("events").forEach(events::add)))));
                    return Future.all(all).map(done -> events);
                });
        found.onFailure(context::fail).onSuccess(events -> {
            events.sort(Comparator.comparing(EventCursor::of, EventCursor.ORDER));
            EventRoutes.send(context, events.subList(0, Math.min(filter.limit(), events.size())), events.size() > filter.limit(), lines);
        });
    }

    /**
     * What each machine is asked for by name: where nothing is named, those of its streams of which it has stored something. An old copy
     * of a stream that has moved is not asked for, or its events would take the place of others.
     */
    private Future<Map<URI, List<StreamId>>> asked(RoutingContext context, Placement placement, Caller caller, List<StreamId> named) {
        if (!named.isEmpty()) {
            return Future.succeededFuture(named.stream().collect(Collectors.groupingBy(stream ->
                    GatewayPlaces.of(placement, caller, stream), LinkedHashMap::new, Collectors.toList())));
        }
        return ofEach(context, GatewayPlaces.any(placement), "/api/streams").map(documents -> {
            Map<URI, List<StreamId>> stored = new LinkedHashMap<>();
            documents.forEach((machine, document) -> document.path("streams").forEach(shown -> {
                StreamId stream = new StreamId(shown.path("id").asText());
                if (machine.equals(placement.streams().get(stream))) {
                    stored.computeIfAbsent(machine, none -> new ArrayList<>()).add(stream);
                }
            }));
            return stored;
        });
    }

    /** The same question to one machine: about those of the named streams that it has, one event more, and as a document. */
    private static String target(RoutingContext context, EventFilter filter, List<StreamId> streams) {
        StringBuilder target = new StringBuilder("/api/events?format=json&limit=").append(filter.limitAndOne());
        streams.forEach(stream -> target.append("&stream=").append(encoded(stream.name())));
        context.queryParams().forEach((name, value) -> {
            if (!List.of("stream", "format", "limit").contains(name)) {
                target.append('&').append(encoded(name)).append('=').append(encoded(value));
            }
        });
        return target.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
