package dev.afterimage.benchmark.micro;

import dev.afterimage.memory.scene.IncrementalSceneTiler;
import dev.afterimage.memory.scene.SceneBoundary;
import dev.afterimage.memory.scene.TilerSettings;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One more frame for the scene tiler, with a feature of 1280 numbers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SceneTiler {

    private static final int WIDTH = 1280;
    private static final int FRAMES = 256;

    private final float[][] features = new float[FRAMES][];
    private IncrementalSceneTiler tiler;
    private long frame;

    @Setup
    public void make() {
        Random random = new Random(1);
        for (int i = 0; i < FRAMES; i++) {
            features[i] = RandomEntries.floats(random, WIDTH);
        }
        tiler = new IncrementalSceneTiler(TilerSettings.DEFAULT);
    }

    @Benchmark
    public List<SceneBoundary> accept() {
        List<SceneBoundary> boundaries = tiler.accept(frame, frame / 2.0, features[(int) (frame % FRAMES)]);
        frame++;
        return boundaries;
    }
}
