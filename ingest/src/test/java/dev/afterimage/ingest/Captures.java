package dev.afterimage.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;

/** Shorthand for opening sources and reading them out. */
final class Captures {

    static final Path MEDIA = Path.of(System.getProperty("afterimage.root"), "media");
    static final Path CARS = MEDIA.resolve("car-detection.mp4");
    static final Path BOTTLES = MEDIA.resolve("bottle-detection.mp4");

    private Captures() { }

    static SourceSettings asap(Object uri, double fps) {
        return new SourceSettings(new StreamId("test"), uri.toString(), fps, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }

    static SourceSettings looped(Object uri, double fps) {
        return new SourceSettings(new StreamId("test"), uri.toString(), fps, SourceSettings.Pace.ASAP, true, ReadingSettings.DEFAULT);
    }

    static FrameSource.Capture open(SourceSettings settings) {
        return new JavaCvFrameSource().open(settings, -1, 0);
    }

    /** All frames to the end. */
    static List<Frame> all(SourceSettings settings, double afterSeconds, long nextIndex) {
        return first(Integer.MAX_VALUE, settings, afterSeconds, nextIndex);
    }

    static List<Frame> first(int count, SourceSettings settings, double afterSeconds, long nextIndex) {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = new JavaCvFrameSource().open(settings, afterSeconds, nextIndex)) {
            Frame frame = capture.next();
            while (frame != null) {
                frames.add(frame);
                frame = frames.size() == count ? null : capture.next();
            }
        }
        return frames;
    }
}
