package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed.BlockCommitted;
import dev.afterimage.core.watch.LiveFeed.Event;
import dev.afterimage.core.watch.LiveFeed.FrameSeen;
import dev.afterimage.core.watch.LiveFeed.SceneChanged;
import dev.afterimage.core.watch.LiveFeed.StatusChanged;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one onlooker has still to be sent. Filled by the write path, which never waits: of pictures only the newest is kept, of other
 * events a bounded number, and an onlooker who lost some is told ({@code lagged}) and can read them again. Emptied on the event loop as
 * fast as the socket takes it.
 */
final class LiveOutbox implements Consumer<Event> {

    private final ServerWebSocket socket;
    private final Context context;
    private final int capacity;
    private final Deque<Event> events = new ArrayDeque<>();
    private FrameSeen newestFrame;
    private Scene newestScene;
    private boolean held;
    private boolean scheduled;
    private boolean ended;
    private long dropped;

    LiveOutbox(ServerWebSocket socket, Context context, int capacity) {
        this.socket = socket;
        this.context = context;
        this.capacity = capacity;
        socket.drainHandler(drained -> send());
    }

    /** Keeps what comes from now on until {@link #resume}. */
    synchronized void hold() {
        held = true;
    }

    /**
     * Sends what an onlooker missed, and goes on with what came meanwhile and is not among it.
     *
     * @param missed blocks, ascending
     * @param scenes that grew or began meanwhile, ascending
     */
    void resume(StreamId stream, List<BlockEntry> missed, List<Scene> scenes) {
        if (ended) {
            return;
        }
        missed.forEach(block -> write(new BlockCommitted(stream, block.number(), block.seconds(), block.note(), block.tokens())));
        scenes.forEach(scene -> write(new SceneChanged(stream, scene)));
        long last = missed.isEmpty() ? -1 : missed.get(missed.size() - 1).number();
        synchronized (this) {
            newestScene = scenes.isEmpty() ? newestScene : scenes.get(scenes.size() - 1);
            events.removeIf(event -> event instanceof BlockCommitted block && block.number() <= last
                    || event instanceof SceneChanged changed && scenes.contains(changed.scene()));
            held = false;
        }
        send();
    }

    /** Whether a scene tells something new: its end alone moves with every frame. */
    private boolean changed(Scene scene) {
        boolean same = newestScene != null && newestScene.number() == scene.number() && newestScene.closed() == scene.closed()
                && newestScene.start() == scene.start() && newestScene.note().equals(scene.note());
        newestScene = scene;
        return !same;
    }

    @Override
    public synchronized void accept(Event event) {
        if (event instanceof SceneChanged scene && !changed(scene.scene())) {
            return;
        }
        if (event instanceof FrameSeen frame) {
            newestFrame = frame;
        } else {
            if (events.size() == capacity) {
                events.removeFirst();
                dropped++;
            }
            events.addLast(event);
        }
        if (!scheduled) {
            scheduled = true;
            context.runOnContext(due -> send());
        }
    }

    /** Closes the socket; nothing is sent behind that. On the event loop. */
    void end() {
        ended = true;
        socket.close();
    }

    private void send() {
        while (!ended && !socket.isClosed() && !socket.writeQueueFull()) {
            ObjectNode lag = takeLag();
            Event event = lag == null ? take() : null;
            if (lag != null) {
                socket.writeTextMessage(Json.text(lag));
            } else if (event != null) {
                write(event);
            } else {
                return;
            }
        }
    }

    private synchronized ObjectNode takeLag() {
        if (dropped == 0 || held) {
            return null;
        }
        ObjectNode lag = Json.object().put("type", "lagged").put("dropped", dropped);
        dropped = 0;
        return lag;
    }

    /** The next event, or null when all is sent: from then on the next one schedules a new round. */
    private synchronized Event take() {
        if (held) {
            scheduled = false;
            return null;
        }
        Event next = events.pollFirst();
        if (next == null) {
            next = newestFrame;
            newestFrame = null;
        }
        scheduled = next != null;
        return next;
    }

    private void write(Event event) {
        socket.writeTextMessage(Json.text(json(event)));
        if (event instanceof FrameSeen frame) {
            socket.writeBinaryMessage(Buffer.buffer(frame.jpeg()));
        }
    }

    /** {@code frame} is followed by one binary message: its JPEG. */
    static ObjectNode json(Event event) {
        ObjectNode json = Json.object();
        if (event instanceof FrameSeen frame) {
            return json.put("type", "frame").put("index", frame.index()).put("seconds", Json.rounded(frame.seconds()))
                    .put("note", frame.note());
        }
        if (event instanceof BlockCommitted block) {
            return json.put("type", "block").put("number", block.number()).put("seconds", Json.rounded(block.seconds()))
                    .put("note", block.note()).put("tokens", block.tokens());
        }
        if (event instanceof SceneChanged changed) {
            json.put("type", "scene").set("scene", StreamJson.of(changed.scene()));
            return json;
        }
        StatusChanged status = (StatusChanged) event;
        return json.put("type", "status").put("status", StreamJson.status(status.status()))
                .put("failure", WithoutCommands.line(status.failure()));
    }
}
