package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.evidence.StoredEvents;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import io.vertx.core.json.JsonObject;
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

    @Test
    void eachIsALineWhereThatIsAskedFor() {
        String lines = get("/api/events?from=29&format=ndjson").bodyAsString();
        assertThat(Arrays.stream(lines.split("\n")).map(line -> new JsonObject(line).getString("label"))).hasSize(5).contains("car");
        assertThat(await(client.get(server.port(), "127.0.0.1", "/api/events?from=29").putHeader("Accept", "application/x-ndjson").send())
                .getHeader("Content-Type")).startsWith("application/x-ndjson");
    }

    @Test
    void whatCannotBeReadIsRefused() {
        for (String query : List.of("camera=street", "kind=cat", "min_score=2", "from=-1", "after=noon", "format=xml", "limit=0")) {
            assertThat(get("/api/events?" + query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(get("/api/events?stream=nowhere").statusCode()).isEqualTo(404);
    }
}
