package dev.afterimage.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.JavaCvFrameSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The shipped clips, sampled as by default, and what is true in them. */
final class Clips {

    static final String STREET = "car-detection.mp4";
    static final String TABLE = "bottle-detection.mp4";
    private static final Path MEDIA = Path.of(System.getProperty("afterimage.root"), "media");

    private Clips() { }

    static SourceSettings settings(String clip) {
        return new SourceSettings(new StreamId("clip"), MEDIA.resolve(clip).toString(), SourceSettings.DEFAULT_FPS,
                SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT);
    }

    static List<Frame> frames(String clip) {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = new JavaCvFrameSource().open(settings(clip), -1, 0)) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    static List<EncodedFrame> encode(FrameEncoder encoder, List<Frame> frames) {
        return frames.stream().map(encoder::encode).toList();
    }

    static JsonNode truth(String clip) {
        try {
            return new ObjectMapper().readTree(MEDIA.resolve("questions.json").toFile()).get(clip).get("truth");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many cars are to be seen then; empty where the truth leaves it open. */
    static OptionalInt cars(JsonNode truth, double seconds) {
        if (within(truth.get("two_cars"), seconds)) {
            return OptionalInt.of(2);
        }
        return within(truth.get("car_present"), seconds) ? OptionalInt.of(1)
                : within(truth.get("nothing"), seconds) ? OptionalInt.of(0) : OptionalInt.empty();
    }

    static OptionalInt bottles(JsonNode truth, double seconds) {
        for (JsonNode span : truth.get("bottles")) {
            if (seconds >= span.get(0).asDouble() && seconds <= span.get(1).asDouble()) {
                return OptionalInt.of(span.get(2).asInt());
            }
        }
        return OptionalInt.empty();
    }

    private static boolean within(JsonNode spans, double seconds) {
        for (JsonNode span : spans) {
            if (seconds >= span.get(0).asDouble() && seconds <= span.get(1).asDouble()) {
                return true;
            }
        }
        return false;
    }

    static int count(EncodedFrame frame, String label) {
        return frame.evidence().stream().filter(e -> e.kind() == Evidence.Kind.OBJECT && e.label().equals(label))
                .mapToInt(Evidence::count).findFirst().orElse(0);
    }
}
