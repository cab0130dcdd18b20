package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.evidence.StoredEvents;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A car that comes from the left and goes, a sign, a sentence, an unsure dog and a gap on one stream; a bottle on the other. */
class EventRoutesTest extends ServiceTest {

    @BeforeEach
    void serve() {
        Sighting car = new Sighting(7, 30, Sighting.THERE, "red", "left", "");
        put(FakeStreams.STREET, 30, new Evidence("car", List.of("left"), .9, List.of(car)), new Evidence("dog", List.of("right"), .05,
                List.of(new Sighting(8, 30, Sighting.THERE, "", "", ""))));
        put(FakeStreams.STREET, 34, new Evidence(Evidence.Kind.OBJECT, "car", 0, List.of(), .9, -1, -1,
                List.of(new Sighting(7, 30, 33.5, "red", "left", "right"))),
                new Evidence(Evidence.Kind.TEXT, "EXIT B2", 1, List.of("centre"), .8));
        put(FakeStreams.STREET, 38, new Evidence(Evidence.Kind.SPEECH, "the bus is late", 1, List.of(), .95, 35, 37));
        store.putGap(new Gap(FakeStreams.STREET, 40, 50, Gap.Cause.UNREACHABLE));
        put(FakeStreams.TABLE, 31, new Evidence("bottle", List.of("left"), .9, List.of(new Sighting(3, 31, Sighting.THERE, "", "", ""))));
        server = await(new QaServer(new QaPorts(store, asker, Optional.of(watching), feed, List.of("notes-135m"), "0.1.0",
                new StoredEvents(store, true)), new QaServerOptions().setPort(0)).start());
    }

    private void put(StreamId stream, double seconds, Evidence... evidence) {
        long number = store.lastEntry(stream).orElseThrow().number() + 1;
        store.putEntry(new BlockEntry(stream, number, seconds, 12, 0, "", List.of(evidence), new float[0], new float[0], new float[0]));
        store.putFrame(stream, 100 + number, new Thumbnail(seconds + 10, new byte[] {1}));
    }

    private List<JsonObject> events(String query) {
        return get("/api/events?from=29&" + query).bodyAsJsonObject().getJsonArray("events").stream().map(JsonObject.class::cast).toList();
    }

    @Test
    void eventsOfAllStreamsAreListedTheNewestFirstWithBothTimes() {
        List<JsonObject> all = events("");
        assertThat(all).extracting(event -> event.getString("kind") + " " + event.getString("label"))
                .containsExactly("gap unreachable", "speech the bus is late", "text EXIT B2", "object bottle", "object car");
        JsonObject car = all.get(4);
        assertThat(car.getDouble("start")).isEqualTo(30);
        assertThat(car.getDouble("end")).isEqualTo(33.5);
        assertThat(car.getString("start_time")).isEqualTo("2026-03-01T09:00:30Z");
        assertThat(car.getString("end_time")).isEqualTo("2026-03-01T09:00:33.500Z");
        assertThat(car.getString("colour") + " " + car.getString("from") + " " + car.getString("to")).isEqualTo("red left right");
        assertThat(car.getString("thumbnail")).isEqualTo("/api/streams/street/thumbnails/30.0");
        assertThat(all).extracting(event -> event.getString("id")).doesNotHaveDuplicates();
        assertThat(all.get(3).getValue("end")).as("still there").isNull();
    }

    @Test
    void theyAreChosenByLabelStreamTimeAndScore() {
        assertThat(events("label=car,bottle")).hasSize(2);
        assertThat(events("label=exit")).extracting(event -> event.getString("label")).containsExactly("EXIT B2");
        assertThat(events("kind=object&stream=table")).extracting(event -> event.getString("stream")).containsExactly("table");
        assertThat(events("label=dog")).isEmpty();
        assertThat(events("label=dog&min_score=0")).hasSize(1);
        assertThat(events("after=2026-03-01T09:00:39Z")).extracting(event -> event.getString("kind")).contains("gap")
                .doesNotContain("speech");
        assertThat(events("before=2026-03-01T09:00:31.500Z&kind=object")).hasSize(2);
        assertThat(events("to=30.5")).extracting(event -> event.getString("label")).containsExactly("car");
        JsonObject first = get("/api/events?from=29&limit=1").bodyAsJsonObject();
        assertThat(first.getJsonArray("events")).hasSize(1);
        assertThat(first.getBoolean("more")).isTrue();
    }

    /** Two bottles and a car come at one moment. Whatever the size of a page, each event comes once, also while others happen. */
    @Test
    void pagesLoseNoEventAndTellNoneTwice() {
        put(FakeStreams.TABLE, 33.5, new Evidence("bottle", List.of("left"), .9, List.of(
                new Sighting(4, 33.5, Sighting.THERE, "", "", ""), new Sighting(5, 33.5, Sighting.THERE, "", "", ""))));
        put(FakeStreams.STREET, 42, new Evidence("car", List.of("left"), .9, List.of(new Sighting(9, 33.5, Sighting.THERE, "", "", ""))));
        List<String> all = events("").stream().map(event -> event.getString("id")).toList();
        assertThat(all).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        for (int size = 1; size < all.size(); size++) {
            for (String format : List.of("json", "ndjson")) {
                assertThat(paged(size, format)).as(size + " a page, " + format).isEqualTo(all);
            }
        }
        JsonObject first = get("/api/events?from=29&limit=2").bodyAsJsonObject();
        put(FakeStreams.TABLE, 45, new Evidence(Evidence.Kind.TEXT, "NEW", 1, List.of("centre"), .9));
        assertThat(get("/api/events?from=29&limit=2&cursor=" + first.getString("next")).bodyAsJsonObject().getJsonArray("events")
                .getJsonObject(0).getString("id")).as("newer ones stand before the first page").isEqualTo(all.get(2));
    }

    private List<String> paged(int size, String format) {
        List<String> ids = new ArrayList<>();
        for (String cursor = ""; cursor != null;) {
            HttpResponse<Buffer> page = get("/api/events?from=29&format=" + format + "&limit=" + size + (cursor.isEmpty() ? ""
                    : "&cursor=" + cursor));
            boolean lines = format.equals("ndjson");
            List<JsonObject> events = lines ? page.bodyAsString().lines().map(JsonObject::new).toList()
                    : page.bodyAsJsonObject().getJsonArray("events").stream().map(JsonObject.class::cast).toList();
            events.forEach(event -> ids.add(event.getString("id")));
            cursor = lines ? page.getHeader("X-Afterimage-Next") : page.bodyAsJsonObject().getString("next");
        }
        return ids;
    }

    @Test
    void whatBeganAtAMomentIsNotBeforeIt() {
        assertThat(events("before=2026-03-01T09:00:31Z&kind=object")).extracting(event -> event.getString("label"))
                .containsExactly("car");
    }

    @Test
    void theFormIsTheOneThatIsLikedBest() {
        for (String json : List.of("application/x-ndjson;q=0", "application/x-ndjson;q=0.5, application/json", "*/*")) {
            assertThat(accepting(json)).as(json).startsWith("application/json");
        }
        assertThat(accepting("application/json;q=0.5, application/x-ndjson")).startsWith("application/x-ndjson");
    }

    private String accepting(String types) {
        return await(client.get(server.port(), "127.0.0.1", "/api/events?from=29").putHeader("Accept", types).send())
                .getHeader("Content-Type");
    }

    @Test
    void eachIsALineWhereThatIsAskedFor() {
        String lines = get("/api/events?from=29&format=ndjson").bodyAsString();
        assertThat(Arrays.stream(lines.split("\n")).map(line -> new JsonObject(line).getString("label"))).hasSize(5).contains("car");
        assertThat(await(client.get(server.port(), "127.0.0.1", "/api/events?from=29").putHeader("Accept", "application/x-ndjson").send())
                .getHeader("Content-Type")).startsWith("application/x-ndjson");
    }

    @Test
    void whatCannotBeReadIsRefused() {
        for (String query : List.of("camera=street", "kind=cat", "min_score=2", "from=-1", "after=noon", "format=xml", "limit=0",
                "limit=1.5", "limit=5001", "cursor=nowhere", "from=0x1p3", "from=1d", "from=1&from=2")) {
            assertThat(get("/api/events?" + query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(get("/api/events?stream=nowhere").statusCode()).isEqualTo(404);
        assertThat(error(get("/api/events?limit=5001")).getString("remedy")).isEqualTo("give a number from 1 to 5000");
    }
}
