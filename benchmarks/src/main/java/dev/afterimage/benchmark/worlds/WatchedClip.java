package dev.afterimage.benchmark.worlds;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.engine.Parts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shipped clip as the frame encoder tells it. */
record WatchedClip(StreamId stream, List<EncodedFrame> frames, double seconds) {

    static WatchedClip of(String clip, FrameEncoder.Factory encoders) {
        Path file = Path.of(System.getProperty("afterimage.root"), "media", clip);
        SourceSettings settings = new SourceSettings(new StreamId(clip.replace(".mp4", "")), file.toString(), SourceSettings.DEFAULT_FPS,
                SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT);
        List<EncodedFrame> frames = new ArrayList<>();
        double last = 0;
        try (FrameSource.Capture capture = Parts.frames()
                .open(settings, -1, 0); FrameEncoder encoder = encoders.create(settings)) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(encoder.encode(frame));
                last = frame.seconds();
            }
        }
        return new WatchedClip(settings.stream(), frames, last);
    }
}
