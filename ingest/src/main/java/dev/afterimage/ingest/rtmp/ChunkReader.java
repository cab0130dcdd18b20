package dev.afterimage.ingest.rtmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts messages together from the chunks in which they come, interleaved. Memory is bounded: messages have a largest size, for each kind,
 * and there are few channels.
 */
final class ChunkReader {

    /** A large key frame of a 4K camera. */
    static final int MOST_MEDIA = 4 << 20;
    /** Commands, and what describes a stream. */
    static final int MOST_OTHER = 64 << 10;
    private static final int MOST_CHANNELS = 16;
    private static final int MOST_HELD = 2 * MOST_MEDIA;
    private static final int EXTENDED = 0xFFFFFF;

    private final TimedInput in;
    private final Map<Integer, Channel> channels = new HashMap<>();
    private int chunkSize = 128;
    private long held;

    /** What the last header of a channel said, and what has come of its message. */
    private static final class Channel {
        private int timestamp;
        private int delta;
        private int length;
        private int type;
        private int stream;
        private boolean extended;
        private boolean begun;
        private byte[] body;
        private int filled;
    }

    ChunkReader(TimedInput in) {
        this.in = in;
    }

    /** @throws IOException for what does not keep to the protocol or its bounds */
    Message next() throws IOException {
        for (;;) {
            int first = in.read();
            Channel channel = channel(id(first & 0x3F));
            header(channel, first >> 6);
            Message message = part(channel);
            if (message != null && !control(message)) {
                return message;
            }
        }
    }

    private int id(int low) throws IOException {
        return switch (low) {
            case 0 -> 64 + in.read();
            case 1 -> 64 + in.read() + (in.read() << 8);
            default -> low;
        };
    }

    private Channel channel(int id) throws IOException {
        Channel channel = channels.get(id);
        if (channel == null) {
            if (channels.size() == MOST_CHANNELS) {
                throw new IOException("more than " + MOST_CHANNELS + " channels are used");
            }
            channel = new Channel();
            channels.put(id, channel);
        }
        return channel;
    }

    private void header(Channel channel, int format) throws IOException {
        boolean continued = channel.body != null;
        if (continued && format != 3) {
            throw new IOException("a message begins within another one of its channel");
        }
        if (format == 3 && !channel.begun || format != 0 && !channel.begun) {
            throw new IOException("a channel begins without a full header");
        }
        int time = format < 3 ? in.number(3) : 0;
        if (format < 2) {
            channel.length = in.number(3);
            channel.type = in.read();
        }
        if (format == 0) {
            channel.stream = Integer.reverseBytes(in.number(4));
        }
        channel.extended = format < 3 ? time == EXTENDED : channel.extended;
        int more = channel.extended ? in.number(4) : 0;
        if (!continued) {
            begin(channel, format, channel.extended ? more : time);
        }
    }

    private void begin(Channel channel, int format, int time) throws IOException {
        channel.begun = true;
        if (format == 0) {
            channel.timestamp = time;
            channel.delta = 0;
        } else {
            channel.delta = format == 3 ? channel.delta : time;
            channel.timestamp += channel.delta;
        }
        boolean media = channel.type == Message.AUDIO || channel.type == Message.VIDEO;
        if (channel.length > (media ? MOST_MEDIA : MOST_OTHER)) {
            throw new IOException("a message of " + channel.length + " bytes is too large");
        }
        held += channel.length;
        if (held > MOST_HELD) {
            throw new IOException("too many large messages come at the same time");
        }
        channel.body = new byte[channel.length];
        channel.filled = 0;
    }

    /** @return the message, where this was its last part */
    private Message part(Channel channel) throws IOException {
        int size = Math.min(chunkSize, channel.length - channel.filled);
        in.read(channel.body, channel.filled, size);
        channel.filled += size;
        if (channel.filled < channel.length) {
            return null;
        }
        Message message = new Message(channel.type, channel.timestamp, channel.stream, channel.body);
        drop(channel);
        return message;
    }

    private void drop(Channel channel) {
        held -= channel.body.length;
        channel.body = null;
    }

    /** What is about the chunks themselves. */
    private boolean control(Message message) throws IOException {
        if (message.type() == Message.SET_CHUNK_SIZE && message.body().length == 4) {
            int size = ByteBuffer.wrap(message.body()).getInt();
            if (size < 1) {
                throw new IOException("chunks cannot have " + size + " bytes");
            }
            chunkSize = size;
            return true;
        }
        if (message.type() == Message.ABORT && message.body().length == 4) {
            Channel aborted = channels.get(ByteBuffer.wrap(message.body()).getInt());
            if (aborted != null && aborted.body != null) {
                drop(aborted);
            }
            return true;
        }
        return false;
    }
}
