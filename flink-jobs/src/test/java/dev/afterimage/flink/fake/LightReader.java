package dev.afterimage.flink.fake;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.encode.FrameEvidence;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.ReadingCost;
import dev.afterimage.core.stream.SourceSettings;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads beside a model's own eyes how light the first pixel is, and tells of it where it has changed much. */
public final class LightReader implements FrameEncoder {

    public static final long NANOS = 5;
    private static final int MUCH = 40;
    private static final int NOTHING = -1000;

    private final FrameEncoder eyes;
    private int last = NOTHING;

    private LightReader(FrameEncoder eyes) {
        this.eyes = eyes;
    }

    @Override
    public EncodedFrame encode(Frame frame) {
        int light = frame.rgb()[0] & 0xff;
        boolean changed = Math.abs(light - last) > MUCH;
        last = changed ? light : last;
        return eyes.encode(frame).with(changed ? Optional.of(new FrameEvidence("light " + light,
                List.of(new Evidence(Evidence.Kind.OBJECT, "light", 1, List.of("left"), 1)))) : Optional.empty(),
                new ReadingCost(NANOS, 0));
    }

    @Override
    public byte[] snapshot() {
        byte[] seen = eyes.snapshot();
        return ByteBuffer.allocate(seen.length + Integer.BYTES).putInt(last).put(seen).array();
    }

    @Override
    public void restore(byte[] snapshot) {
        last = ByteBuffer.wrap(snapshot).getInt();
        eyes.restore(Arrays.copyOfRange(snapshot, Integer.BYTES, snapshot.length));
    }

    @Override
    public void close() {
        eyes.close();
    }

    /** Makes them. */
    public record Factory(FrameEncoder.Factory eyes) implements FrameEncoder.Factory {

        @Override
        public FrameEncoder create(SourceSettings settings) {
            return new LightReader(eyes.create(settings));
        }

        @Override
        public String version() {
            return eyes.version();
        }
    }
}
