package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.answering.evidence.StoredEvents;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.place.Placement;
import dev.afterimage.core.place.Placements;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.LiveFeed.FrameSeen;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.AccessToken;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Role;
import dev.afterimage.qa.access.TrustedProxies;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway to two machines, each a whole service: one has the street, the other the table and an old copy of the street. */
class GatewayTest extends ServiceTest {

    private static final String SECRET = "a secret that gateways and machines share";
    private static final StreamId YARD = new StreamId("yard");

    /** More than a header of usual size holds. */
    private static final Set<StreamId> MANY = Stream.concat(Stream.of(FakeStreams.TABLE), IntStream.range(0, 500).mapToObj(number ->
            new StreamId("camera of the yard number " + number))).collect(Collectors.toUnmodifiableSet());

    private final LiveFeed streetFeed = new LiveFeed();
    private final List<QaServer> machines = new ArrayList<>();
    private final FakeStore streets = FakeStreams.filled();
    private volatile Placement placement;
    private volatile AfterimageException complaint;
    private URI first;
    private URI second;

    @BeforeEach
    void serve() {
        streets.deleteStream(FakeStreams.TABLE);
        first = machine(streets, streetFeed);
        second = machine(store, feed);
        placement = new Placement(Map.of(FakeStreams.STREET, first, FakeStreams.TABLE, second), Set.of(), List.of(first, second), true);
        Placements placements = () -> {
            if (complaint != null) {
                throw complaint;
            }
            return placement;
        };
        List<AccessToken> tokens = List.of(AccessToken.of("owner", Caller.OWNER),
                AccessToken.of("all", new Caller("ann", Role.ASK, Optional.empty())),
                AccessToken.of("many", new Caller("eve", Role.ASK, Optional.of(MANY))),
                AccessToken.of("table", new Caller("bob", Role.VIEW, Optional.of(Set.of(FakeStreams.TABLE)))));
        server = await(new QaServer(new GatewayPorts(placements, SECRET, "0.1.0", Optional.empty()), new QaServerOptions().setPort(0)
                .setAccess(new AccessSettings(tokens, Optional.empty(), Optional.empty(), AccessSettings.DEFAULT_SESSION_LIFE, "")))
                .start());
    }

    private URI machine(FakeStore of, LiveFeed its) {
        return machine(of, its, SECRET);
    }

    private URI machine(FakeStore of, LiveFeed its, String secret) {
        QaServer machine = await(new QaServer(new QaPorts(of, new FakeAsker(of), Optional.empty(), its, List.of("notes-135m"), "0.1.0",
                new StoredEvents(of, true)), new QaServerOptions().setPort(0).setGatewaySecret(secret)
                .setAccess(AccessSettings.OPEN.behind(TrustedProxies.of(List.of("0.0.0.0/0"))))).start());
        machines.add(machine);
        return URI.create("http://127.0.0.1:" + machine.port());
    }

    @AfterEach
    void stopMachines() {
        machines.forEach(machine -> await(machine.stop()));
    }

    private HttpResponse<Buffer> as(String token, HttpMethod method, String path, JsonObject body) {
        HttpRequest<Buffer> request = client.request(method, server.port(), "127.0.0.1", path)
                .putHeader("Authorization", "Bearer " + token);
        return await(body == null ? request.send() : request.sendJsonObject(body));
    }

    private HttpResponse<Buffer> as(String token, String path) {
        return as(token, HttpMethod.GET, path, null);
    }

    private HttpResponse<Buffer> ask(String stream) {
        return as("all", HttpMethod.POST, "/api/ask", new JsonObject().put("stream", stream).put("question", "Two cars?"));
    }

    private void onlySecond() {
        await(machines.remove(0).stop());
    }

    @Test
    void aQuestionIsAnsweredByTheMachineThatHasTheStream() {
        assertThat(ask("street").bodyAsJsonObject().getString("outcome")).isEqualTo("answered");
        JsonObject chat = new JsonObject().put("model", "stream:table").put("stream", true)
                .put("messages", new JsonArray().add(new JsonObject().put("role", "user").put("content", "When?")));
        HttpResponse<Buffer> streamed = as("all", HttpMethod.POST, "/v1/chat/completions", chat);
        assertThat(streamed.getHeader("Content-Type")).startsWith("text/event-stream");
        assertThat(streamed.bodyAsString()).contains("cars").endsWith("data: [DONE]\n\n");
        JsonObject responses = new JsonObject().put("model", "notes-135m").put("input", "When?")
                .put("metadata", new JsonObject().put("stream", "street"));
        assertThat(as("all", HttpMethod.POST, "/v1/responses", responses).statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreThoseOfTheGatewayAndOfAllMachinesWithEachFamilyOnce() {
        ask("street");
        HttpResponse<Buffer> reply = as("all", "/metrics");
        assertThat(reply.getHeader("Content-Type")).startsWith("text/plain; version=0.0.4");
        String metrics = reply.bodyAsString();
        String street = "task_manager=\"" + first.getAuthority() + "\"";
        assertThat(metrics).contains("afterimage_gateway_task_manager_up{" + street + "} 1.0", "afterimage_gateway_placement_known 1.0",
                "afterimage_gateway_streams{state=\"placed\"} 2.0", "afterimage_gateway_passed_on_seconds_count ",
                "afterimage_stream_blocks{" + street + ",stream=\"street\"}",
                "afterimage_questions_total{" + street + ",outcome=\"answered\"} 1.0");
        assertThat(metrics).as("of the old copy nothing is told")
                .doesNotContain("afterimage_stream_blocks{task_manager=\"" + second.getAuthority() + "\",stream=\"street\"}");
        assertThat(PrometheusComplaints.about(metrics)).isEmpty();
        assertThat(as("table", "/metrics").statusCode()).as("who may see one stream").isEqualTo(403);
    }

    @Test
    void metricsTellThatAMachineOrTheJobIsSilent() {
        onlySecond();
        assertThat(as("all", "/metrics").bodyAsString()).contains("up{task_manager=\"" + first.getAuthority() + "\"} 0.0",
                "up{task_manager=\"" + second.getAuthority() + "\"} 1.0", "afterimage_gateway_unreached_total 1.0");
        complaint = new AfterimageException(ErrorCode.CLUSTER_UNREACHABLE, "nobody there", "wait");
        Conditions.await(() -> as("all", "/metrics").bodyAsString().contains("afterimage_gateway_placement_known 0.0"),
                "what is known of places is old");
    }

    @Test
    void whatIsStoredIsShownByTheMachineThatHasTheStream() {
        assertThat(as("all", "/api/streams/street/scenes").bodyAsJsonObject().getJsonArray("scenes")).isNotEmpty();
        HttpResponse<Buffer> picture = as("all", "/api/streams/table/thumbnails/7");
        assertThat(picture.body().getBytes()).isEqualTo(FakeStreams.picture(FakeStreams.TABLE, 7));
        assertThat(picture.getHeader("Content-Type")).isEqualTo("image/jpeg");
        assertThat(as("all", HttpMethod.HEAD, "/api/streams/table/thumbnails/7", null).statusCode()).isEqualTo(200);
        HttpResponse<Buffer> nowhere = as("all", "/api/streams/nowhere/scenes");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(error(nowhere).getString("code")).isEqualTo("STREAM_UNKNOWN");
    }

    @Test
    void listsAreOfAllMachinesAndEachStreamIsInThemOnce() {
        assertThat(as("all", "/api/streams").bodyAsJsonObject().getJsonArray("streams"))
                .extracting(shown -> ((JsonObject) shown).getString("name")).containsExactly("street", "table");
        assertThat(as("all", "/v1/models").bodyAsJsonObject().getJsonArray("data"))
                .extracting(model -> ((JsonObject) model).getString("id")).containsExactlyInAnyOrder("notes-135m", "stream:street",
                        "stream:table");
        assertThat(as("all", "/v1/models/stream:table").bodyAsJsonObject().getString("id")).isEqualTo("stream:table");
        assertThat(as("all", "/api/info").bodyAsJsonObject()).contains(Map.entry("caller", "ann"), Map.entry("can_add", false));
    }

    @Test
    void eventsAreOfAllMachinesTheNewestFirst() {
        streets.putGap(new Gap(FakeStreams.STREET, 31, 32, Gap.Cause.UNREACHABLE));
        store.putGap(new Gap(FakeStreams.STREET, 33, 34, Gap.Cause.UNREACHABLE));
        store.putGap(new Gap(FakeStreams.TABLE, 35, 36, Gap.Cause.UNREACHABLE));
        JsonObject all = as("all", "/api/events?kind=gap").bodyAsJsonObject();
        assertThat(all.getJsonArray("events")).as("the old copy is not looked at")
                .extracting(event -> ((JsonObject) event).getString("stream")).containsExactly("table", "street");
        assertThat(as("all", "/api/events?kind=gap&limit=1").bodyAsJsonObject().getBoolean("more")).isTrue();
        assertThat(as("all", "/api/events?kind=gap&stream=street&format=ndjson").bodyAsString().lines()).singleElement()
                .asString().contains("\"start\":31.0");
        assertThat(as("table", "/api/events?kind=gap&stream=street").statusCode()).isEqualTo(404);
    }

    @Test
    void anOldCopyOfAStreamHidesNoEvents() {
        store.putGap(new Gap(FakeStreams.TABLE, 35, 36, Gap.Cause.UNREACHABLE));
        for (int second = 41; second < 47; second += 2) {
            store.putGap(new Gap(FakeStreams.STREET, second, second + 1, Gap.Cause.UNREACHABLE));
        }
        JsonObject newest = as("all", "/api/events?kind=gap&limit=1").bodyAsJsonObject();
        assertThat(newest.getJsonArray("events")).extracting(event -> ((JsonObject) event).getString("stream")).containsExactly("table");
        assertThat(newest.getBoolean("more")).isFalse();
    }

    @Test
    void aSilentMachineTakesItsOwnStreamsEventsAlone() {
        store.putGap(new Gap(FakeStreams.TABLE, 35, 36, Gap.Cause.UNREACHABLE));
        onlySecond();
        JsonObject some = as("all", "/api/events?kind=gap").bodyAsJsonObject();
        assertThat(some.getJsonArray("events")).extracting(event -> ((JsonObject) event).getString("stream")).containsExactly("table");
        JsonObject missing = some.getJsonArray("missing").getJsonObject(0);
        assertThat(some.getJsonArray("missing")).hasSize(1);
        assertThat(missing.getString("stream")).isEqualTo("street");
        assertThat(missing.getJsonObject("error").getString("code")).isEqualTo("CLUSTER_UNREACHABLE");
        assertThat(as("all", "/api/events?kind=gap&stream=street,table").bodyAsJsonObject().getJsonArray("missing")).hasSize(1);
        assertThat(as("all", "/api/events?kind=gap&format=ndjson").getHeader("X-Afterimage-Missing")).isEqualTo("street");
        assertThat(as("all", "/api/events?stream=street").statusCode()).as("nothing of it is known").isEqualTo(503);
        assertThat(as("table", "/api/events").bodyAsJsonObject().containsKey("missing")).as("of streams that one may see").isFalse();
        assertThat(as("all", "/v1/models").bodyAsString()).contains("stream:table");
        assertThat(as("all", "/api/info").statusCode()).as("any machine tells what can be done").isEqualTo(200);
    }

    @Test
    void aStreamIsMeantByTheNameThatItIsShownBy() {
        StreamNames.rename(streets, FakeStreams.STREET, "Straße 1");
        assertThat(ask("Straße 1").bodyAsJsonObject().getString("outcome")).isEqualTo("answered");
        assertThat(as("all", "/api/streams/Stra%C3%9Fe%201").bodyAsJsonObject().getString("id")).isEqualTo("street");
        assertThat(as("all", "/api/events?stream=Stra%C3%9Fe%201").statusCode()).isEqualTo(200);
        JsonObject joint = new JsonObject().put("streams", new JsonArray().add("Straße 1").add("table")).put("question", "Two cars?");
        assertThat(as("all", HttpMethod.POST, "/api/ask", joint).bodyAsJsonObject().getJsonArray("replies")).hasSize(2);
        WebSocketConnectOptions live = new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port())
                .putHeader("Authorization", "Bearer all").setURI("/api/streams/Stra%C3%9Fe%201/live");
        await(sockets.connect(live).compose(WebSocket::close));
        assertThat(as("table", "/api/streams/Stra%C3%9Fe%201").statusCode()).as("who may not see it").isEqualTo(404);
    }

    @Test
    void whatIsRefusedHereIsToldBefore() {
        JsonObject info = as("owner", "/api/info").bodyAsJsonObject();
        assertThat(info).contains(Map.entry("gateway", true), Map.entry("can_add", false), Map.entry("can_change", false),
                Map.entry("can_rename", false), Map.entry("can_limit", true));
        assertThat(as("all", "/api/info").bodyAsJsonObject()).contains(Map.entry("can_limit", false));
    }

    @Test
    void aCallerMaySeeAnyNumberOfStreams() {
        assertThat(as("many", "/api/streams").bodyAsString()).contains("\"table\"");
        assertThat(as("many", "/api/events").statusCode()).isEqualTo(200);
    }

    @Test
    void aMachineIsAskedOfAsManyStreamsAsItHas() {
        Map<StreamId, URI> places = new HashMap<>(placement.streams());
        IntStream.range(0, 64).mapToObj(number -> new StreamId("camera" + number)).forEach(camera -> {
            store.putStream(new StreamInfo(camera, camera + ".mp4", 1, FakeStreams.STARTED, 64, 64, true, StreamInfo.Status.WATCHING, 0, 0,
                    0, 0, -1, ""));
            store.putGap(new Gap(camera, 1, 2, Gap.Cause.UNREACHABLE));
            places.put(camera, second);
        });
        placement = new Placement(Map.copyOf(places), Set.of(), List.of(first, second), true);
        JsonObject question = new JsonObject().put("streams", "all").put("question", "Two cars?");
        HttpResponse<Buffer> joint = as("all", HttpMethod.POST, "/api/ask", question);
        assertThat(joint.statusCode()).as(joint.bodyAsString()).isEqualTo(200);
        assertThat(joint.bodyAsJsonObject().getJsonArray("replies")).hasSize(66);
        assertThat(as("all", "/api/events?kind=gap").bodyAsJsonObject().getJsonArray("events")).hasSize(64);
    }

    @Test
    void aMachineOfAnotherSecretIsNoReasonToLogInAgain() {
        URI stranger = machine(store, feed, "another secret than the gateway has");
        placement = new Placement(Map.of(FakeStreams.TABLE, stranger, FakeStreams.STREET, first), Set.of(), List.of(first, stranger), true);
        for (HttpResponse<Buffer> response : List.of(ask("table"), as("all", "/api/streams/table/scenes"),
                as("all", "/api/events?stream=table"))) {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(error(response).getString("code")).isEqualTo("CLUSTER_UNREACHABLE");
            assertThat(error(response).getString("message")).contains("secrets differ");
        }
        JsonObject question = new JsonObject().put("streams", "all").put("question", "Two cars?");
        assertThat(as("all", HttpMethod.POST, "/api/ask", question).bodyAsJsonObject().getString("outcome")).isEqualTo("answered");
    }

    @Test
    void oneMachinesRefusalFailsNoQuestionToOthers() {
        placement = new Placement(Map.of(FakeStreams.STREET, first, YARD, second), Set.of(), List.of(first, second), true);
        JsonObject question = new JsonObject().put("streams", "all").put("question", "Two cars?");
        HttpResponse<Buffer> joint = as("all", HttpMethod.POST, "/api/ask", question);
        assertThat(joint.statusCode()).as("nothing of the yard is stored").isEqualTo(200);
        assertThat(joint.bodyAsJsonObject().getString("outcome")).isEqualTo("answered");
    }

    @Test
    void severalStreamsAnswerWhereverTheyAre() {
        JsonObject question = new JsonObject().put("streams", "all").put("question", "Two cars?");
        JsonObject joint = as("all", HttpMethod.POST, "/api/ask", question).bodyAsJsonObject();
        assertThat(joint.getString("answer")).startsWith("street: Two cars").contains("\ntable: Two cars");
        assertThat(joint.getJsonArray("replies")).hasSize(2);
        onlySecond();
        JsonObject half = as("all", HttpMethod.POST, "/api/ask", question).bodyAsJsonObject();
        assertThat(half.getString("outcome")).isEqualTo("answered");
        assertThat(half.getJsonArray("replies").getJsonObject(1).getJsonObject("error").getString("code"))
                .isEqualTo("CLUSTER_UNREACHABLE");
        assertThat(as("all", HttpMethod.POST, "/api/ask", new JsonObject().put("streams", "all").put("question", "")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whoMayNotSeeAStreamIsToldThatThereIsNone() {
        assertThat(as("table", "/api/streams/street").bodyAsJsonObject().encode())
                .isEqualTo(as("table", "/api/streams/nowhere").bodyAsJsonObject().encode().replace("nowhere", "street"));
        assertThat(as("table", "/api/streams").bodyAsString()).contains("\"table\"").doesNotContain("\"street\"");
        assertThat(as("table", HttpMethod.POST, "/api/ask", new JsonObject().put("stream", "table").put("question", "?")).statusCode())
                .isEqualTo(403);
        assertThat(get("/api/streams").statusCode()).isEqualTo(401);
        assertThat(get("/").bodyAsString()).as("the page").contains("<html");
    }

    @Test
    void aMachineAnswersToGatewaysAlone() {
        for (String token : List.of("all", SECRET)) {
            assertThat(await(client.get(first.getPort(), "127.0.0.1", "/api/streams").putHeader("Authorization", "Bearer " + token)
                    .send()).statusCode()).as(token).isEqualTo(401);
        }
        assertThat(await(client.get(first.getPort(), "127.0.0.1", "/metrics").send()).statusCode()).isEqualTo(401);
    }

    @Test
    void aStreamThatMovesIsAskedForAgainLater() {
        placement = new Placement(Map.of(FakeStreams.TABLE, second), Set.of(FakeStreams.STREET), List.of(second), true);
        HttpResponse<Buffer> moving = ask("street");
        assertThat(moving.statusCode()).isEqualTo(503);
        assertThat(error(moving).getString("code")).isEqualTo("CLUSTER_MOVING");
        assertThat(moving.getHeader("Retry-After")).isEqualTo("2");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(ask("table").statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamThatHasMovedIsFoundWhereItIs() {
        assertThat(ask("street").statusCode()).isEqualTo(200);
        onlySecond();
        HttpResponse<Buffer> lost = ask("street");
        assertThat(lost.statusCode()).isEqualTo(503);
        assertThat(error(lost).getString("code")).isEqualTo("CLUSTER_UNREACHABLE");
        assertThat(as("all", "/api/streams").bodyAsString()).contains("\"table\"");
        placement = new Placement(Map.of(FakeStreams.STREET, second, FakeStreams.TABLE, second), Set.of(), List.of(second), true);
        assertThat(ask("street").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamOfASilentMachineIsShownAsItWas() {
        as("all", "/api/streams");
        onlySecond();
        JsonObject street = as("all", "/api/streams").bodyAsJsonObject().getJsonArray("streams").getJsonObject(0);
        assertThat(street.getString("name") + " " + street.getString("status")).isEqualTo("street interrupted");
    }

    @Test
    void whyNobodyCanTellIsSaid() {
        complaint = new AfterimageException(ErrorCode.CLUSTER_NO_JOB, "no job of Afterimage runs at http://jobmanager:8081", "submit it");
        HttpResponse<Buffer> response = ask("street");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(error(response).getString("message")).contains("no job of Afterimage runs");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void streamsAreNotAddedOrRemovedHere() {
        assertThat(as("all", HttpMethod.DELETE, "/api/streams/street", null).statusCode()).as("a matter of role").isEqualTo(403);
        HttpResponse<Buffer> refused = as("owner", HttpMethod.DELETE, "/api/streams/street", null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(error(refused).getString("message")).contains("sources' file");
        assertThat(as("owner", HttpMethod.POST, "/api/streams/street/pause", new JsonObject()).statusCode()).isEqualTo(409);
        assertThat(as("owner", HttpMethod.POST, "/api/streams/street/limits", new JsonObject().put("kv", new JsonObject().put("days", 3)))
                .statusCode()).as("limits are the machine's").isEqualTo(200);
    }

    @Test
    void aStreamIsWatchedLiveThroughTheGateway() throws Exception {
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port())
                .putHeader("Authorization", "Bearer all");
        WebSocket socket = await(sockets.connect(new WebSocketConnectOptions(options).setURI("/api/streams/street/live")).map(connected -> {
            connected.textMessageHandler(text -> received.add(new JsonObject(text)));
            connected.binaryMessageHandler(bytes -> received.add(bytes.getBytes()));
            return connected;
        }));
        assertThat(((JsonObject) received.poll(10, TimeUnit.SECONDS)).getString("type")).isEqualTo("hello");
        received.poll(10, TimeUnit.SECONDS);
        assertThat((byte[]) received.poll(10, TimeUnit.SECONDS)).isEqualTo(FakeStreams.picture(FakeStreams.STREET, 29));
        streetFeed.publish(new FrameSeen(FakeStreams.STREET, 60, 30, "1 car, left", new byte[] {1, 2, 3}));
        assertThat(((JsonObject) received.poll(10, TimeUnit.SECONDS)).getDouble("seconds")).isEqualTo(30);
        assertThat((byte[]) received.poll(10, TimeUnit.SECONDS)).containsExactly(1, 2, 3);
        socket.closeHandler(closed -> received.add("closed"));
        onlySecond();
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
        placement = new Placement(Map.of(YARD, second), Set.of(), List.of(second), true);
        for (String unknown : List.of("nowhere", "yard")) {
            assertThatThrownBy(() -> await(sockets.connect(new WebSocketConnectOptions(options).setURI("/api/streams/" + unknown
                    + "/live")))).as("nothing of it is stored").isInstanceOfSatisfying(UpgradeRejectedException.class, refused ->
                    assertThat(refused.getStatus()).isEqualTo(404));
        }
    }
}
