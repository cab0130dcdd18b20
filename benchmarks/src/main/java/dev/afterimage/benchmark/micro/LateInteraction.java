package dev.afterimage.benchmark.micro;

import dev.afterimage.core.BlockEntry;
import dev.afterimage.memory.retrieval.BlockScores;
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

/** Scoring {@value #BLOCKS} blocks of {@value Blocks#TOKENS} tokens for a question of {@value #QUESTION} tokens. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LateInteraction {

    static final int BLOCKS = 1000;
    static final int QUESTION = 12;

    private List<BlockEntry> entries;
    private float[] queries;
    private float[] text;

    @Setup
    public void make() {
        entries = Blocks.entries(BLOCKS, 1);
        queries = Blocks.floats(new Random(2), QUESTION * Blocks.SMOLLM2_135M.keyWidth());
        text = Blocks.floats(new Random(3), entries.get(0).textVector().length);
    }

    @Benchmark
    public double[] keys() {
        return BlockScores.lateInteraction(queries, Blocks.SMOLLM2_135M.keyWidth(), entries);
    }

    @Benchmark
    public double[] textIndex() {
        return BlockScores.text(text, entries);
    }
}
