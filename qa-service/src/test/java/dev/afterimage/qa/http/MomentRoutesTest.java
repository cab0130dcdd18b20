package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MomentRoutesTest extends ServiceTest {

    @BeforeEach
    void serve() {
        start(new QaServerOptions());
    }

    @Test
    void timesBeforeTheStreamBeganAreRefused() {
        for (String path : List.of("thumbnails/-5", "blocks?from=-1", "frames?to=-0.5", "scenes?from=-1", "gaps?from=-9", "clip?from=-2")) {
            assertThat(get("/api/streams/street/" + path).statusCode()).as(path).isEqualTo(400);
        }
    }

    @Test
    void scenesComeInOrderAndOnlyThoseAskedFor() {
        assertThat(get("/api/streams/street/scenes").bodyAsJsonObject().getJsonArray("scenes")).hasSize(8);
        JsonObject first = get("/api/streams/street/scenes?from=10&to=16").bodyAsJsonObject().getJsonArray("scenes").getJsonObject(0);
        assertThat(first.getInteger("number")).isEqualTo(2);
        assertThat(first.getString("thumbnail")).isEqualTo("/api/streams/street/thumbnails/9.0");
        assertThat(get("/api/streams/street/scenes?from=10&to=16").bodyAsJsonObject().getJsonArray("scenes")).hasSizeGreaterThan(1);
    }

    @Test
    void gapsSayWhenNobodyWatchedAndWhy() {
        store.putGap(new Gap(FakeStreams.STREET, 3, 5, Gap.Cause.STALLED));
        store.putGap(Gap.from(FakeStreams.STREET, 29, Gap.Cause.UNREACHABLE));
        JsonArray gaps = get("/api/streams/street/gaps").bodyAsJsonObject().getJsonArray("gaps");
        assertThat(gaps).hasSize(2);
        assertThat(gaps.getJsonObject(0)).isEqualTo(new JsonObject().put("start", 3.0).put("end", 5.0).put("cause", "stalled")
                .put("reason", "the camera sent no pictures"));
        assertThat(gaps.getJsonObject(1).getValue("end")).as("it lasts").isNull();
        assertThat(get("/api/streams/street/gaps?from=6&to=20").bodyAsJsonObject().getJsonArray("gaps")).isEmpty();
        assertThat(get("/api/streams/none/gaps").statusCode()).isEqualTo(404);
    }

    @Test
    void blocksOfASpanSayWhatWasSeen() {
        List<String> notes = get("/api/streams/street/blocks?from=5&to=15").bodyAsJsonObject().getJsonArray("blocks").stream()
                .map(block -> ((JsonObject) block).getString("note")).toList();
        assertThat(notes).containsExactly("1 car, right", "nothing", "2 cars, left and centre");
    }

    @Test
    void blocksAreFoundByTheirTimesAlsoWhereTheirKvWasRemoved() {
        store.trim(Long.MAX_VALUE);
        assertThat(get("/api/streams/street/blocks?from=5&to=15").statusCode()).isEqualTo(200);
        assertThat(get("/api/streams/street/blocks?from=5&to=15").bodyAsJsonObject().getJsonArray("blocks")).hasSize(3);
        assertThat(get("/api/events?to=15").statusCode()).isEqualTo(200);
    }

    @Test
    void ofManyBlocksTheNewestAreGivenAndAnySpanIsFound() {
        StreamId day = new StreamId("day");
        store.putStream(new StreamInfo(day, "day.mp4", 1, FakeStreams.STARTED, 1, 1, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1, ""));
        for (int i = 0; i < 5000; i++) {
            store.putEntry(FakeStreams.entry(day, i, 2 * i, "note " + i, "car", 1));
        }
        assertThat(numbers("/api/streams/day/blocks?limit=3")).containsExactly(4997, 4998, 4999);
        assertThat(numbers("/api/streams/day/blocks?from=1000&to=1005")).containsExactly(500, 501, 502);
        assertThat(numbers("/api/streams/day/blocks?from=1001&to=1005&holding=true")).containsExactly(500, 501, 502);
        assertThat(numbers("/api/streams/day/blocks?from=1001&to=1001.5&holding=true")).containsExactly(500);
        assertThat(numbers("/api/streams/day/blocks?from=0&to=0&holding=true")).containsExactly(0);
        assertThat(numbers("/api/streams/day/blocks?from=5000&to=7000")).hasSize(1000).startsWith(2501).endsWith(3500);
        assertThat(numbers("/api/streams/day/blocks?from=20000")).isEmpty();
        assertThat(numbers("/api/streams/day/blocks")).hasSize(1000);
    }

    private List<Integer> numbers(String path) {
        return get(path).bodyAsJsonObject().getJsonArray("blocks").stream().map(block -> ((JsonObject) block).getInteger("number"))
                .toList();
    }

    @Test
    void aThumbnailIsTheOneAtOrBeforeTheTime() {
        HttpResponse<Buffer> response = get("/api/streams/street/thumbnails/16.9");
        assertThat(response.getHeader("Content-Type")).isEqualTo("image/jpeg");
        assertThat(response.getHeader("X-Afterimage-Seconds")).isEqualTo("16.000");
        assertThat(response.body().getBytes()).isEqualTo(FakeStreams.picture(FakeStreams.STREET, 16));
    }

    @Test
    void framesAreTheTimesOfThePictures() {
        assertThat(get("/api/streams/street/frames?from=3.5&to=6").bodyAsJsonObject().getJsonArray("frames").getList())
                .containsExactly(4.0, 5.0, 6.0);
        assertThat(get("/api/streams/street/frames?limit=3").bodyAsJsonObject().getJsonArray("frames").getList())
                .containsExactly(0.0, 15.0, 29.0);
    }

    @Test
    void aClipPlaysTheStoredPictures() {
        HttpResponse<Buffer> clip = get("/api/streams/street/clip?from=15&to=18&speed=100");
        assertThat(clip.getHeader("Content-Type")).startsWith("multipart/x-mixed-replace; boundary=");
        assertThat(clip.bodyAsString("ISO-8859-1").split("Content-Type: image/jpeg")).hasSize(5);
        assertThat(get("/api/streams/street/clip?from=100&to=110").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNotATimeOrNotAStreamIsSaidSo() {
        assertThat(error(get("/api/streams/street/thumbnails/noon")).getString("code")).isEqualTo("USAGE_TIME");
        assertThat(get("/api/streams/street/thumbnails/NaN").statusCode()).isEqualTo(400);
        assertThat(get("/api/streams/street/blocks?from=early").statusCode()).isEqualTo(400);
        for (String path : List.of("scenes", "blocks", "frames", "clip", "thumbnails/1")) {
            HttpResponse<Buffer> response = get("/api/streams/nowhere/" + path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(error(response).getString("code")).isEqualTo("STREAM_UNKNOWN");
        }
        store.putStream(new StreamInfo(new StreamId("new"), "x", 1, FakeStreams.STARTED, 1, 1, true, StreamInfo.Status.WATCHING, 0, 0, 0, 0,
                -1, ""));
        assertThat(error(get("/api/streams/new/thumbnails/1")).getString("message")).contains("no picture yet");
        assertThat(get("/api/streams/new/blocks").bodyAsJsonObject().getJsonArray("blocks")).isEmpty();
    }

    /** A misspelt parameter, one of two values and a number in a form of programs are mistakes that would go unseen. */
    @Test
    void parametersThatNothingReadsAreRefused() {
        for (String list : List.of("scenes", "gaps", "blocks", "frames", "thumbnails/3", "recording", "video", "clip", "kept")) {
            for (String wrong : List.of("foo=1", "from=1&from=2", "from=0x1p3")) {
                assertThat(get("/api/streams/street/" + list + "?" + wrong).statusCode()).as(list + " " + wrong).isEqualTo(400);
            }
        }
        for (String wrong : List.of("blocks?limit=0", "blocks?limit=1.5", "frames?limit=0", "blocks?holding=maybe",
                "video?download=maybe")) {
            assertThat(get("/api/streams/street/" + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(get("/api/streams/street/blocks?from=1e0&to=20.&limit=100000&holding=true").statusCode()).isEqualTo(200);
        assertThat(error(get("/api/streams/street/clip?speed=-1")).getString("message")).isEqualTo("'speed' is '-1'");
    }
}
