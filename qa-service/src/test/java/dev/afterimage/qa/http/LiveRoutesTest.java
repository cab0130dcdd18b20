package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed.BlockCommitted;
import dev.afterimage.core.watch.LiveFeed.FrameSeen;
import dev.afterimage.core.watch.LiveFeed.SceneChanged;
import dev.afterimage.core.watch.LiveFeed.StatusChanged;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveRoutesTest extends ServiceTest {

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @BeforeEach
    void serve() {
        start(new QaServerOptions().setLiveQueue(8));
    }

    private WebSocket connect(WebSocketConnectOptions options) {
        return await(sockets.connect(options.setPort(server.port()).setHost("127.0.0.1")).map(connected -> {
            connected.textMessageHandler(text -> received.add(new JsonObject(text)));
            connected.binaryMessageHandler(bytes -> received.add(bytes.getBytes()));
            return connected;
        }));
    }

    private WebSocket connect() {
        return connect(new WebSocketConnectOptions().setURI("/api/streams/street/live"));
    }

    private JsonObject next() throws InterruptedException {
        return (JsonObject) received.poll(10, TimeUnit.SECONDS);
    }

    private byte[] nextPicture() throws InterruptedException {
        return (byte[]) received.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void itBeginsWithTheStreamAsItIsAndItsNewestPicture() throws Exception {
        connect();
        JsonObject hello = next();
        assertThat(hello.getString("type")).isEqualTo("hello");
        assertThat(hello.getJsonObject("stream").getString("name")).isEqualTo("street");
        assertThat(next().getDouble("seconds")).isEqualTo(29);
        assertThat(nextPicture()).isEqualTo(FakeStreams.picture(FakeStreams.STREET, 29));
    }

    @Test
    void everythingThatHappensIsTold() throws Exception {
        connect();
        next();
        next();
        nextPicture();
        byte[] jpeg = {1, 2, 3};
        feed.publish(new FrameSeen(FakeStreams.STREET, 60, 30, "1 car, left", jpeg));
        JsonObject frame = next();
        assertThat(frame.getString("type")).isEqualTo("frame");
        assertThat(frame.getString("note")).isEqualTo("1 car, left");
        assertThat(nextPicture()).isEqualTo(jpeg);
        feed.publish(new BlockCommitted(FakeStreams.STREET, 8, 30, "1 car, left", 12));
        assertThat(next().getMap()).containsEntry("type", "block").containsEntry("number", 8);
        feed.publish(new SceneChanged(FakeStreams.STREET, new Scene(FakeStreams.STREET, 8, 30, 31, "1 car, left", false)));
        assertThat(next().getJsonObject("scene").getDouble("start")).isEqualTo(30);
        feed.publish(new StatusChanged(FakeStreams.STREET, StreamInfo.Status.FAILED, "INPUT_STALLED: no picture for 10 s"));
        assertThat(next().getMap()).containsEntry("status", "failed").containsEntry("failure", "INPUT_STALLED: no picture for 10 s");
    }

    @Test
    void aSceneIsToldOnlyWhenItChanged() throws Exception {
        connect();
        next();
        next();
        nextPicture();
        for (int i = 0; i < 5; i++) {
            feed.publish(new SceneChanged(FakeStreams.STREET, new Scene(FakeStreams.STREET, 8, 30, 31 + i, "1 car, left", false)));
        }
        feed.publish(new SceneChanged(FakeStreams.STREET, new Scene(FakeStreams.STREET, 8, 30, 36, "1 car, left", true)));
        assertThat(next().getJsonObject("scene").getBoolean("closed")).isFalse();
        assertThat(next().getJsonObject("scene").getBoolean("closed")).as("no growth in between").isTrue();
    }

    @Test
    void whoWasAwayGoesOnFromWhereTheyWere() throws Exception {
        connect(new WebSocketConnectOptions().setURI("/api/streams/street/live?from=19"));
        assertThat(next().getString("type")).isEqualTo("hello");
        JsonObject resumed = next();
        assertThat(resumed.getString("type")).isEqualTo("resumed");
        assertThat(resumed.getBoolean("complete")).isTrue();
        assertThat(List.of(next(), next(), next())).extracting(block -> block.getDouble("seconds")).containsExactly(20.0, 25.0, 28.0);
        for (JsonObject scene = next(); ; scene = next()) {
            if (!scene.getString("type").equals("scene")) {
                assertThat(scene.getString("type")).as("the newest picture").isEqualTo("frame");
                break;
            }
            assertThat(scene.getJsonObject("scene").getDouble("end")).isGreaterThan(19);
        }
        nextPicture();
        feed.publish(new BlockCommitted(FakeStreams.STREET, 8, 30, "1 car, left", 12));
        assertThat(next().getInteger("number")).isEqualTo(8);
        assertThatThrownBy(() -> connect(new WebSocketConnectOptions().setURI("/api/streams/street/live?from=-1")))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> assertThat(refused.getStatus()).isEqualTo(400));
    }

    @Test
    void whoWantsAllGetsTheFirstBlockToo() throws Exception {
        connect(new WebSocketConnectOptions().setURI("/api/streams/street/live?from=0"));
        next();
        assertThat(next().getString("type")).isEqualTo("resumed");
        assertThat(next().getDouble("seconds")).isEqualTo(0.0);
    }

    @Test
    void anOnlookerWhoReadsNothingHoldsNobodyUpAndLosesPicturesOnly() throws Exception {
        WebSocket slow = connect();
        next();
        slow.pause();
        byte[] jpeg = new byte[200_000];
        Arrays.fill(jpeg, (byte) 7);
        long longest = 0;
        for (int i = 0; i < 400; i++) {
            long before = System.nanoTime();
            feed.publish(new FrameSeen(FakeStreams.STREET, i, 30 + i, "", jpeg));
            longest = Math.max(longest, System.nanoTime() - before);
            // Lets the event loop send: a burst alone would be merged before anything could be held up.
            Thread.sleep(1);
        }
        feed.publish(new StatusChanged(FakeStreams.STREET, StreamInfo.Status.ENDED, ""));
        assertThat(TimeUnit.NANOSECONDS.toSeconds(longest)).as("seconds the write path was held up").isZero();
        slow.resume();
        int pictures = 0;
        double newest = 0;
        for (Object message = nextOfAny(); ; message = nextOfAny()) {
            if (message instanceof byte[]) {
                pictures++;
            } else if (((JsonObject) message).getString("type").equals("frame")) {
                newest = ((JsonObject) message).getDouble("seconds");
            }
            if (newest == 429 && message instanceof byte[]) {
                break;
            }
        }
        assertThat(pictures).isLessThan(400);
    }

    private Object nextOfAny() throws InterruptedException {
        Object message = received.poll(10, TimeUnit.SECONDS);
        assertThat(message).as("a message, since the newest frame is never dropped").isNotNull();
        return message;
    }

    @Test
    void whoIsLeftBehindIsToldSo() throws Exception {
        WebSocket slow = connect();
        next();
        slow.pause();
        byte[] jpeg = new byte[2_000_000];
        for (int i = 0; i < 20; i++) {
            feed.publish(new FrameSeen(FakeStreams.STREET, i, 30 + i, "", jpeg));
            Thread.sleep(20);
        }
        for (int i = 0; i < 100; i++) {
            feed.publish(new BlockCommitted(FakeStreams.STREET, 100 + i, 60 + i, "", 1));
        }
        slow.resume();
        long dropped = 0;
        for (Object message = nextOfAny(); ; message = nextOfAny()) {
            if (message instanceof JsonObject json && json.getString("type").equals("lagged")) {
                dropped += json.getLong("dropped");
            }
            if (message instanceof JsonObject json && json.getString("type").equals("block") && json.getInteger("number") == 199) {
                break;
            }
        }
        assertThat(dropped).isPositive();
    }

    @Test
    void whoLeavesIsNoLongerListenedFor() throws Exception {
        WebSocket socket = connect();
        next();
        assertThat(feed.watched(FakeStreams.STREET)).isTrue();
        await(socket.close());
        for (int i = 0; i < 100 && feed.watched(FakeStreams.STREET); i++) {
            Thread.sleep(20);
        }
        assertThat(feed.watched(FakeStreams.STREET)).isFalse();
    }

    @Test
    void anUnknownStreamAndAForeignPageAreRefused() {
        assertThatThrownBy(() -> connect(new WebSocketConnectOptions().setURI("/api/streams/nowhere/live")))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> assertThat(refused.getStatus()).isEqualTo(404));
        assertThatThrownBy(() -> connect(new WebSocketConnectOptions().setURI("/api/streams/street/live")
                .addHeader("Origin", "https://evil.example")))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> assertThat(refused.getStatus()).isEqualTo(403));
        assertThat(get("/api/streams/street/live").statusCode()).isEqualTo(426);
    }
}
