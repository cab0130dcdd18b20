package dev.afterimage.flink.source;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Version 1: stream name (modified UTF-8), seconds (double), next index (long). */
public final class VideoSplitSerializer implements SimpleVersionedSerializer<VideoSplit> {

    private static final int VERSION = 1;

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
        return read(new DataInputStream(new ByteArrayInputStream(serialized)));
    }

    static void write(VideoSplit split, DataOutputStream out) throws IOException {
        out.writeUTF(split.stream());
        out.writeDouble(split.afterSeconds());
        out.writeLong(split.nextIndex());
    }

    static VideoSplit read(DataInputStream in) throws IOException {
        return new VideoSplit(in.readUTF(), in.readDouble(), in.readLong());
    }

    static void requireKnown(int version) throws IOException {
        if (version != VERSION) {
            throw new IOException("source state of version " + version + " cannot be read by version " + VERSION);
        }
    }
}
