package dev.afterimage.benchmark.micro;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Loading one decoded block of {@value RandomEntries#TOKENS} tokens into a session: keys rotated, keys and values
 * copied into the cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SessionAppend {

    private static final int CAPACITY = 2048;

    @Param("notes-135m")
    public String pack;
    /** Where packs are kept. */
    @Param("")
    public String models;

    private LanguageModel model;
    private LanguageSession session;
    private KeyValues block;

    @Setup
    public void load() {
        ModelPacks packs = new ModelPacks(Path.of(models));
        model = packs.load(pack, Precision.INT8, 1); // appending computes nothing, so any precision serves
        session = model.newSession(CAPACITY);
        block = RandomEntries.random(model.layout(), RandomEntries.TOKENS, 1);
    }

    @Benchmark
    public int append() {
        if (session.length() + RandomEntries.TOKENS > CAPACITY) {
            session.truncate(0);
        }
        session.append(block);
        return session.length();
    }

    @TearDown
    public void close() {
        session.close();
        model.close();
    }
}
