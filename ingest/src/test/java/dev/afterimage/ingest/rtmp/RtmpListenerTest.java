package dev.afterimage.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SentBytes;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishers that do not keep to the protocol, or take their time. */
@Timeout(60)
class RtmpListenerTest {

    private static final String KEY = "a-key-of-this-stream";
    private static final SourceSettings STAGE = new SourceSettings(new StreamId("stage"), "publish://rtmp?key=" + KEY, 5,
            SourceSettings.Pace.REALTIME, false, ReadingSettings.DEFAULT);

    private final Senders senders = new Senders();
    private final RtmpListener listener = new RtmpListener("127.0.0.1", 0, Optional.empty(), senders,
            new RtmpListener.Patience(1500, 1500, 1500));
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        listener.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.port());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private Socket shaken() throws IOException {
        Socket socket = connect();
        byte[] hello = new byte[1 + 1536];
        hello[0] = 3;
        socket.getOutputStream().write(hello);
        socket.getInputStream().readNBytes(1 + 2 * 1536);
        socket.getOutputStream().write(new byte[1536]);
        return socket;
    }

    /** With a full header, in chunks of 128 bytes. */
    private static byte[] message(int channel, int type, int length, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(channel);
        out.writeBytes(new byte[3]);
        out.write(ByteBuffer.allocate(4).putInt(length).array(), 1, 3);
        out.write(type);
        out.writeBytes(new byte[] {1, 0, 0, 0});
        for (int at = 0; at < body.length; at += 128) {
            if (at > 0) {
                out.write(0xC0 | channel);
            }
            out.write(body, at, Math.min(128, body.length - at));
        }
        return out.toByteArray();
    }

    private static byte[] command(Object... values) {
        byte[] body = Amf0.written(values);
        return message(3, Message.COMMAND, body.length, body);
    }

    private Socket publishing(String key) throws IOException {
        Socket socket = shaken();
        OutputStream out = socket.getOutputStream();
        out.write(command("connect", 1, Map.of("app", "live")));
        out.write(command("createStream", 2, null));
        out.write(command("publish", 3, null, key, "live"));
        return socket;
    }

    private static void awaitClosed(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // Whatever it is still told.
            }
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void whatIsNoRtmpIsHungUpOn() throws Exception {
        byte[] garbage = new byte[10_000];
        new Random(3).nextBytes(garbage);
        garbage[0] = 'G';
        Socket web = connect();
        web.getOutputStream().write(garbage);
        awaitClosed(web);
        Socket mad = shaken();
        mad.getOutputStream().write(garbage);
        awaitClosed(mad);
    }

    @Test
    void messagesThatAreTooLargeOrTooManyAreNotWaitedFor() throws Exception {
        for (byte[] bad : List.of(message(4, Message.VIDEO, ChunkReader.MOST_MEDIA + 1, new byte[128]),
                message(3, Message.COMMAND, ChunkReader.MOST_OTHER + 1, new byte[128]), manyLarge(), manyChannels(),
                new byte[] {(byte) 0xC3}, new byte[] {0x43, 0, 0, 0, 0, 0, 1, 20}, message(2, Message.SET_CHUNK_SIZE, 4, new byte[4]),
                message(3, 22, 1, new byte[1]), message(4, Message.VIDEO, 10, new byte[10]), command("play", 1, null, "stage"),
                command("publish", 3, null, KEY, "live"), command("connect", 1, Map.of("app", "vod")), command(nested(20)))) {
            Socket socket = shaken();
            socket.getOutputStream().write(bad);
            awaitClosed(socket);
        }
        assertThat(senders.waiting(STAGE.stream())).isFalse();
    }

    /** Begun on three channels, none ended. */
    private static byte[] manyLarge() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int channel = 4; channel < 7; channel++) {
            out.writeBytes(message(channel, Message.VIDEO, ChunkReader.MOST_MEDIA, new byte[128]));
        }
        return out.toByteArray();
    }

    private static byte[] manyChannels() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int channel = 3; channel < 30; channel++) {
            out.writeBytes(message(channel, Message.ACKNOWLEDGEMENT, 4, new byte[4]));
        }
        return out.toByteArray();
    }

    private static Object nested(int depth) {
        return depth == 0 ? 1 : Map.of("in", nested(depth - 1));
    }

    @Test
    void whoSendsHardlyAnythingIsNotWaitedFor() throws Exception {
        Socket silent = connect();
        Socket slow = connect();
        Thread trickle = new Thread(() -> {
            try {
                slow.getOutputStream().write(3);
                for (;;) {
                    slow.getOutputStream().write(0);
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            } catch (IOException | InterruptedException hungUp) {
                Thread.currentThread().interrupt();
            }
        });
        trickle.start();
        awaitClosed(silent);
        awaitClosed(slow);
        trickle.join();
        senders.expect(STAGE);
        Socket publisher = publishing(KEY);
        awaitClosed(publisher);
        assertThat(senders.waiting(STAGE.stream())).as("one that sends no picture").isFalse();
    }

    @Test
    void aStreamThatNobodyReadsHoldsLittleAndEnds() throws Exception {
        senders.expect(STAGE);
        Socket publisher = publishing(KEY);
        byte[] picture = message(4, Message.VIDEO, 1 << 20, new byte[1 << 20]);
        assertThatThrownBy(() -> {
            for (;;) {
                publisher.getOutputStream().write(picture);
            }
        }).isInstanceOf(IOException.class);
    }

    @Test
    void picturesGoOnAsFlvWithTheirTimes() throws Exception {
        senders.expect(STAGE);
        Socket publisher = publishing(KEY + "?more=1");
        OutputStream out = publisher.getOutputStream();
        byte[] about = Amf0.written("@setDataFrame", "onMetaData", Map.of("width", 320));
        out.write(message(4, Message.DATA, about.length, about));
        out.write(message(4, Message.VIDEO, 300, new byte[300]));
        // Later by 40 ms, with the length and kind of the one before.
        out.write(new byte[] {(byte) 0x84, 0, 0, 40});
        for (int k = 0; k < 2; k++) {
            out.write(new byte[128]);
            out.write(0xC4);
        }
        out.write(new byte[44]);
        SentBytes sent = senders.take(STAGE.stream(), 10_000, () -> false).orElseThrow();
        byte[] description = Amf0.written("onMetaData", Map.of("width", 320));
        byte[] flv = read(sent, 13 + 15 + description.length + 2 * 315);
        assertThat(new String(flv, 0, 3)).isEqualTo("FLV");
        int at = 13;
        assertThat(flv[at]).isEqualTo((byte) Message.DATA);
        assertThat(java.util.Arrays.copyOfRange(flv, at + 11, at + 11 + description.length)).isEqualTo(description);
        at += 15 + description.length;
        assertThat(flv[at]).isEqualTo((byte) Message.VIDEO);
        assertThat(ByteBuffer.wrap(flv).getInt(at) & 0xFFFFFF).isEqualTo(300);
        assertThat(ByteBuffer.wrap(flv).getInt(at + 315 + 4)).isEqualTo(40 << 8);
        out.write(command("deleteStream", 4, null, 1));
        awaitClosed(publisher);
        assertThat(sent.ended()).isTrue();
    }

    private static byte[] read(SentBytes sent, int length) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[1000];
        while (all.size() < length) {
            int count = sent.read(part, Math.min(part.length, length - all.size()), 10_000);
            assertThat(count).isPositive();
            all.write(part, 0, count);
        }
        return all.toByteArray();
    }

    @Test
    void connectionsAreCounted() throws Exception {
        for (int k = 0; k < 16; k++) {
            connect();
        }
        while (listener.connections() < 16) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        awaitClosed(connect());
    }
}
