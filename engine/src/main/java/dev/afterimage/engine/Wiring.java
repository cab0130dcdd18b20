package dev.afterimage.engine;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.answering.ask.GroundedAsker;
import dev.afterimage.answering.ask.VisualAsker;
import dev.afterimage.answering.ask.VisualSettings;
import dev.afterimage.answering.evidence.StoredEvents;
import dev.afterimage.answering.learned.LearnedParser;
import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.answering.parse.QuestionParser;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.event.EventReader;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.source.AddedSources;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.upload.Uploads;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.encoder.NoteEncoderFactory;
import dev.afterimage.encoder.SeeingEncoderFactory;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.VisualEncoderFactory;
import dev.afterimage.flink.embedded.EmbeddedCluster;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.flink.source.OpenedSources;
import dev.afterimage.flink.supervision.AwaitedFrames;
import dev.afterimage.flink.supervision.Backoff;
import dev.afterimage.flink.supervision.SupervisedWatching;
import dev.afterimage.flink.supervision.Supervision;
import dev.afterimage.flink.supervision.WorkerAlarms;
import dev.afterimage.gpu.cuda.CudaDevice;
import dev.afterimage.gpu.cuda.KernelCache;
import dev.afterimage.gpu.llama.ModelPlacement;
import dev.afterimage.ingest.IngestOptions;
import dev.afterimage.ingest.JavaCvFrameSource;
import dev.afterimage.ingest.client.UploadedContent;
import dev.afterimage.ingest.NetworkProbe;
import dev.afterimage.ingest.media.GpuDecoding;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.rtmp.RtmpListener;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.model.DeferredEmbedder;
import dev.afterimage.model.MiniLmTextEmbedder;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.onnx.NetworkDevice;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import dev.afterimage.model.onnx.OnnxUse;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.speed.MachineSpeed;
import dev.afterimage.model.question.DeferredQuestionReader;
import dev.afterimage.model.speech.SpeechPacks;
import dev.afterimage.model.speech.WhisperSpeech;
import dev.afterimage.store.DataDirectory;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.SourcesFile;
import dev.afterimage.store.StorageForm;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.StreamStores;
import dev.afterimage.store.UploadDirectory;
import dev.afterimage.store.codec.KvForm;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The one place where implementations are chosen. */
public final class Wiring {

    public static final String DEFAULT_MODEL = "notes-135m";

    /** The precision that speech is read in. Figures: docs/results.md. */
    private static final Precision SPEECH_PRECISION = Precision.FP32;

    private static final Duration MEASURING = Duration.ofSeconds(20);
    private static final int THREADS = Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private static final AtomicBoolean DEVICES_CHOSEN = new AtomicBoolean();

    private static final QuestionParser PARSER = new LearnedParser(new QuestionGrammar(), new DeferredQuestionReader());

    private Wiring() { }

    public static ModelPacks packs() {
        return new ModelPacks(ModelPacks.defaultDirectory());
    }

    public static SpeechPacks speechPacks() {
        return new SpeechPacks(ModelPacks.defaultDirectory());
    }

    /** Hears speech where its pack is installed; it is not fetched unasked. */
    private static Optional<SpeechReader.Factory> speech() {
        SpeechPacks packs = speechPacks();
        return packs.chosen().map(pack -> new WhisperSpeech(() -> packs.load(pack, SPEECH_PRECISION, 1), new OnnxNetworkLoader()));
    }

    public static FrameSource frames() {
        return new JavaCvFrameSource();
    }

    public static TextEmbedder embedder() {
        return new MiniLmTextEmbedder();
    }

    /** Measures this machine for half a minute at most. */
    public static ModelChoice recommended() {
        return recommended(MEASURING);
    }

    /** @param atMost how long to measure, beside the first runs */
    public static ModelChoice recommended(Duration atMost) {
        return ModelChoice.of(packs(), MachineSpeed.measure(THREADS, atMost));
    }

    /** The best pack for this machine that is here or can be got. */
    public static String automaticModel(PrintWriter progress) {
        progress.println("Measuring this machine ...");
        progress.flush();
        return recommended().taken(pack -> packs().pull(pack, new PullProgress(progress)), line -> {
            progress.println(line);
            progress.flush();
        });
    }

    /**
     * Loads a pack, getting it first where it has never been pulled, or was built by another version.
     *
     * @param precision null for the most exact that it has
     */
    public static OnnxLanguageModel model(String name, Precision precision, PrintWriter progress) {
        ModelPacks packs = packs();
        if (packs.wantsPull(name)) {
            Set<Precision> wanted = precision == null || precision == packs.preferred(name) ? Set.of() : Set.of(precision);
            packs.pull(name, wanted, new PullProgress(progress));
        }
        return packs.load(name, precision == null ? packs.preferred(name) : precision, THREADS);
    }

    /** Where networks beside the language model run, and what decodes video: once for the process. */
    private static void chooseDevices(PrintWriter progress) {
        if (DEVICES_CHOSEN.compareAndSet(false, true)) {
            String wish = ModelPlacement.wish(System.getenv());
            NetworkDevice.choose(wish, compiled(), progress::println);
            GpuDecoding.choose(wish, progress::println);
        }
    }

    /** What is compiled or turned into halves for this machine's GPU. */
    public static Path compiled() {
        return DataDirectory.resolve(null).path().resolve("gpu");
    }

    /** On the CPU, or where the environment wants it. */
    private static LanguageModel placed(OnnxLanguageModel model, PrintWriter progress) {
        KernelCache kernels = new KernelCache(compiled());
        return new ModelPlacement(System.getenv(), () -> CudaDevice.open(kernels), progress::println).place(model);
    }

    /** The data directory, and the home of models and settings where that is another. */
    private static void closeToOthers(DataDirectory directory, PrintWriter progress) {
        DataDirectory home = DataDirectory.resolve(null);
        Stream.of(directory, home).distinct().filter(each -> each.equals(directory) || Files.exists(each.path()))
                .forEach(each -> each.closeToOthers().ifPresent(progress::println));
    }

    /** Opens a data directory to watch and answer; clients may add what they may by default. */
    public static Engine forWriting(DataDirectory directory, String pack, Keeping keeping, Retrieval retrieval, PrintWriter progress) {
        Senders senders = new Senders();
        return forWriting(directory, pack, keeping, retrieval, new JavaCvFrameSource(SourcePolicy.DEFAULT, senders),
                EmbeddedCluster.DEFAULT_STREAMS, SourcePolicy.DEFAULT, senders, Uploads.NONE, progress);
    }

    /** The same from frames of the caller's own. */
    public static Engine forWriting(DataDirectory directory, String pack, Keeping keeping, FrameSource frames, PrintWriter progress) {
        return forWriting(directory, pack, keeping, Retrieval.AS_SET, frames, EmbeddedCluster.DEFAULT_STREAMS, SourcePolicy.DEFAULT,
                new Senders(), Uploads.NONE, progress);
    }

    private static Engine forWriting(DataDirectory directory, String pack, Keeping keeping, Retrieval retrieval, FrameSource frames,
            int maxStreams,
                                     SourcePolicy clients, Senders senders, Uploads uploads, PrintWriter progress) {
        Writing writing = writing(directory, pack, keeping, frames, StoreIdentity.of(directory.path()), progress, identity -> {
            RocksSegmentStore store = RocksSegmentStore.open(directory.path(), identity, true);
            store.setTotalLimits(keeping.limits());
            return store;
        });
        EmbeddedWatching watching = new EmbeddedWatching(directory.path(), writing::parts,
                new EmbeddedWatching.Limits(maxStreams, IngestOptions.openTimeoutFromEnvironment()));
        return new Engine(directory.path(), writing.store(), writing.model(), asker(writing.store(), writing.model(), writing.embedder(),
                writing.prompt(), retrieval), writing.feed(), watching, writing.speech(), clients, senders, uploads);
    }

    /** What writes into a data directory, without what starts and stops streams. */
    private record Writing(FrameSource frames, FrameEncoder.Factory encoders, Optional<SpeechReader.Factory> speech, LanguageModel model,
                           StreamPrompt prompt, TextEmbedder embedder, KvForm kv, SegmentStore store, LiveFeed feed) {

        WritePathParts parts(BiConsumer<StreamId, AfterimageException> failures) {
            return new WritePathParts(frames, encoders, speech, model, Parts.prefillers(model, prompt, embedder, kv), store, feed,
                    failures);
        }
    }

    /**
     * @param stored what made the data that are there
     * @param opening opens the store, as what will make more of it
     */
    private static Writing writing(DataDirectory directory, String pack, Keeping keeping, FrameSource frames,
            Optional<StoreIdentity> stored, PrintWriter progress, Function<StoreIdentity, SegmentStore> opening) {
        closeToOthers(directory, progress);
        chooseDevices(progress);
        LanguageModel model = placed(model(pack, keeping.precisionOf(packs(), pack, stored), progress), progress);
        StreamPrompt prompt = StreamPrompt.of(model);
        CompressionSettings compression = keeping.compressionOf(model, stored);
        StorageForm kept = keeping.keptAs(model, compression, stored);
        SegmentStore store = opening.apply(identity(model, prompt, kept));
        if (keeping.records()) {
            frames.recordInto(store.recordings());
        }
        markInterrupted(store);
        FrameEncoder.Factory encoders = model.vision().isPresent()
                ? new SeeingEncoderFactory(new VisualEncoderFactory(model, compression), Wiring::readers) : readers();
        return new Writing(frames, encoders, speech(), model, prompt, embedder(), kept.kv(), store, new LiveFeed());
    }

    /**
     * Opens a data directory for the operators of a cluster's job that run in this process.
     *
     * @param frames   opens sources
     * @param failures is told the faults that end streams
     */
    public static WritingEngine forOperators(DataDirectory directory, String pack, Keeping keeping, FrameSource frames,
            BiConsumer<StreamId, AfterimageException> failures, PrintWriter progress) {
        FrameSource guarded = new OpenedSources(frames, IngestOptions.openTimeoutFromEnvironment());
        AtomicReference<StreamStores> stores = new AtomicReference<>();
        Writing writing = writing(directory, pack, keeping, guarded, StreamStores.madeBy(directory.path()), progress, identity -> {
            stores.set(StreamStores.open(directory.path(), identity));
            return stores.get();
        });
        return new WritingEngine(writing.parts(failures), stores.get(), asker(writing.store(), writing.model(), writing.embedder(),
                writing.prompt(), Retrieval.AS_SET));
    }

    /**
     * Opens a data directory to watch for ever and answer.
     *
     * @param maxStreams watched at the same time, lost ones included
     * @param notices    is told, a line each, that a stream was lost or is back
     */
    public static ServedEngine forServing(DataDirectory directory, String pack, Keeping keeping, Retrieval retrieval, int maxStreams,
            Inputs inputs,
                                   PrintWriter progress, Consumer<String> notices) {
        Senders senders = new Senders();
        SourcePolicy clients = inputs.clients();
        AwaitedFrames frames = new AwaitedFrames(new JavaCvFrameSource(clients, senders,
                id -> UploadDirectory.film(directory.path(), id)));
        AddedSources kept = new SourcesFile(directory.path());
        // Before anything is loaded: a file that cannot be read is told at once.
        List<SourceSettings> resumed = kept.all();
        Optional<RtmpListener> rtmp = inputs.rtmp().map(settings -> settings.listen(senders));
        Engine engine = forWriting(directory, pack, keeping, retrieval, frames, maxStreams, clients, senders,
                new UploadDirectory(directory.path(), inputs.uploads(), UploadedContent::require), progress);
        SupervisedWatching watching = new SupervisedWatching(new Supervision(engine.watching(), engine.store(), engine.feed(), frames,
                new NetworkProbe(clients, senders), kept, new WorkerAlarms(), new Backoff(new Random()),
                (stream, notice) -> notices.accept(StreamNames.shown(engine.store(), stream) + ": " + notice)));
        return new ServedEngine(engine.watchedBy(watching), watching, resumed, rtmp);
    }

    /**
     * Opens a data directory that nobody owns, to answer from what is there.
     *
     * @param asked streams that have to be there; empty if any will do
     */
    public static Engine forReading(DataDirectory directory, List<StreamId> asked, PrintWriter progress) {
        RocksSegmentStore opened = RocksSegmentStore.openReadOnly(directory.path()).orElseThrow(() -> UnownedStore.unknown(asked));
        try {
            asked.forEach(stream -> opened.stream(StreamNames.find(opened, stream.name()))
                    .orElseThrow(() -> UnownedStore.unknown(List.of(stream))));
            if (opened.streams().isEmpty()) {
                throw UnownedStore.unknown(asked);
            }
            SegmentStore store = new UnownedStore(opened);
            chooseDevices(progress);
            LanguageModel model = readingModel(opened.identity(), directory, progress);
            return new Engine(directory.path(), store, model, asker(store, model, new DeferredEmbedder(), StreamPrompt.of(model),
                    Retrieval.AS_SET), new LiveFeed(), null, Optional.empty(), SourcePolicy.DEFAULT, new Senders(), Uploads.NONE);
        } catch (RuntimeException refused) {
            opened.close();
            throw refused;
        }
    }

    /** The pack that made a store: it is loaded with the first question that has to be read. */
    private static LanguageModel readingModel(StoreIdentity stored, DataDirectory directory, PrintWriter progress) {
        Optional<Precision> made = packs().precisionOf(stored.pack(), stored.packIdentity());
        Consumer<LanguageModel> same = loaded -> identity(loaded, StreamPrompt.of(loaded), stored.kept()).requireSameAs(stored,
                directory.path());
        if (made.isPresent()) {
            return packs().deferred(stored.pack(), made.get(), THREADS, loaded -> {
                same.accept(loaded);
                return placed(loaded, progress);
            });
        }
        LanguageModel other = placed(model(stored.pack(), null, progress), progress);
        same.accept(other);
        return other;
    }

    /**
     * For the end of the process: no model and no source goes on.
     *
     * @return whether nothing of ONNX Runtime runs any more, so that the process may end
     */
    public static boolean breakOff(Duration atMost) {
        Interrupt.stopAll();
        return OnnxUse.stop(atMost);
    }

    private static NoteEncoderFactory readers() {
        return new NoteEncoderFactory(new OnnxNetworkLoader(), THREADS);
    }

    /** Turns questions into queries: by the grammar, and what that leaves open by the trained reader, loaded when it is first needed. */
    public static QuestionParser parser() {
        return PARSER;
    }

    /** Answers from a store: from its notes, or from what the model saw itself. */
    public static Asker asker(SegmentStore store, LanguageModel model, TextEmbedder embedder, StreamPrompt prompt, Retrieval retrieval) {
        if (prompt instanceof NotesPrompt notes) {
            return new GroundedAsker(store, model, embedder, AskSettings.DEFAULT.with(retrieval), notes, InstantSource.system(),
                    PARSER);
        }
        return new VisualAsker(store, model, embedder, VisualSettings.DEFAULT.with(retrieval), prompt, InstantSource.system(),
                PARSER);
    }

    /** How a pack's blocks are chosen unless a question or the configuration says otherwise. */
    public static RetrievalSettings retrieval(LanguageModel model) {
        return model.vision().isPresent() ? VisualSettings.DEFAULT.retrieval() : AskSettings.DEFAULT.retrieval();
    }

    /** Lists what happened in the streams of a store. */
    public static EventReader events(SegmentStore store, LanguageModel model) {
        return new StoredEvents(store, model.vision().isEmpty());
    }

    /** Fails before anything is loaded or created when a file cannot be watched. */
    public static void requireReadable(SourceSettings settings) {
        OpenedSources sources = new OpenedSources(frames(), IngestOptions.openTimeoutFromEnvironment());
        if (OpenedSources.canBeOpenedTwice(settings)) {
            sources.tryOut(settings);
            sources.discard(settings.stream());
        }
    }

    /** What a store is bound to that is written with this model. */
    public static StoreIdentity identity(LanguageModel model, StreamPrompt prompt, StorageForm kept) {
        String encoder = model.vision().isPresent() ? VisualEncoderFactory.VERSION : NoteEncoderFactory.VERSION;
        // The index keeps token keys of the retrieval layer alone, or none, so that belongs to what a store is bound to.
        String keys = model.probe().kind() == RetrievalProbe.Kind.MEAN ? "mean keys" : "layer " + model.retrievalLayer();
        String reading = encoder + "/" + prompt.version() + "/" + keys;
        return new StoreIdentity(model.name(), model.identity(), reading, model.layout(), kept);
    }

    /** Streams that a killed process left as being watched; on a full disk they stay so until they are watched again. */
    private static void markInterrupted(SegmentStore store) {
        try {
            store.streams().stream().filter(info -> info.status() == StreamInfo.Status.WATCHING).forEach(info -> {
                Gaps.begin(store, info);
                store.putStream(info.with(StreamInfo.Status.INTERRUPTED, ""));
            });
            // One that was just being paused may still lack its gap.
            store.streams().stream().filter(info -> info.status() == StreamInfo.Status.PAUSED && info.frames() > 0)
                    .forEach(info -> Gaps.begin(store, info));
        } catch (AfterimageException full) {
            if (full.code() != ErrorCode.STORAGE_FULL) {
                throw full;
            }
        }
    }
}
