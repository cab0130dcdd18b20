package dev.afterimage.benchmark.micro;

import dev.afterimage.answering.retrieval.FloatColumn;
import dev.afterimage.answering.retrieval.TokenColumn;
import dev.afterimage.core.block.BlockEntry;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Scoring {@value #BLOCKS} blocks of {@value RandomEntries#TOKENS} tokens for a question of {@value #QUESTION} tokens. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LateInteractionSweep {

    static final int BLOCKS = 1000;
    static final int QUESTION = 12;

    private final TokenColumn keys = new TokenColumn(RandomEntries.SMOLLM2_135M.keyWidth());
    private FloatColumn texts;
    private float[] queries;
    private float[] text;

    @Setup
    public void make() {
        List<BlockEntry> entries = RandomEntries.entries(BLOCKS, 1);
        texts = new FloatColumn(entries.get(0).textVector().length);
        entries.forEach(entry -> {
            keys.add(entry.tokenKeys());
            texts.add(entry.textVector(), 0);
        });
        queries = RandomEntries.floats(new Random(2), QUESTION * RandomEntries.SMOLLM2_135M.keyWidth());
        text = RandomEntries.floats(new Random(3), entries.get(0).textVector().length);
    }

    @Benchmark
    public double[][] keys() {
        return keys.matches(queries, IntStream.range(0, BLOCKS).toArray(), true);
    }

    @Benchmark
    public double[] textIndex() {
        double[] scores = new double[BLOCKS];
        texts.dots(text, scores);
        return scores;
    }
}
