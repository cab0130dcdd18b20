package dev.afterimage.flink.fake;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.prompt.NotesPrompt;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams whose frames are counted. */
public final class Streams {

    private Streams() { }

    /** Frames of a source, counted by a fake encoder, into a store. */
    public static Function<BiConsumer<StreamId, AfterimageException>, WritePathParts> parts(FrameSource frames, SegmentStore store,
                                                                                           LiveFeed feed) {
        FakeLanguageModel model = new FakeLanguageModel();
        NotesPrompt prompt = new NotesPrompt(model);
        return failures -> new WritePathParts(frames, new CountingEncoder.Factory(), Optional.empty(), model,
                () -> new BlockPrefiller(model, prompt, new FakeTextEmbedder()), store, feed, failures);
    }

    public static SourceSettings settings(String name, String uri) {
        return settings(name, uri, ReadingSettings.DEFAULT);
    }

    public static SourceSettings settings(String name, String uri, ReadingSettings reading) {
        return new SourceSettings(new StreamId(name), uri, 2, SourceSettings.Pace.ASAP, false, reading);
    }

    public static boolean hasFrames(SegmentStore store, String name) {
        return store.stream(new StreamId(name)).filter(info -> info.frames() > 0).isPresent();
    }

    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
