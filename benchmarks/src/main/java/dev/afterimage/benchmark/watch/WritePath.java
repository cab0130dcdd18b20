package dev.afterimage.benchmark.watch;

import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Watching.WatchSummary;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.engine.Parts;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;
import java.util.Optional;

/** The write path wired as the afterimage command wires it, every part timed, in a data directory of its own. */
final class WritePath implements AutoCloseable {

    private final StageClock clock = new StageClock();
    private final TimedFrames frames = new TimedFrames(Parts.frames(), clock);
    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final TimedEncoders encoders;
    private final SegmentStore store;
    private final Watching watching;

    /**
     * @param compression of visual tokens; of no effect on notes
     * @param threads     threads a network may use
     */
    WritePath(LanguageModel plain, CompressionSettings compression, KvForm kv, int threads) {
        LanguageModel model = new TimedModel(plain, clock);
        StreamPrompt prompt = StreamPrompt.of(model);
        StorageForm kept = new StorageForm(kv, model.vision().isPresent(), compression.text());
        TextEmbedder miniLm = Parts.embedder();
        TextEmbedder embedder = new TextEmbedder() {
            @Override
            public float[] embed(String text) {
                return clock.time(Stage.EMBED, () -> miniLm.embed(text));
            }

            @Override
            public int width() {
                return miniLm.width();
            }
        };
        encoders = new TimedEncoders(clock, model, compression, threads);
        store = new TimedStore(Parts.store(directory.path(), new StoreIdentity(model.name(), model.identity(),
                encoders.version() + "/" + prompt.version(), model.layout(), kept), true), clock);
        watching = Parts.watching(directory.path(), failures -> new WritePathParts(frames, encoders, Optional.empty(), model,
                Parts.prefillers(model, prompt, embedder, kv),
                store, new LiveFeed(), failures));
    }

    /**
     * @param startSeconds until the source was opened: the job, and with the first stream the cluster
     * @param videoSeconds from the first to the last sampled frame, and one interval more
     */
    record Watched(WatchSummary summary, double startSeconds, double runSeconds, double videoSeconds) { }

    /** Watches a whole file; the clock then holds the stages of this run alone. */
    Watched watch(SourceSettings settings) {
        clock.reset();
        long start = System.nanoTime();
        WatchSummary summary = watching.start(settings).join();
        long end = System.nanoTime();
        double last = store.stream(settings.stream()).orElseThrow().lastSeconds();
        return new Watched(summary, (frames.openedNanos() - start) / 1e9, (end - frames.openedNanos()) / 1e9, last + 1 / settings.fps());
    }

    StageClock clock() {
        return clock;
    }

    @Override
    public void close() {
        watching.close();
        encoders.close();
        store.close();
        directory.close();
    }
}
