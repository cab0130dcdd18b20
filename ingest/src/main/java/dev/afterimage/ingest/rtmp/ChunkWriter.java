package dev.afterimage.ingest.rtmp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Sends the few short messages of a server, each in chunks of the protocol's first size. */
final class ChunkWriter {

    private static final int CHUNK = 128;
    private static final int CONTROL_CHANNEL = 2;
    private static final int COMMAND_CHANNEL = 3;

    private final OutputStream out;

    ChunkWriter(OutputStream out) {
        this.out = out;
    }

    void control(int type, int value) throws IOException {
        send(CONTROL_CHANNEL, type, 0, ByteBuffer.allocate(4).putInt(value).array());
    }

    /** How much may be on its way, and that the limit is a dynamic one. */
    void bandwidth(int bytes) throws IOException {
        send(CONTROL_CHANNEL, Message.BANDWIDTH, 0, ByteBuffer.allocate(5).putInt(bytes).put((byte) 2).array());
    }

    void command(int stream, Object... values) throws IOException {
        send(COMMAND_CHANNEL, Message.COMMAND, stream, Amf0.written(values));
    }

    private void send(int channel, int type, int stream, byte[] body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(channel);
        message.write(ByteBuffer.allocate(11).putInt(body.length).put(3, (byte) 0).array(), 0, 3);
        message.write(ByteBuffer.allocate(4).putInt(body.length).array(), 1, 3);
        message.write(type);
        message.write(ByteBuffer.allocate(4).putInt(Integer.reverseBytes(stream)).array(), 0, 4);
        for (int at = 0; at < body.length; at += CHUNK) {
            if (at > 0) {
                message.write(0xC0 | channel);
            }
            message.write(body, at, Math.min(CHUNK, body.length - at));
        }
        out.write(message.toByteArray());
        out.flush();
    }
}
