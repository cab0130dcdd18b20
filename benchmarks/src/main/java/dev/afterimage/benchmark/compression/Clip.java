package dev.afterimage.benchmark.compression;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.engine.Parts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A video file to measure with. */
public record Clip(Path file) {

    public static List<Clip> shipped() {
        Path media = Path.of(System.getProperty("afterimage.root", "."), "media");
        return List.of(new Clip(media.resolve("car-detection.mp4")), new Clip(media.resolve("bottle-detection.mp4")));
    }

    String name() {
        return file.getFileName().toString();
    }

    List<Frame> frames(double fps) {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = Parts.frames().open(settings(fps), -1, 0)) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** Its first seconds, one frame each, as the model's own eyes see them. */
    public List<EncodedFrame> encoded(LanguageModel model, CompressionSettings compression, double seconds) {
        try (FrameEncoder encoder = Parts.visualEncoders(model, compression).create(settings(1))) {
            return frames(1).stream().filter(frame -> frame.seconds() < seconds).map(encoder::encode).toList();
        }
    }

    private SourceSettings settings(double fps) {
        return new SourceSettings(new StreamId("clip"), file.toString(), fps, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }
}
