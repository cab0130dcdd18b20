package dev.afterimage.encoder;

import dev.afterimage.core.Frame;
import dev.afterimage.core.FrameEncoder;
import dev.afterimage.core.Network;
import dev.afterimage.model.OnnxNetworkLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints where the time of reading a frame goes, for both clips: {@code StageTimes [THREADS] [ROUNDS]}. Frames are decoded beforehand. */
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
        System.out.printf(Locale.ROOT, "%s, %d threads, %d frames x %d: %.1f frames/s (median round), median frame %.1f ms%n", clip, threads,
                frames.size(), rounds, median(perSecond), median(whole));
        milliseconds.forEach((network, times) -> System.out.printf(Locale.ROOT, "  %-16s median %5.1f ms a run, %.2f runs a frame%n", network,
                median(times), (double) times.size() / frames.size() / rounds));
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

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
