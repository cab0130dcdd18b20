package dev.afterimage.benchmark.watch;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.Network;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.encoder.NoteEncoderFactory;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.engine.Parts;
import java.util.Iterator;
import java.util.Map;

/** The product's frame encoder for a model, with its networks, each timed. */
final class TimedEncoders implements FrameEncoder.Factory, AutoCloseable {

    private final StageClock clock;
    private final FrameEncoder.Factory encoders;
    private final Runnable closing;

    /** @param model timed itself where it has eyes */
    TimedEncoders(StageClock clock, LanguageModel model, CompressionSettings compression, int threads) {
        this.clock = clock;
        if (model.vision().isPresent()) {
            this.encoders = Parts.visualEncoders(model, compression);
            this.closing = () -> { };
        } else {
            Iterator<String> names = Stage.NETWORKS.iterator();
            NoteEncoderFactory notes = Parts.noteEncoders((onnx, t) -> timed(names.next(), Parts.networks().load(onnx, t)),
                    threads);
            this.encoders = notes;
            this.closing = notes::close;
        }
    }

    private Network timed(String stage, Network network) {
        return new Network() {
            @Override
            public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                return clock.time(stage, () -> network.run(inputs));
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }

    @Override
    public FrameEncoder create(SourceSettings settings) {
        FrameEncoder encoder = encoders.create(settings);
        return new FrameEncoder() {
            @Override
            public EncodedFrame encode(Frame frame) {
                double before = networks();
                long start = System.nanoTime();
                EncodedFrame encoded = clock.time(Stage.ENCODE, () -> encoder.encode(frame));
                clock.add(Stage.ENCODE_REST, System.nanoTime() - start - Math.round((networks() - before) * 1e9));
                return encoded;
            }

            @Override
            public void interrupted() {
                encoder.interrupted();
            }

            @Override
            public byte[] snapshot() {
                return clock.time(Stage.SNAPSHOT, encoder::snapshot);
            }

            @Override
            public void restore(byte[] snapshot) {
                encoder.restore(snapshot);
            }

            @Override
            public void close() {
                encoder.close();
            }
        };
    }

    /** Seconds in networks so far. Frames are encoded by one thread, so a difference belongs to one frame. */
    private double networks() {
        return Stage.NETWORKS.stream().mapToDouble(clock::seconds).sum() + clock.seconds(Stage.TOWER);
    }

    @Override
    public String version() {
        return encoders.version();
    }

    @Override
    public void close() {
        closing.run();
    }
}
