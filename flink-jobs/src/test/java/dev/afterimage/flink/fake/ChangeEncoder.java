package dev.afterimage.flink.fake;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.SourceSettings;

import java.util.List;
import java.util.Optional;

/** Notes how light a frame is, and only where that has changed. */
public final class ChangeEncoder implements FrameEncoder {

    private static final byte NOTHING = -1;

    private byte last = NOTHING;

    @Override
    public EncodedFrame encode(Frame frame) {
        byte light = frame.rgb()[0];
        String note = "light " + light;
        Optional<PromptPart> tokens = light == last ? Optional.empty() : Optional.of(new PromptPart.Text(note + "\n"));
        last = light;
        return new EncodedFrame(frame.stream(), frame.index(), frame.seconds(), new float[] {1, 0}, tokens, note, List.of(),
                new byte[] {light});
    }

    @Override
    public void interrupted() {
        last = NOTHING;
    }

    @Override
    public byte[] snapshot() {
        return new byte[] {last};
    }

    @Override
    public void restore(byte[] snapshot) {
        last = snapshot[0];
    }

    @Override
    public void close() {
        // Holds no resources.
    }

    /** Makes them. */
    public static final class Factory implements FrameEncoder.Factory {

        @Override
        public FrameEncoder create(SourceSettings settings) {
            return new ChangeEncoder();
        }

        @Override
        public String version() {
            return "change-1";
        }
    }
}
