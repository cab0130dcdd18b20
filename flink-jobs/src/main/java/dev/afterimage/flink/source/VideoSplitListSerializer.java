package dev.afterimage.flink.source;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The enumerator's state: the splits that no reader has. Count (int), then each split; the version is the splits'. */
final class VideoSplitListSerializer implements SimpleVersionedSerializer<List<VideoSplit>> {

    @Override
    public int getVersion() {
        return VideoSplitSerializer.VERSION;
    }

    @Override
    public byte[] serialize(List<VideoSplit> splits) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(splits.size());
        for (VideoSplit split : splits) {
            VideoSplitSerializer.write(split, out);
        }
        return bytes.toByteArray();
    }

    @Override
    public List<VideoSplit> deserialize(int version, byte[] serialized) throws IOException {
        VideoSplitSerializer.requireKnown(version);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        int count = in.readInt();
        List<VideoSplit> splits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            splits.add(VideoSplitSerializer.read(version, in));
        }
        return splits;
    }
}
