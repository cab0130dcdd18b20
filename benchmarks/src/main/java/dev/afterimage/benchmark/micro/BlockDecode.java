package dev.afterimage.benchmark.micro;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.store.codec.KeyValuesCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The codec alone: one block of {@value RandomEntries#TOKENS} tokens of the 135M model between floats and stored bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BlockDecode {

    private KeyValues block;
    private byte[] stored;

    @Setup
    public void make() {
        block = RandomEntries.random(RandomEntries.SMOLLM2_135M, RandomEntries.TOKENS, 1);
        stored = KeyValuesCodec.encode(block);
    }

    @Benchmark
    public KeyValues decode() {
        return KeyValuesCodec.decode(stored);
    }

    @Benchmark
    public byte[] encode() {
        return KeyValuesCodec.encode(block);
    }
}
