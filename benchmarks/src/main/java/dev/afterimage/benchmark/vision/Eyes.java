package dev.afterimage.benchmark.vision;

import com.sun.management.OperatingSystemMXBean;
import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.engine.Parts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.store.codec.KvForm;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Random;

/** A pack that looks, at work on pictures of noise, which compress worst. */
final class Eyes implements AutoCloseable {

    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    private static final StreamId STREAM = new StreamId("noise");

    private final OnnxLanguageModel model;
    private final LanguageSession session;
    private final int window;
    private final PromptPart picture;
    private final Clock clock;
    private final Random random = new Random(3);

    /** @param window tokens in the cache before a picture */
    Eyes(OnnxLanguageModel model, int window, Clock clock) {
        this.model = model;
        this.window = window;
        this.clock = clock;
        this.picture = noise(tokens());
        this.session = model.newSession(window + tokens());
        session.prefill(noise(window));
    }

    /** Of one picture and the text around it. */
    int tokens() {
        VisionTower tower = model.vision().orElseThrow();
        return tower.rows() * tower.columns() + model.tokenize(tower.layout().beforeFrame(0) + tower.layout().imageEnd()).length;
    }

    private PromptPart noise(int tokens) {
        int width = model.vision().orElseThrow().width();
        float[] embeddings = new float[tokens * width];
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) random.nextGaussian();
        }
        return new PromptPart.Visual(embeddings, tokens, width);
    }

    private byte[] picture() {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        random.nextBytes(rgb);
        return rgb;
    }

    /** Seconds from pixels to visual tokens, preprocessing included. */
    double look() {
        byte[] rgb = picture();
        long start = clock.nanos();
        model.vision().orElseThrow().see(WIDTH, HEIGHT, rgb);
        return (clock.nanos() - start) / 1e9;
    }

    /** Seconds to prefill one picture's tokens behind the window, their KV handed out. */
    double prefill() {
        long start = clock.nanos();
        session.prefill(picture);
        double seconds = (clock.nanos() - start) / 1e9;
        session.truncate(window);
        return seconds;
    }

    /**
     * The write path without capture and disk, nothing left out: encode, prefill in the pack's window, quantise.
     *
     * @return processor seconds of the whole process a frame
     */
    double processorSeconds(int frames) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        SourceSettings settings = new SourceSettings(STREAM, "noise", 1, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
        CompressionSettings nothing = CompressionSettings.of(CompressionSettings.Mode.NONE, 0);
        try (FrameEncoder encoder = Parts.visualEncoders(model, nothing).create(settings);
                BlockPrefiller prefiller = new BlockPrefiller(model, StreamPrompt.of(model), Parts.embedder(), model.windowTokens(),
                        KvForm.INT8)) {
            long start = 0;
            for (int i = -2; i < frames; i++) {
                start = i == 0 ? system.getProcessCpuTime() : start;
                long index = i + 2;
                EncodedFrame encoded = encoder.encode(new Frame(STREAM, index, index, Instant.EPOCH.plusSeconds(index), WIDTH, HEIGHT,
                        picture()));
                prefiller.prefill(encoded).orElseThrow();
            }
            return (system.getProcessCpuTime() - start) / 1e9 / frames;
        }
    }

    @Override
    public void close() {
        session.close();
        model.close();
    }
}
