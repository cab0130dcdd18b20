package dev.afterimage.engine;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.answering.ask.GroundedAsker;
import dev.afterimage.answering.ask.VisualAsker;
import dev.afterimage.answering.ask.VisualSettings;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.Network;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.source.AddedSources;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.upload.UploadLimits;
import dev.afterimage.core.upload.Uploads;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.encoder.NoteEncoderFactory;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.VisualEncoderFactory;
import dev.afterimage.flink.embedded.EmbeddedWatching;
import dev.afterimage.flink.parts.WritePathParts;
import dev.afterimage.ingest.JavaCvFrameSource;
import dev.afterimage.ingest.client.UploadedContent;
import dev.afterimage.ingest.recording.RecordedVideo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.prompt.StreamPrompt;
import dev.afterimage.model.MiniLmTextEmbedder;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.speech.SpeechModel;
import dev.afterimage.model.speech.WhisperSpeech;
import dev.afterimage.store.RocksSegmentStore;
import dev.afterimage.store.SourcesFile;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.UploadDirectory;
import dev.afterimage.store.codec.KvForm;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Single parts of the product, the same that a whole engine is made of, for whoever measures or shows one of them alone. */
public final class Parts {

    private Parts() { }

    public static FrameSource frames() {
        return new JavaCvFrameSource();
    }

    /** Cuts intervals out of recorded video. */
    public static VideoCutter videoCutter() {
        return new RecordedVideo();
    }

    public static Network.Loader networks() {
        return new OnnxNetworkLoader();
    }

    public static TextEmbedder embedder() {
        return new MiniLmTextEmbedder();
    }

    /** Reads frames into notes. */
    public static NoteEncoderFactory noteEncoders(Network.Loader networks, int threads) {
        return new NoteEncoderFactory(networks, threads);
    }

    /** Looks at frames with the model's own tower. */
    public static FrameEncoder.Factory visualEncoders(LanguageModel model, CompressionSettings compression) {
        return new VisualEncoderFactory(model, compression);
    }

    public static WhisperSpeech speech(Supplier<SpeechModel> pack) {
        return new WhisperSpeech(pack, networks());
    }

    /** A pack at a place of the caller's own. */
    public static OnnxLanguageModel languageModel(Path pack, PackDescription description, Precision precision, int threads) {
        return new OnnxLanguageModel(pack, description, precision, threads);
    }

    public static RocksSegmentStore store(Path directory, StoreIdentity identity, boolean create) {
        return RocksSegmentStore.open(directory, identity, create);
    }

    public static RocksSegmentStore storeToRead(Path directory, StoreIdentity identity) {
        return RocksSegmentStore.openReadOnly(directory, identity);
    }

    /** What was added while a service ran, as it stands in a data directory. */
    public static AddedSources addedSources(Path directory) {
        return new SourcesFile(directory);
    }

    /** Removes what was uploaded whole to be watched as this stream; what is still being uploaded stays. */
    public static void removeFilms(Path directory, StreamId stream) {
        Uploads uploads = new UploadDirectory(directory, UploadLimits.OFF, UploadedContent::require);
        uploads.all().stream().filter(upload -> upload.complete() && upload.settings().stream().equals(stream))
                .forEach(upload -> uploads.remove(upload.id()));
    }

    /** Makes the prefiller of each stream; what it gives is what reading its blocks gives back. */
    public static Supplier<BlockPrefiller> prefillers(LanguageModel model, StreamPrompt prompt, TextEmbedder embedder, KvForm kv) {
        return () -> new BlockPrefiller(model, prompt, embedder, model.windowTokens(), kv);
    }

    /** @param parts from who is told the faults that end streams */
    public static Watching watching(Path data, Function<BiConsumer<StreamId, AfterimageException>, WritePathParts> parts) {
        return new EmbeddedWatching(data, parts);
    }

    public static Asker notesAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings,
            NotesPrompt prompt) {
        return new GroundedAsker(store, model, embedder, settings, prompt, InstantSource.system(), Wiring.parser());
    }

    public static Asker visualAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, VisualSettings settings,
            StreamPrompt prompt) {
        return new VisualAsker(store, model, embedder, settings, prompt, InstantSource.system(), Wiring.parser());
    }
}
