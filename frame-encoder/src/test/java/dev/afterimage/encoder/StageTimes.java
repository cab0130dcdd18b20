package dev.afterimage.encoder;

import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.Network;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints where the time of reading a frame goes, for both clips: {@code StageTimes [THREADS] [ROUNDS]}. Frames are
 * decoded beforehand. The best tenth is nearer than the median to what an otherwise idle machine does.
 */
final class StageTimes {

    private static final List<String> NETWORKS = List.of("scene feature", "objects", "text detector", "text recogniser");

    private final Map<String, List<Double>> milliseconds = new LinkedHashMap<>();
    private int loaded;

    private StageTimes() { }

    public static void main(String[] args) {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        for (String clip : List.of(Clips.STREET, Clips.TABLE)) {
            new StageTimes().measure(clip, threads, rounds);
        }
    }

    private void measure(String clip, int threads, int rounds) {
        List<Frame> frames = Clips.frames(clip);
        List<Double> whole = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        try (NoteEncoderFactory factory = new NoteEncoderFactory((onnx, t) -> timed(new OnnxNetworkLoader().load(onnx, t)), threads)) {
            read(factory, clip, frames, new ArrayList<>());
            milliseconds.values().forEach(List::clear);
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                read(factory, clip, frames, whole);
                perSecond.add(frames.size() * 1e9 / (System.nanoTime() - start));
            }
        }
        System.out.printf(Locale.ROOT, "%s, %d threads, %d frames x %d: frames/s median %.1f best %.1f, ms a frame median %.1f best "
                + "tenth %.1f%n",
                clip, threads, frames.size(), rounds, at(0.5, perSecond), at(1, perSecond), at(0.5, whole), at(0.1, whole));
        milliseconds.forEach((network, times) -> System.out.printf(Locale.ROOT, "  %-16s ms a run median %5.1f best tenth %5.1f, %.2f "
                + "runs a frame%n",
                network, at(0.5, times), at(0.1, times), (double) times.size() / frames.size() / rounds));
    }

    private static void read(NoteEncoderFactory factory, String clip, List<Frame> frames, List<Double> times) {
        FrameEncoder encoder = factory.create(Clips.settings(clip));
        for (Frame frame : frames) {
            long start = System.nanoTime();
            encoder.encode(frame);
            times.add((System.nanoTime() - start) / 1e6);
        }
    }

    private Network timed(Network network) {
        List<Double> times = milliseconds.computeIfAbsent(NETWORKS.get(loaded++), n -> new ArrayList<>());
        return new Network() {
            @Override
            public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                long start = System.nanoTime();
                Map<String, Tensor> outputs = network.run(inputs);
                times.add((System.nanoTime() - start) / 1e6);
                return outputs;
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }

    private static double at(double share, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
    }
}
