package dev.afterimage.flink.source;

import dev.afterimage.flink.parts.StreamRun;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Version 1: stream name (modified UTF-8), seconds (double), next index (long). Version 2: behind these, seconds of sound (double).
 * Version 3: behind these, the incarnation (long). Version 4: behind these, the key (modified UTF-8).
 */
public final class VideoSplitSerializer implements SimpleVersionedSerializer<VideoSplit> {

    static final int VERSION = 4;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(VideoSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(split, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Override
    public VideoSplit deserialize(int version, byte[] serialized) throws IOException {
        requireKnown(version);
        return read(version, new DataInputStream(new ByteArrayInputStream(serialized)));
    }

    static void write(VideoSplit split, DataOutputStream out) throws IOException {
        out.writeUTF(split.stream());
        out.writeDouble(split.afterSeconds());
        out.writeLong(split.nextIndex());
        out.writeDouble(split.heardSeconds());
        out.writeLong(split.incarnation());
        out.writeUTF(split.key());
    }

    static VideoSplit read(int version, DataInputStream in) throws IOException {
        String stream = in.readUTF();
        double seconds = in.readDouble();
        long next = in.readLong();
        double heard = version == 1 ? seconds : in.readDouble();
        long incarnation = version < 3 ? StreamRun.ANY : in.readLong();
        return new VideoSplit(stream, seconds, next, heard, incarnation, version < 4 ? "" : in.readUTF());
    }

    static void requireKnown(int version) throws IOException {
        if (version < 1 || version > VERSION) {
            throw new IOException("source state of version " + version + " cannot be read by version " + VERSION);
        }
    }
}
