package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.place.Placement;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Future;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lists over all machines of a cluster. Of a stream that several have stored, what counts is what its own machine says. */
final class GatewayLists {

    private static final String STREAMS = "/api/streams";

    private final GatewayPlaces places;
    private final Machines machines;
    /** What was last heard of each stream, for while its machine is silent. */
    private final Map<StreamId, ObjectNode> remembered = new HashMap<>();

    GatewayLists(GatewayPlaces places, Machines machines) {
        this.places = places;
        this.machines = machines;
    }

    void models(RoutingContext context) {
        Parameters.only(context);
        Future<ObjectNode> all = places.now().compose(placement -> ofThoseThatAnswer(context, GatewayPlaces.any(placement), "/v1/models")
                .map(answers -> {
                    Map<String, JsonNode> byId = new LinkedHashMap<>();
                    answers.requireOne().forEach((machine, document) -> document.path("data").forEach(model ->
                            byId.putIfAbsent(model.path("id").asText(), model)));
                    ObjectNode json = Json.object().put("object", "list");
                    json.putArray("data").addAll(byId.values());
                    return json;
                }));
        Replies.send(context, all, list -> list);
    }

    /** What machines answered, and why others did not. */
    private record Answers(Map<URI, ObjectNode> documents, Map<URI, Throwable> failures) {

        Answers() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        /** @throws HttpFailure where none answered */
        Map<URI, ObjectNode> requireOne() {
            if (documents.isEmpty()) {
                throw failures.isEmpty() ? Machines.silent() : HttpFailure.of(failures.values().iterator().next());
            }
            return documents;
        }
    }

    /**
     * The stream that a client means: by the name that it was begun with, or else by the one that it is shown by now.
     *
     * @return where there is none, an id that nothing has
     */
    Future<StreamId> meant(RoutingContext context, Placement placement, StreamId named) {
        Caller caller = Guard.caller(context);
        if (placement.streams().containsKey(named) || placement.expected().contains(named)) {
            return Future.succeededFuture(named);
        }
        return shownAs(caller, named).map(Future::succeededFuture).orElseGet(() -> ofThoseThatAnswer(context, placement.machines(), STREAMS)
                .map(answers -> {
                    list(placement, caller, answers.documents());
                    return shownAs(caller, named).orElse(named);
                }));
    }

    /** The same of several. */
    Future<List<StreamId>> meant(RoutingContext context, Placement placement, List<StreamId> named) {
        List<Future<StreamId>> all = named.stream().map(stream -> meant(context, placement, stream)).toList();
        return Future.all(all).map(done -> all.stream().map(Future::result).distinct().toList());
    }

    private Optional<StreamId> shownAs(Caller caller, StreamId name) {
        return remembered.entrySet().stream().filter(each -> caller.sees(each.getKey()) && each.getValue().path("name").asText()
                .equals(name.name())).map(Map.Entry::getKey).findFirst();
    }

    /** A stream whose machine is silent is shown as it was last seen there, and as interrupted. */
    void streams(RoutingContext context) {
        Parameters.only(context);
        Caller caller = Guard.caller(context);
        Future<ObjectNode> all = places.now().compose(placement -> ofThoseThatAnswer(context, placement.machines(), STREAMS)
                .map(answers -> list(placement, caller, answers.documents())));
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

    private Future<Answers> ofThoseThatAnswer(RoutingContext context, List<URI> asked, String target) {
        Answers answers = new Answers();
        List<Future<?>> all = asked.stream().<Future<?>>map(machine ->
                machines.soon(context, machine, target).onSuccess(document -> answers.documents().put(machine, document))
                        .onFailure(failure -> answers.failures().put(machine, failure)).otherwiseEmpty()).toList();
        return Future.join(all).map(done -> answers);
    }

    /**
     * The newest of all, as each machine has its own in order. What cannot be asked for now is left out and named: one machine that is
     * silent takes nobody's events away but its own streams'.
     */
    void events(RoutingContext context) {
        EventFilter filter = EventFilter.of(context);
        Caller caller = Guard.caller(context);
        boolean lines = EventRoutes.inLines(context, filter);
        Map<StreamId, HttpFailure> missing = new TreeMap<>();
        Future<List<JsonNode>> found = places.now().compose(placement -> asked(context, placement, caller, filter.streams(), missing))
                .compose(asked -> found(context, filter, asked, missing));
        found.onFailure(context::fail).onSuccess(events -> {
            events.sort(Comparator.comparing(EventCursor::of, EventCursor.ORDER));
            EventRoutes.send(context, events.subList(0, Math.min(filter.limit(), events.size())), events.size() > filter.limit(), lines,
                    missing);
        });
    }

    private Future<List<JsonNode>> found(RoutingContext context, EventFilter filter, Map<URI, List<StreamId>> asked,
            Map<StreamId, HttpFailure> missing) {
        List<JsonNode> events = new ArrayList<>();
        List<Future<Boolean>> all = new ArrayList<>();
        asked.forEach((machine, streams) -> GatewayPlaces.parts(streams).forEach(part ->
                all.add(machines.soon(context, machine, target(context, filter, part))
                        .map(document -> document.path("events")).map(some -> {
                            some.forEach(events::add);
                            return true;
                        }).recover(failure -> leftOut(failure, part, missing)))));
        return Future.all(all).map(done -> {
            if (!all.isEmpty() && all.stream().noneMatch(Future::result)) {
                throw missing.values().iterator().next();
            }
            return events;
        });
    }

    /** What is wrong with the question itself is no reason to leave anything out. */
    private static Future<Boolean> leftOut(Throwable failure, List<StreamId> streams, Map<StreamId, HttpFailure> missing) {
        HttpFailure why = HttpFailure.of(failure);
        if (why.status() < 500) {
            return Future.failedFuture(failure);
        }
        streams.forEach(stream -> missing.put(stream, why));
        return Future.succeededFuture(false);
    }

    /**
     * What each machine is asked for by name: where nothing is named, those of its streams of which it has stored something. An old copy
     * of a stream that has moved is not asked for, or its events would take the place of others.
     */
    private Future<Map<URI, List<StreamId>>> asked(RoutingContext context, Placement placement, Caller caller, List<StreamId> named,
            Map<StreamId, HttpFailure> missing) {
        if (!named.isEmpty()) {
            return meant(context, placement, named).map(streams -> streams.stream().collect(Collectors.groupingBy(stream ->
                    GatewayPlaces.of(placement, caller, stream), LinkedHashMap::new, Collectors.toList())));
        }
        return ofThoseThatAnswer(context, GatewayPlaces.any(placement), STREAMS).map(answers -> {
            Map<URI, List<StreamId>> stored = new LinkedHashMap<>();
            answers.requireOne().forEach((machine, document) -> document.path("streams").forEach(shown -> {
                StreamId stream = new StreamId(shown.path("id").asText());
                if (machine.equals(placement.streams().get(stream))) {
                    stored.computeIfAbsent(machine, none -> new ArrayList<>()).add(stream);
                }
            }));
            answers.failures().forEach((machine, failure) -> placement.streams().forEach((stream, its) -> {
                if (its.equals(machine) && caller.sees(stream)) {
                    missing.put(stream, HttpFailure.of(failure));
                }
            }));
            placement.expected().stream().filter(stream -> caller.sees(stream) && placement.moving(stream))
                    .forEach(stream -> missing.put(stream, GatewayPlaces.moving(stream)));
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
