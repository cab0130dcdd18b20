package dev.afterimage.benchmark.watch;

import dev.afterimage.core.EncodedFrame;
import dev.afterimage.core.Frame;
import dev.afterimage.core.FrameEncoder;
import dev.afterimage.core.Network;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.encoder.NoteEncoderFactory;
import dev.afterimage.model.OnnxNetworkLoader;
import java.util.Iterator;
import java.util.Map;

/** The product's frame encoder with its networks, each timed. */
final class TimedEncoders implements FrameEncoder.Factory, AutoCloseable {

    private final StageClock clock;
    private final NoteEncoderFactory encoders;

    TimedEncoders(StageClock clock, int threads) {
        this.clock = clock;
        Iterator<String> names = Stage.NETWORKS.iterator();
        this.encoders = new NoteEncoderFactory((onnx, t) -> timed(names.next(), new OnnxNetworkLoader().load(onnx, t)), threads);
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
        return Stage.NETWORKS.stream().mapToDouble(clock::seconds).sum();
    }

    @Override
    public String version() {
        return encoders.version();
    }

    @Override
    public void close() {
        encoders.close();
    }
}
