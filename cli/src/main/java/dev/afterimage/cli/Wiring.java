package dev.afterimage.cli;

import dev.afterimage.core.Asker;
import dev.afterimage.core.FrameEncoder;
import dev.afterimage.core.FrameSource;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.LiveFeed;
import dev.afterimage.core.Retrieval;
import dev.afterimage.core.RetrievalProbe;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.core.SpeechReader;
import dev.afterimage.core.StreamId;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.TextEmbedder;
import dev.afterimage.encoder.NoteEncoderFactory;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.VisualEncoderFactory;
import dev.afterimage.eval.haystack.ComposedFrames;
import dev.afterimage.eval.method.BudgetedReading;
import dev.afterimage.eval.method.Reading;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.flink.WritePathParts;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.ingest.JavaCvFrameSource;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.model.MiniLmTextEmbedder;
import dev.afterimage.model.OnnxNetworkLoader;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.speech.SpeechPacks;
import dev.afterimage.model.speech.WhisperSpeech;
import dev.afterimage.qa.ask.AskSettings;
import dev.afterimage.qa.ask.GroundedAsker;
import dev.afterimage.qa.ask.VisualAsker;
import dev.afterimage.qa.ask.VisualSettings;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.KeptAs;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KeyValuesCodec;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The one place where implementations are chosen. */
final class Wiring {

    static final String DEFAULT_MODEL = "notes-135m";

    /** The precision that watches and answers unless another is asked for. Figures: docs/LOG.md. */
    static final Precision PRECISION = Precision.FP32;

    private static final int THREADS = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private Wiring() { }

    static ModelPacks packs() {
        return new ModelPacks(ModelPacks.defaultDirectory());
    }

    static SpeechPacks speechPacks() {
        return new SpeechPacks(ModelPacks.defaultDirectory());
    }

    /** Hears speech where its pack is installed; it is not fetched unasked. */
    private static Optional<SpeechReader.Factory> speech() {
        SpeechPacks packs = speechPacks();
        return packs.installed(SpeechPacks.DEFAULT_PACK)
                ? Optional.of(new WhisperSpeech(() -> packs.load(SpeechPacks.DEFAULT_PACK, PRECISION, 1), new OnnxNetworkLoader())) : Optional.empty();
    }

    static FrameSource frames() {
        return new JavaCvFrameSource();
    }

    /** Loads a pack, getting it first where it has never been pulled, or was built by another version. */
    static OnnxLanguageModel model(String name, Precision precision, PrintWriter progress) {
        ModelPacks packs = packs();
        if (packs.wantsPull(name)) {
            packs.pull(name, new PullProgress(progress));
        }
        return packs.load(name, precision, THREADS);
    }

    /** Opens a data directory to watch and answer. */
    static Engine forWriting(DataDirectory directory, String pack, Keeping keeping, Retrieval retrieval, PrintWriter progress) {
        return forWriting(directory, pack, keeping, retrieval, frames(), progress);
    }

    private static Engine forWriting(DataDirectory directory, String pack, Keeping keeping, Retrieval retrieval, FrameSource frames, PrintWriter progress) {
        Optional<StoreIdentity> stored = StoreIdentity.of(directory.path());
        LanguageModel model = model(pack, keeping.precisionOf(packs(), pack, stored), progress);
        StreamPrompt prompt = StreamPrompt.of(model);
        CompressionSettings compression = keeping.compressionOf(model, stored);
        KeptAs kept = keeping.keptAs(model, compression, stored);
        SegmentStore store = RocksSegmentStore.open(directory.path(), identity(model, prompt, kept), true);
        markInterrupted(store);
        FrameEncoder.Factory encoders = model.vision().isPresent() ? new VisualEncoderFactory(model, compression)
                : new NoteEncoderFactory(new OnnxNetworkLoader(), THREADS);
        TextEmbedder embedder = new MiniLmTextEmbedder();
        LiveFeed feed = new LiveFeed();
        Optional<SpeechReader.Factory> speech = speech();
        EmbeddedWatching watching = new EmbeddedWatching(directory.path(), failures -> new WritePathParts(frames, encoders, speech, model,
                () -> new BlockPrefiller(model, prompt, embedder, model.windowTokens(), block -> KeyValuesCodec.storedForm(block, kept.kv())),
                store, feed, failures));
        return new Engine(directory.path(), store, model, asker(store, model, embedder, prompt, retrieval), feed, watching, speech);
    }

    /**
     * Opens a data directory of an evaluation's own.
     *
     * @param budget  most tokens of stored blocks in a context
     * @param stopped whether the user wants it to end
     */
    static Evaluation forEvaluation(DataDirectory directory, String pack, Keeping keeping, int budget, BooleanSupplier stopped, PrintWriter progress) {
        ComposedFrames frames = new ComposedFrames(frames());
        Engine engine = forWriting(directory, pack, keeping, Retrieval.AS_SET, frames, progress);
        StreamPrompt prompt = StreamPrompt.of(engine.model());
        TextEmbedder embedder = new MiniLmTextEmbedder();
        Reading reading = new BudgetedReading(engine.model(), embedder, engine.store(),
                store -> asker(store, engine.model(), embedder, prompt, Retrieval.AS_SET), budget);
        return new Evaluation(engine, new Bench(directory.path(), engine.model(), engine.store(), engine.watching(), frames, reading, stopped));
    }

    /** An engine and what evaluations need of it. */
    record Evaluation(Engine engine, Bench bench) implements AutoCloseable {

        @Override
        public void close() {
            engine.close();
        }
    }

    /** Opens a data directory that nobody owns, to answer from what is there. */
    static Engine forReading(DataDirectory directory, StreamId stream, PrintWriter progress) {
        StoreIdentity stored = StoreIdentity.of(directory.path()).orElseThrow(() -> LocalStreams.unknown(stream));
        try (SegmentStore store = RocksSegmentStore.openReadOnly(directory.path(), stored)) {
            store.stream(stream).orElseThrow(() -> LocalStreams.unknown(stream));
        }
        LanguageModel model = model(stored.pack(), Keeping.UNSAID.precisionOf(packs(), stored.pack(), Optional.of(stored)), progress);
        StreamPrompt prompt = StreamPrompt.of(model);
        SegmentStore store = RocksSegmentStore.openReadOnly(directory.path(), identity(model, prompt, stored.kept()));
        return new Engine(directory.path(), store, model, asker(store, model, new MiniLmTextEmbedder(), prompt, Retrieval.AS_SET),
                new LiveFeed(), null, Optional.empty());
    }

    private static Asker asker(SegmentStore store, LanguageModel model, TextEmbedder embedder, StreamPrompt prompt, Retrieval retrieval) {
        if (prompt instanceof NotesPrompt notes) {
            return new GroundedAsker(store, model, embedder, AskSettings.DEFAULT.with(retrieval), notes);
        }
        return new VisualAsker(store, model, embedder, VisualSettings.DEFAULT.with(retrieval), prompt);
    }

    /** Fails before anything is loaded or created when a file cannot be watched. */
    static void requireReadable(SourceSettings settings) {
        if (!settings.network()) {
            frames().open(settings, -1, 0).close();
        }
    }

    private static StoreIdentity identity(LanguageModel model, StreamPrompt prompt, KeptAs kept) {
        String encoder = model.vision().isPresent() ? VisualEncoderFactory.VERSION : NoteEncoderFactory.VERSION;
        // The index keeps token keys of the retrieval layer alone, or none, so that belongs to what a store is bound to.
        String keys = model.probe().kind() == RetrievalProbe.Kind.MEAN ? "mean keys" : "layer " + model.retrievalLayer();
        String reading = encoder + "/" + prompt.version() + "/" + keys;
        return new StoreIdentity(model.name(), model.identity(), reading, model.layout(), kept);
    }

    /** Streams that a killed process left as being watched. */
    private static void markInterrupted(SegmentStore store) {
        store.streams().stream().filter(info -> info.status() == StreamInfo.Status.WATCHING)
                .forEach(info -> store.putStream(info.with(StreamInfo.Status.INTERRUPTED, "")));
    }
}
