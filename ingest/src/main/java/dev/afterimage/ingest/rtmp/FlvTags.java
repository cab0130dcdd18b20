package dev.afterimage.ingest.rtmp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is published, as an FLV file: RTMP carries the bodies of its tags. */
final class FlvTags {

    /** What stands before a description that is to be passed on. */
    private static final byte[] SET = "@setDataFrame".getBytes(StandardCharsets.US_ASCII);

    private FlvTags() { }

    /** A file with pictures and sound. */
    static byte[] header() {
        return new byte[] {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};
    }

    static byte[] tag(Message message) {
        byte[] body = message.type() == Message.DATA ? withoutSet(message.body()) : message.body();
        int time = message.timestamp();
        ByteBuffer tag = ByteBuffer.allocate(11 + body.length + 4);
        tag.putInt(message.type() << 24 | body.length);
        tag.putInt(time << 8 | time >>> 24);
        tag.put(new byte[3]).put(body).putInt(11 + body.length);
        return tag.array();
    }

    private static byte[] withoutSet(byte[] body) {
        int end = 3 + SET.length;
        boolean set = body.length > end && body[0] == Amf0.STRING && Arrays.equals(body, 3, end, SET, 0, SET.length);
        return set ? Arrays.copyOfRange(body, end, body.length) : body;
    }
}
