package dev.afterimage.ingest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;

/** Prints how fast the shipped clips are read, medians of five: the figures of {@code docs/results.md}. */
final class DecodeSpeed {

    private static final int RUNS = 5;

    private DecodeSpeed() { }

    public static void main(String[] arguments) {
        for (Path clip : List.of(Captures.CARS, Captures.BOTTLES)) {
            for (double fps : new double[] {2, 60}) {
                int pictures = readOut(clip, 60);
                double[] seconds = new double[RUNS];
                int delivered = 0;
                for (int run = 0; run < RUNS; run++) {
                    long begin = System.nanoTime();
                    delivered = readOut(clip, fps);
                    seconds[run] = (System.nanoTime() - begin) / 1e9;
                }
                Arrays.sort(seconds);
                double median = seconds[RUNS / 2];
                System.out.printf(Locale.ROOT, "%-22s at most %2.0f fps: %4d pictures decoded/s, %4d frames/s to RGB, %.2f s (%.2f-%.2f)%n",
                        clip.getFileName(), fps, Math.round(pictures / median), Math.round(delivered / median), median, seconds[0],
                        seconds[RUNS - 1]);
            }
        }
    }

    private static int readOut(Path clip, double fps) {
        int frames = 0;
        try (FrameSource.Capture capture = Captures.open(Captures.asap(clip, fps))) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames++;
                capture.takeSound();
            }
        }
        return frames;
    }
}
