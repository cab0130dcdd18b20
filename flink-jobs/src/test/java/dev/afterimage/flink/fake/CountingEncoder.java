package dev.afterimage.flink.fake;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.SourceSettings;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Says how many frames it has seen, every third frame; wrong at once if its state is lost or doubled. */
public final class CountingEncoder implements FrameEncoder {

    private int seen;

    @Override
    public EncodedFrame encode(Frame frame) {
        seen++;
        String note = "seen " + seen + " frames";
        boolean light = frame.rgb()[2] != 0;
        float[] feature = {light ? 1 : 0, light ? 0 : 1};
        Optional<PromptPart> tokens = seen % 3 == 1 ? Optional.of(new PromptPart.Text(note + "\n")) : Optional.empty();
        return new EncodedFrame(frame.stream(), frame.index(), frame.seconds(), feature, tokens, note, List.of(), new byte[] {(byte) seen});
    }

    @Override
    public byte[] snapshot() {
        return ByteBuffer.allocate(4).putInt(seen).array();
    }

    @Override
    public void restore(byte[] snapshot) {
        seen = ByteBuffer.wrap(snapshot).getInt();
    }

    @Override
    public void close() {
        // Holds no resources.
    }

    /** Makes counting encoders. */
    public static final class Factory implements FrameEncoder.Factory {

        @Override
        public FrameEncoder create(SourceSettings settings) {
            return new CountingEncoder();
        }

        @Override
        public String version() {
            return "counting-1";
        }
    }
}
