package dev.afterimage.ingest.rtmp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SentBytes;
import dev.afterimage.core.stream.StreamId;

/**
 * One encoder that publishes. It shakes hands, connects to the application {@code live}, and publishes under a stream's key; nothing else
 * is answered. What comes then goes as FLV to whoever reads the stream. Runs in a thread of its own.
 */
final class RtmpConnection {

    /** FFmpeg's names of what is handed on. */
    private static final String FORMATS = "flv,live_flv";
    private static final String APPLICATION = "live";
    private static final int VERSION = 3;
    private static final int HANDSHAKE = 1536;
    private static final int WINDOW = 1 << 20;
    private static final int STREAM = 1;
    /** Whoever tries keys does so slowly. */
    private static final long WRONG_KEY_MILLIS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);

    private final Senders senders;
    private final RtmpListener.Patience patience;
    private final TimedInput in;
    private final OutputStream out;
    private final ChunkReader chunks;
    private final ChunkWriter answers;
    private final Object room = new Object();
    private boolean connected;
    private long acknowledged;
    private StreamId stream;
    private SentBytes sent;

    RtmpConnection(Socket socket, Senders senders, RtmpListener.Patience patience) throws IOException {
        this.senders = senders;
        this.patience = patience;
        this.in = new TimedInput(socket, new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = socket.getOutputStream();
        this.chunks = new ChunkReader(in);
        this.answers = new ChunkWriter(out);
    }

    /** Returns when the encoder has ended; throws where it broke off or does not keep to the protocol. */
    void serve() throws IOException, InterruptedException {
        in.allow(patience.beginMillis());
        shakeHands();
        try {
            while (take(chunks.next())) {
                acknowledge();
            }
        } finally {
            if (sent != null) {
                senders.end(stream, sent);
            }
        }
    }

    private void shakeHands() throws IOException {
        if (in.read() != VERSION) {
            throw new IOException("what came is not RTMP");
        }
        byte[] theirs = new byte[HANDSHAKE];
        in.read(theirs, 0, HANDSHAKE);
        byte[] ours = new byte[1 + HANDSHAKE];
        new SecureRandom().nextBytes(ours);
        Arrays.fill(ours, 1, 9, (byte) 0);
        ours[0] = VERSION;
        out.write(ours);
        out.write(theirs);
        out.flush();
        in.read(theirs, 0, HANDSHAKE);
    }

    private void acknowledge() throws IOException {
        if (in.count() - acknowledged >= WINDOW / 2) {
            acknowledged = in.count();
            answers.control(Message.ACKNOWLEDGEMENT, (int) acknowledged);
        }
    }

    /** @return whether more is expected */
    private boolean take(Message message) throws IOException, InterruptedException {
        return switch (message.type()) {
            case Message.COMMAND -> command(Amf0.read(message.body()));
            case Message.AUDIO, Message.VIDEO, Message.DATA -> {
                publish(message);
                yield true;
            }
            // Of flow control and pings there is nothing to do; what else there is, publishers do not send.
            case Message.ACKNOWLEDGEMENT, 4, Message.WINDOW, Message.BANDWIDTH -> true;
            default -> throw new IOException("messages of the kind " + message.type() + " are not taken");
        };
    }

    private boolean command(List<Object> command) throws IOException, InterruptedException {
        String name = command.isEmpty() ? "" : String.valueOf(command.get(0));
        Object transaction = command.size() > 1 ? command.get(1) : 0;
        switch (name) {
            case "connect" -> connect(transaction, command.size() > 2 && command.get(2) instanceof Map<?, ?> given ? given : Map.of());
            case "createStream" -> answers.command(0, "_result", transaction, null, STREAM);
            case "publish" -> {
                return begin(command.size() > 3 ? String.valueOf(command.get(3)) : "");
            }
            case "play", "play2" -> {
                tell("error", "NetStream.Play.Failed", "Afterimage plays nothing by RTMP");
                return false;
            }
            case "FCUnpublish", "deleteStream", "closeStream" -> {
                return sent == null;
            }
            // releaseStream, FCPublish and _checkbw want no answer.
            default -> LOG.debug("the command '{}' is passed over", name);
        }
        return true;
    }

    private void connect(Object transaction, Map<?, ?> given) throws IOException {
        String application = String.valueOf(given.get("app"));
        if (!application.equals(APPLICATION) && !application.equals(APPLICATION + "/")) {
            answers.command(0, "_error", transaction, null, status("error", "NetConnection.Connect.Rejected",
                    "publish to rtmp://HOST/" + APPLICATION));
            throw new IOException("it asked for the application '" + application + "'");
        }
        connected = true;
        answers.control(Message.WINDOW, WINDOW);
        answers.bandwidth(WINDOW);
        answers.command(0, "_result", transaction, Map.of("fmsVer", "Afterimage", "capabilities", 31),
                status("status", "NetConnection.Connect.Success", "connected"));
    }

    private boolean begin(String name) throws IOException, InterruptedException {
        if (!connected || sent != null) {
            throw new IOException("it publishes " + (connected ? "twice" : "without having connected"));
        }
        // Some encoders add parameters of their own.
        Optional<StreamId> expected = senders.expecting(name.replaceFirst("\\?.*", ""));
        if (expected.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(WRONG_KEY_MILLIS);
            tell("error", "NetStream.Publish.BadName", "No stream waits for this key. Check the key, and that the stream is watched.");
            throw new IOException("no stream waits for the key that was given");
        }
        try {
            sent = senders.begin(expected.get(), FORMATS);
        } catch (AfterimageException taken) {
            tell("error", "NetStream.Publish.BadName", "Something else sends with this key already. Stop it first.");
            throw new IOException(taken.getMessage(), taken);
        }
        stream = expected.get();
        sent.onRoom(() -> {
            synchronized (room) {
                room.notifyAll();
            }
        });
        hand(FlvTags.header());
        tell("status", "NetStream.Publish.Start", "publishing");
        in.allow(patience.silentMillis());
        LOG.info("{}: an encoder sends", stream);
        return true;
    }

    private void publish(Message message) throws IOException, InterruptedException {
        if (sent == null) {
            throw new IOException("it sends pictures or sound before it publishes");
        }
        hand(FlvTags.tag(message));
        if (message.type() != Message.DATA) {
            in.allow(patience.silentMillis());
        }
    }

    /** Waits while there is no room: the encoder waits, too. */
    private void hand(byte[] bytes) throws IOException, InterruptedException {
        if (sent.ended()) {
            // Whoever read it began anew: so must the encoder, since the headers come first.
            throw new IOException("the stream is not read any more");
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience.fullMillis());
        boolean fits = sent.add(bytes);
        synchronized (room) {
            while (!fits && !(fits = sent.hasRoom())) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    throw new IOException("the stream is not read");
                }
                room.wait(left);
            }
        }
    }

    private void tell(String level, String code, String description) throws IOException {
        answers.command(STREAM, "onStatus", 0, null, status(level, code, description));
    }

    private static Map<String, Object> status(String level, String code, String description) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("level", level);
        status.put("code", code);
        status.put("description", description);
        return status;
    }
}
